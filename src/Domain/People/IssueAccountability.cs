using Cellwright.Domain.Basics;

namespace Cellwright.Domain.People;

/// <summary>Issues a version of the statement of accountability. Everybody acknowledges it before their next signature.</summary>
/// <param name="Version">Its name, e.g. <c>2</c>.</param>
/// <param name="Text">Its text.</param>
[AllowedTo(Role.QA)]
public sealed record IssueAccountability(string Version, string Text) : Command<Accountability>
{
    /// <inheritdoc />
    public override string StreamId => Accountability.Site;

    /// <inheritdoc />
    public override Decision<Accountability> Decide(Accountability state, Act act)
    {
        var (version, text) = (Version.Trim(), Text.ReplaceLineEndings("\n").Trim());
        if (version.Length is 0 or > 20 || version.Any(letter => !char.IsLetterOrDigit(letter) && letter is not ('.' or '-')))
            return new Refusal("version", "Name the version in at most 20 letters, digits, points and hyphens, e.g. 2.");
        if (text.Length == 0)
            return new Refusal("text", "Give the text that people are to acknowledge.");
        if (state.Versions.Find(known => known.Version == version) is not { } issued)
            return new AccountabilityIssued(version, text);
        return issued.Text == text && version == state.Version
            ? Decision<Accountability>.Nothing
            : new Refusal("version", $"Version {version} was issued already, and a version never changes. Give the new text a new version.");
    }
}

/// <summary>A version of the statement is in force.</summary>
public sealed record AccountabilityIssued(string Version, string Text) : Event<Accountability>
{
    /// <inheritdoc />
    public override Accountability Apply(Accountability state, Happened when) =>
        state with { Versions = state.Versions.Add(new AccountabilityText(Version, Text, when.By, when.At)) };
}
