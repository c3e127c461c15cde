using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.People;

namespace Cellwright.Domain.Monitoring;

/// <summary>
/// One version of a monitoring model: a file that is kept beside the record and known by its hash, with the card that says what it rests on. The version never
/// changes; a refit is a new version.
/// </summary>
public sealed record MonitoringModel : IStream<MonitoringModel>
{
    /// <inheritdoc />
    public static string Category => "model";

    /// <inheritdoc />
    public static MonitoringModel Empty { get; } = new();

    /// <summary>Name of the model, e.g. <c>cart-cd19-run</c>; empty before it is submitted.</summary>
    public string Id { get; init; } = "";

    /// <summary>Version.</summary>
    public string Version { get; init; } = "";

    /// <summary>The room or utility that it follows; null for a model of batches.</summary>
    public string? Equipment { get; init; }

    /// <summary>The recipe whose batches it follows; empty for a model of an item.</summary>
    public string RecipeId { get; init; } = "";

    /// <summary>The versions of that recipe.</summary>
    public ImmutableList<string> RecipeVersions { get; init; } = [];

    /// <summary>SHA-256, lower-case hex, of the bytes of its file.</summary>
    public string Hash { get; init; } = "";

    /// <summary>What it rests on and what it cannot do; null before it is submitted.</summary>
    public ModelCard? Card { get; init; }

    /// <summary>User id of whoever submitted it.</summary>
    public string Author { get; init; } = "";

    /// <summary>When it was submitted.</summary>
    public DateTimeOffset SubmittedAt { get; init; }

    /// <summary>Since when it runs in shadow; null where it never did.</summary>
    public DateTimeOffset? ShadowSince { get; init; }

    /// <summary>User id of whoever let it run in shadow; empty where nobody did.</summary>
    public string ShadowBy { get; init; } = "";

    /// <summary>The approval, which puts it in force; null until somebody gives it.</summary>
    public Signature? Approval { get; init; }

    /// <summary>Taken out of use, with signature and reason; null while it is not.</summary>
    public ModelRetirement? Retired { get; init; }

    /// <summary>True once submitted.</summary>
    public bool Exists => Hash.Length > 0;

    /// <summary><c>id@version</c>: the id of the stream.</summary>
    public string Name => NameOf(Id, Version);

    /// <summary>Whether it is made for batches of that version of a recipe.</summary>
    public bool Covers(string recipeId, string recipeVersion) => Exists && RecipeId == recipeId && RecipeVersions.Contains(recipeVersion);

    /// <summary><c>id@version</c>.</summary>
    public static string NameOf(string id, string version) => $"{id}@{version}";

    internal Refusal? RefusalUnlessUsable() =>
        !Exists ? new("model", "This version of the model is not on record. Check its name, or submit it first.")
        : Retired is { } retired ? new("model-retired", $"{Name} is retired: {retired.Reason.TrimEnd('.')}. Submit a new version.")
        : null;
}

/// <summary>A version of a model was taken out of use.</summary>
/// <param name="Signature">Of whom.</param>
/// <param name="Reason">Why.</param>
public sealed record ModelRetirement(Signature Signature, string Reason);
