using Cellwright.Domain.Basics;
using Cellwright.Domain.Recipes;
using static System.FormattableString;

namespace Cellwright.Domain.Execution;

/// <summary>The rules that several commands share: each gives the refusal, or null when it is kept.</summary>
internal static class Rules
{
    /// <summary>Work can go on: the batch runs, and nothing holds it. What was done on paper before a hold was placed is not stopped by it: it happened.</summary>
    public static Refusal? MayWork(Batch batch, DateTimeOffset at) =>
        MustRun(batch) is { } stopped ? stopped
        : batch.Holds.IsEmpty || batch.Holds.Values.Where(hold => hold.Since <= at).ToList() is not { Count: > 0 } holds ? null
        : new Refusal("hold", $"Batch {batch.Id} is on hold: {string.Join("; ", holds.Select(hold => hold.Reason))}. The quality unit must decide before the next act.");

    /// <summary>The batch runs.</summary>
    public static Refusal? MustRun(Batch batch) => batch.Status switch
    {
        BatchStatus.Running => null,
        BatchStatus.None => new Refusal("batch", "There is no such batch. Check the batch number."),
        BatchStatus.Ordered => new Refusal("status", $"Batch {batch.Id} has not been started. A supervisor starts it."),
        BatchStatus.Paused => new Refusal("status", $"Batch {batch.Id} is paused. A supervisor resumes it."),
        BatchStatus.Aborted => new Refusal("status", $"Batch {batch.Id} was aborted; nothing more can be done in it. If a value is wrong, correct it with a reason."),
        _ => new Refusal("status", $"Batch {batch.Id} is completed; nothing more can be done in it. If a value is wrong, correct it with a reason."),
    };

    /// <summary>Whoever acts is trained on this recipe version now (11.10(i)); the server itself needs no training.</summary>
    public static Refusal? Trained(Batch batch, Performer by, DateTimeOffset at) =>
        by.Holds(Role.System) || by.IsTrained(batch.Recipe!.Name, at)
            ? null
            : new Refusal("training", $"{by.Name} has no current training on {batch.Recipe.Name}. Ask a supervisor to record it, or let a trained person act.");

    /// <summary>The step is active.</summary>
    public static Refusal? MustBeActive(Batch batch, string key) => batch.Step(key) switch
    {
        { Active: true } => null,
        null => new Refusal("sequence", $"Step {key} has not been started. {NextWords(batch)}"),
        _ => new Refusal("sequence", $"Step {key} is completed. To change a value in it, correct the value with a reason."),
    };

    /// <summary>Work in an active step, by a trained person, with no hold.</summary>
    public static Refusal? MayWorkIn(Batch batch, string key, Act act) =>
        MayWork(batch, act.At) ?? MustBeActive(batch, key) ?? Trained(batch, act.By, act.At);

    /// <summary>No time limit of the step's edge has run out. Its own act (<c>ExpireClock</c>) may arrive a moment later than the step's: the limit holds all the same.</summary>
    public static Refusal? InTime(Batch batch, string key, Edge edge, DateTimeOffset at) =>
        Clocks.Of(batch, key).FirstOrDefault(clock => clock.Edge == edge && at > clock.Until) is { } clock
            ? new Refusal("time", Invariant($"{clock.What} ran out at {clock.Until:yyyy-MM-dd HH:mm zzz}. The quality unit must decide the deviation before this step can {(edge == Edge.Start ? "start" : "be completed")}."))
            : null;

    /// <summary>A signature was given just now, with this meaning, by somebody with one of these roles.</summary>
    public static Refusal? MustBeSigned(Act act, string meaning, params ReadOnlySpan<Role> roles) =>
        act.Signature is not { } signature ? new Refusal("signature", $"This needs a signature ({meaning}): give user name and password again.")
        : signature.Meaning != meaning ? new Refusal("signature", $"The signature given means {signature.Meaning}; {meaning} is asked for. Sign again.")
        : !signature.Signer.Holds(roles) ? new Refusal("role", $"{signature.Signer.Name} may not sign for {meaning}: it takes the role {string.Join(" or ", roles.ToArray())}. Ask somebody who holds it.")
        : null;

    /// <summary>A demand of the step, by name and type; null for a step that the recipe does not have, too.</summary>
    public static TDemand? Demand<TDemand>(Batch batch, string key, string name)
        where TDemand : Demand
    {
        foreach (var demand in batch.Recipe!.Demands(StepKey.Phase(key)))
            if (demand is TDemand asked && asked.Name == name) return asked;
        return null;
    }

    /// <summary>The refusal for a demand that the step does not make.</summary>
    public static Refusal NotAsked(string key, string name) =>
        new("recipe", $"Step {key} does not ask for {name}. Record only what the step asks for, and report anything unusual as a deviation.");

    /// <summary>What may be done now, as a sentence.</summary>
    public static string NextWords(Batch batch)
    {
        var ready = Sequencing.Of(batch).Ready.Select(step => $"{step.Key} ({step.Phase.Title})").ToList();
        return ready.Count == 0 ? "No step is open: look at the batch's clocks and holds, and wait for them." : $"Go on with what is open now: {string.Join(", ", ready)}.";
    }
}
