namespace Cellwright.Domain.Recipes.Variants;

/// <summary>The text of a variant: a name of its own, what it extends, and what it sets otherwise. Everything else is the base's.</summary>
internal sealed record VariantText
{
    public required string Id { get; init; }

    public required string Version { get; init; }

    public string? Title { get; init; }

    public string? Product { get; init; }

    public bool? Example { get; init; }

    public required Extension Extends { get; init; }

    /// <summary>Sources beside those of the base, for the numbers of the overrides.</summary>
    public IReadOnlyList<Source> Sources { get; init; } = [];

    public IReadOnlyList<Override> Overrides { get; init; } = [];
}

/// <summary>What a variant sets otherwise: of a parameter of a step, of a step, or of an equipment role. Names, units, classes and the flow stay the base's.</summary>
internal sealed record Override
{
    /// <summary>Step id; with <see cref="Parameter"/> one of its parameters.</summary>
    public string? Step { get; init; }

    public string? Parameter { get; init; }

    /// <summary>Equipment role.</summary>
    public string? Equipment { get; init; }

    public string? Room { get; init; }

    public string? Instruction { get; init; }

    public TimeSpan? MinimumDuration { get; init; }

    public TimeSpan? MaximumDuration { get; init; }

    public double? Target { get; init; }

    public Limits? Normal { get; init; }

    public Limits? Proven { get; init; }

    public TimeSpan? Window { get; init; }

    public bool? Watch { get; init; }

    public bool? Hold { get; init; }

    public Estimate? Estimate { get; init; }

    public IReadOnlyList<string>? Basis { get; init; }
}
