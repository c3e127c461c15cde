using System.Collections.Immutable;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.People;

/// <summary>
/// The site's statement of accountability: what everybody who signs electronically has read and acknowledged (11.10(j)).
/// One stream a site; a version never changes.
/// </summary>
public sealed record Accountability : IStream<Accountability>
{
    /// <summary>Id of the one stream.</summary>
    public const string Site = "site";

    /// <inheritdoc />
    public static string Category => "accountability";

    /// <inheritdoc />
    public static Accountability Empty { get; } = new();

    /// <summary>Every version with its text, oldest first.</summary>
    public ImmutableList<AccountabilityText> Versions { get; init; } = [];

    /// <summary>Version in force, or null when none was issued.</summary>
    public string? Version => Versions.IsEmpty ? null : Versions[^1].Version;

    /// <summary>Exactly what a person is shown who acknowledges it; empty when there is none.</summary>
    public string Shown => Versions.IsEmpty
        ? ""
        : SignedText.Of([$"statement of accountability, version {Versions[^1].Version}", .. Versions[^1].Text.Split('\n')]);

    /// <summary>SHA-256 of <see cref="Shown"/>, lower-case hex.</summary>
    public string Hash => SignedText.Hash(Shown);
}

/// <summary>A version of the statement.</summary>
/// <param name="Version">Its name, e.g. <c>1</c>.</param>
/// <param name="Text">Its text.</param>
/// <param name="By">User id of whoever issued it.</param>
/// <param name="At">From when on it is in force.</param>
public sealed record AccountabilityText(string Version, string Text, string By, DateTimeOffset At);
