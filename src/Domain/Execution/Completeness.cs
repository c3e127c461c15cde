using Cellwright.Domain.Basics;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution;

/// <summary>What a step still needs before it can be completed: the page's list of things to do, and the server's rule.</summary>
public static class Completeness
{
    /// <summary>One sentence fragment for each thing that is missing.</summary>
    public static IEnumerable<Phrase> Missing(Batch batch, string key)
    {
        foreach (var missing in MissingEntries(batch, key)) yield return missing;
        if (batch.Step(key) is { ReplacedBy: null } step && batch.Recipe!.Phase(step.Phase).Signature is { } meaning
            && !step.Signatures.Any(signature => signature.Meaning == meaning && !signature.Lapsed))
            yield return new("signature", "a signature ({0})", meaning);
    }

    /// <summary>The same over every performed step, each with its key: a correction made after a step was completed waits for verification and signature, too.</summary>
    public static IEnumerable<Phrase> MissingAnywhere(Batch batch) =>
        batch.Steps.Values.OrderBy(step => step.StartedAt).ThenBy(step => step.Key, StringComparer.Ordinal)
            .SelectMany(step => Missing(batch, step.Key).Select(missing => new Phrase("in-step", "in step {0} {1}", step.Key, missing)));

    /// <summary>The same without the step's signature: what must be there before it is signed.</summary>
    public static IEnumerable<Phrase> MissingEntries(Batch batch, string key) =>
        batch.Step(key) is { ReplacedBy: null } step
            ? batch.Recipe!.Demands(step.Phase).Select(demand => Missing(step, demand)).OfType<Phrase>()
            : [];

    /// <summary>True when the demand is met and verified.</summary>
    public static bool IsMet(Step step, Demand demand) => Missing(step, demand) is null;

    private static Phrase? Missing(Step step, Demand demand) => demand switch
    {
        EquipmentValueDemand value => Value(step, value.Parameter, static asked => new Phrase("value-from-equipment", "{0} from equipment", asked.Title)),
        HandValueDemand value => Value(step, value.Parameter, static asked => new Phrase("value-by-hand", "{0} by hand", asked.Title)),
        ComputedValueDemand value => Value(step, value.Parameter, static asked => new Phrase("value-computed", "{0} computed", asked.Title)),
        MaterialDemand material => Entry(step, material, static asked => new Phrase("addition", "the addition of {0}", asked.Material.Title)) ?? Corrected(step, material.Amount),
        SampleDemand sample => Entry(step, sample, static asked => new Phrase("sample", "the sample {0}", asked.Title)),
        ConfirmationDemand confirmation => Entry(step, confirmation, static asked => new Phrase("confirmation", "the confirmation \"{0}\"", asked.Text)),
        CheckInDemand checkIn => Entry(step, checkIn, static asked => new Phrase("check-in", "equipment checked in as {0}", asked.Role.Name)),
        CheckOutDemand checkOut => Entry(step, checkOut, static asked => new Phrase("check-out", "equipment {0} checked out", asked.Role.Name)),
        _ => throw new NotSupportedException($"Demand {demand.GetType().Name} is not known to execution."),
    };

    private static Phrase? Value(Step step, Parameter parameter, Func<Parameter, Phrase> value) => step.Current(parameter.Name) switch
    {
        null => value(parameter),
        { AwaitsVerification: true } => Verification(parameter.Title),
        _ => null,
    };

    // The amount came with the addition; corrected, it has a verification of its own.
    private static Phrase? Corrected(Step step, Parameter amount) =>
        step.Current(amount.Name) is { AwaitsVerification: true } ? Verification(amount.Title) : null;

    // The words are made only where they are needed: most of what a step asks for is there.
    private static Phrase? Entry<TDemand>(Step step, TDemand demand, Func<TDemand, Phrase> what)
        where TDemand : Demand => step.For(demand.Name) switch
    {
        null => what(demand),
        { AwaitsVerification: true } => Verification(what(demand)),
        _ => null,
    };

    private static Phrase Verification(object what) => new("verification", "verification of {0} by a second person", what);
}
