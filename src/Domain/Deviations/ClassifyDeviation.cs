using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Deviations;

/// <summary>Says how severe a deviation is and what it is about. Saying it again supersedes what was said, and both stay readable.</summary>
[AllowedTo(Role.QA)]
public sealed record ClassifyDeviation(string DeviationId, DeviationSeverity Severity, DeviationClass Class, string Reason) : Command<Deviation>
{
    /// <inheritdoc />
    public override string StreamId => DeviationId;

    /// <inheritdoc />
    public override Decision<Deviation> Decide(Deviation state, Act act)
    {
        if (state.RefusalUnlessWorkedOn(DeviationId) is { } refusal) return refusal;
        if (!Enum.IsDefined(Severity) || !Enum.IsDefined(Class)) return new Refusal("classification", "Choose one of the severities and one of the classes that there are.");
        if (string.IsNullOrWhiteSpace(Reason)) return new Refusal("reason", "Say why it is classified so.");
        return state.Classifications.LastOrDefault() is { } last && (last.Severity, last.Class, last.Reason) == (Severity, Class, Reason.Trim())
            ? Decision<Deviation>.Nothing
            : new DeviationClassified(Severity, Class, Reason.Trim());
    }
}

/// <summary>Severity and class are known.</summary>
public sealed record DeviationClassified(DeviationSeverity Severity, DeviationClass Class, string Reason) : Event<Deviation>
{
    /// <inheritdoc />
    public override Deviation Apply(Deviation state, Happened when) =>
        state with
        {
            Classifications = state.Classifications.Add(new Classification(Severity, Class, Reason, when.By, when.At)),
            Shelved = state.Shelved && Severity <= (state.Severity ?? DeviationSeverity.Minor), // one that is more severe than was known calls again
        };
}
