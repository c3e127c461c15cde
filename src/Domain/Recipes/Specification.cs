namespace Cellwright.Domain.Recipes;

/// <summary>One line of the release specification: a test that the product must pass before it is released (211.165).</summary>
public sealed record Specification
{
    /// <summary>Name within the recipe, e.g. <c>sterility</c>.</summary>
    public required string Test { get; init; }

    /// <summary>Title for people, with the method; the name when absent.</summary>
    public string Title { get => field ?? Test; init; }

    /// <summary>What a numeric result must lie in; open where <see cref="Expected"/> is given.</summary>
    public Limits Limits { get; init; } = Limits.Open;

    /// <summary>UCUM unit of a numeric result, or null for a result in words.</summary>
    public string? Unit { get; init; }

    /// <summary>What a result in words must say, e.g. <c>no growth</c>, or null.</summary>
    public string? Expected { get; init; }

    /// <summary>A value of the executed record, <c>phase/parameter</c>, that is the result: nobody types it again. Null for a test of the laboratory.</summary>
    public string? From { get; init; }

    /// <summary>True when the product may be released conditionally while this result is awaited.</summary>
    public bool MayBePending { get; init; }

    /// <summary>Within what time of the end of the batch the result must be there, where it may be pending.</summary>
    public TimeSpan? Due { get; init; }

    /// <summary>Keys of sources, or <c>engineering-judgement</c>.</summary>
    public IReadOnlyList<string> Basis { get; init; } = [];

    /// <summary>True when a number in <see cref="Unit"/> meets it.</summary>
    public bool IsMet(double value) => Limits.Contain(value);

    /// <summary>True when these words meet it; capitals and spaces around them do not matter.</summary>
    public bool IsMet(string words) => Expected is not null && string.Equals(words.Trim(), Expected, StringComparison.OrdinalIgnoreCase);
}
