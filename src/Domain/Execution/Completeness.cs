using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution;

/// <summary>What a step still needs before it can be completed: the page's list of things to do, and the server's rule.</summary>
public static class Completeness
{
    /// <summary>One sentence fragment for each thing that is missing.</summary>
    public static IEnumerable<string> Missing(Batch batch, string key)
    {
        foreach (var missing in MissingEntries(batch, key)) yield return missing;
        if (batch.Step(key) is { ReplacedBy: null } step && batch.Recipe!.Phase(step.Phase).Signature is { } meaning
            && !step.Signatures.Any(signature => signature.Meaning == meaning && !signature.Lapsed))
            yield return $"a signature ({meaning})";
    }

    /// <summary>The same over every performed step, each with its key: a correction made after a step was completed waits for verification and signature, too.</summary>
    public static IEnumerable<string> MissingAnywhere(Batch batch) =>
        batch.Steps.Values.OrderBy(step => step.StartedAt).ThenBy(step => step.Key, StringComparer.Ordinal)
            .SelectMany(step => Missing(batch, step.Key).Select(missing => $"in step {step.Key} {missing}"));

    /// <summary>The same without the step's signature: what must be there before it is signed.</summary>
    public static IEnumerable<string> MissingEntries(Batch batch, string key) =>
        batch.Step(key) is { ReplacedBy: null } step
            ? batch.Recipe!.Demands(step.Phase).Select(demand => Missing(step, demand)).OfType<string>()
            : [];

    /// <summary>True when the demand is met and verified.</summary>
    public static bool IsMet(Step step, Demand demand) => Missing(step, demand) is null;

    private static string? Missing(Step step, Demand demand) => demand switch
    {
        EquipmentValueDemand value => Value(step, value.Parameter, "from equipment"),
        HandValueDemand value => Value(step, value.Parameter, "by hand"),
        ComputedValueDemand value => Value(step, value.Parameter, "computed"),
        MaterialDemand material => Entry(step, material.Name, $"the addition of {material.Material.Title}") ?? Corrected(step, material.Amount),
        SampleDemand sample => Entry(step, sample.Name, $"the sample {sample.Title}"),
        ConfirmationDemand confirmation => Entry(step, confirmation.Name, $"the confirmation \"{confirmation.Text}\""),
        CheckInDemand checkIn => Entry(step, checkIn.Name, $"equipment checked in as {checkIn.Role.Name}"),
        CheckOutDemand checkOut => Entry(step, checkOut.Name, $"equipment {checkOut.Role.Name} checked out"),
        _ => throw new NotSupportedException($"Demand {demand.GetType().Name} is not known to execution."),
    };

    private static string? Value(Step step, Parameter parameter, string how) => step.Current(parameter.Name) switch
    {
        null => $"{parameter.Title} {how}",
        { AwaitsVerification: true } => $"verification of {parameter.Title} by a second person",
        _ => null,
    };

    // The amount came with the addition; corrected, it has a verification of its own.
    private static string? Corrected(Step step, Parameter amount) =>
        step.Current(amount.Name) is { AwaitsVerification: true } ? $"verification of {amount.Title} by a second person" : null;

    private static string? Entry(Step step, string demand, string what) => step.For(demand) switch
    {
        null => what,
        { AwaitsVerification: true } => $"verification of {what} by a second person",
        _ => null,
    };
}
