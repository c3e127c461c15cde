using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Paper;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Somebody saw that something is out of order which no limit and no clock can see. It holds the batch when they say so.</summary>
/// <param name="BatchId">Batch.</param>
/// <param name="Step">Key of the step in which it was seen; it was started.</param>
/// <param name="What">What happened, in one sentence.</param>
/// <param name="Hold">True when the batch must wait until it is decided.</param>
[AllowedTo(Role.Operator, Role.Verifier, Role.QA, Role.Engineer, Role.Supervisor, Role.System)]
public sealed record ReportDeviation(string BatchId, string Step, string What, bool Hold) : Command<Batch>, IOnPaper
{
    private const int Longest = 1000;

    /// <inheritdoc />
    public override string StreamId => BatchId;

    string IOnPaper.Words => $"step {Step}, deviation{(Hold ? " that holds the batch" : "")}: {What}";

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (state.Status is BatchStatus.None or BatchStatus.Ordered) return Rules.MustRun(state)!;
        if (state.Step(Step) is null) return new Refusal("step", $"Step {Step} has not been started in batch {BatchId}. Name the step in which it was seen.");
        var what = What.Trim().TrimEnd('.');
        if (what.Length == 0) return new Refusal("reason", "Say in one sentence what happened.");
        if (what.Length > Longest && !act.By.Holds(Role.System)) return new Refusal("length", $"Say what happened in at most {Longest} characters; what was found out later belongs into the investigation.");
        return new DeviationAnnounced(state.NextDeviationId(), Step, null, what, Hold && (state.Status is BatchStatus.Running or BatchStatus.Paused), []);
    }
}
