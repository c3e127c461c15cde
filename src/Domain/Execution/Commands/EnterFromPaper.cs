using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.Materials;
using Cellwright.Domain.People;
using static System.FormattableString;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>
/// Enters what was done on paper while the server was down. Each act is decided by its own command, by whoever did it and at the time that the paper
/// says, so that every rule holds as if the server had been there; what follows bears the paper, and a second person signs that the paper says the same.
/// </summary>
/// <param name="BatchId">Batch.</param>
/// <param name="Pack">Number of the paper pack.</param>
/// <param name="Reason">Why it was done on paper.</param>
/// <param name="Acts">What was done, in the order in which it was done.</param>
[AllowedTo(Role.Operator, Role.Supervisor), Signed(Transcription.Meaning)]
public sealed record EnterFromPaper(string BatchId, string Pack, string Reason, ImmutableList<PaperAct> Acts) : Command<Batch>
{
    /// <summary>As many acts as a person compares with paper at once (ours).</summary>
    private const int Most = 100;

    private static readonly StateOf<Downtime> Down = new(Downtime.Server);

    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Batch state, Performer by, DateTimeOffset at) =>
        Acts.SelectMany(act => act.Act.Needs(state, by, act.DoneAt)).Concat(Acts.Select(act => new StateOf<Person>(act.DoneBy))).Append(Down);

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (Rules.MustRun(state) is { } stopped) return stopped;
        if (PackNumber.VersionOf(BatchId, Pack) is not { } version || version > state.Version)
            return new Refusal("pack", $"{Pack} is no paper pack of batch {BatchId}. Type the number that stands at the head of every page, e.g. {PackNumber.Of(BatchId, state.Version)}.");
        if (string.IsNullOrWhiteSpace(Reason)) return new Refusal("reason", "Say why it was done on paper, e.g. that the server was down.");
        if (Acts.IsEmpty) return new Refusal("acts", "Nothing was typed. Type at least one act from the paper.");
        if (Acts.Count > Most) return new Refusal("acts", $"Enter at most {Most} acts at once, so that a second person can compare them with the paper.");

        var (after, facts) = (state, act.Facts);
        var decided = new List<(PaperAct Paper, Performer Doer, IReadOnlyList<Event<Batch>> Events)>();
        var beside = new List<Reaction>();
        for (var index = 0; index < Acts.Count; index++)
        {
            var paper = Acts[index];
            var doer = act.Facts.Of(new StateOf<Person>(paper.DoneBy)).ToPerformerAt(paper.DoneAt);
            if (RefusalFor(after, paper, doer, act.At) is { } wrong) return At(index, wrong);
            var decision = paper.Act.Decide(after, act with { By = doer, At = paper.DoneAt, Signature = null, Pack = Pack, Facts = facts });
            if (decision.Refusal is { } refusal) return At(index, refusal);
            if (decision.Events.Count == 0) return At(index, new Refusal("recorded", "The record has this already. Leave it out."));
            var late = Claim(paper, doer, act.Signature, null);
            after = decision.Events.Aggregate(after, (batch, happened) => (happened with { Late = late }).After(batch, new Happened(act.By.Id, act.At, 0)));
            decided.Add((paper, doer, decision.Events));
            beside.AddRange(decision.Beside);
            facts = decision.Events.OfType<MaterialAdded>().Aggregate(facts, (known, added) => Used(known, added, paper.DoneAt));
        }

        // Everything else was judged first: nobody signs for what is refused.
        if (SecondPerson(state, act) is { } unsigned) return unsigned;
        var down = act.Facts.Of(Down);
        Decision<Batch> entered = decided.SelectMany(one => one.Events.Select(happened =>
            happened with { Late = Claim(one.Paper, one.Doer, act.Signature, Doubt(state, version, one.Paper.DoneAt, down)) })).ToList();
        return entered.Together(beside);
    }

    // What one act took of a lot is no longer there for the next.
    private Facts Used(Facts facts, MaterialAdded added, DateTimeOffset at)
    {
        var asked = new StateOf<Lot>(added.LotId);
        var lot = facts.Of(asked);
        return facts.With(asked, lot with { Uses = lot.Uses.Add(new LotUse(BatchId, added.Step, (decimal)added.Amount, at)) });
    }

    private Refusal? RefusalFor(Batch batch, PaperAct paper, Performer doer, DateTimeOffset now)
    {
        var roles = AllowedToAttribute.On(paper.Act.GetType());
        return paper.Act.StreamId != BatchId ? new Refusal("batch", $"It is of batch {paper.Act.StreamId}, and this is batch {BatchId}. Enter it there.")
            : paper.DoneAt > now ? new Refusal("time", Invariant($"{paper.DoneAt:yyyy-MM-dd HH:mm zzz} lies in the future. Look at the time on the paper."))
            : doer.Id.Length == 0 ? new Refusal("person", $"Nobody is registered as {paper.DoneBy}. Give the user id of whoever did it.")
            : !roles.Any(role => doer.Roles.Contains(role)) ? new Refusal("role", Invariant($"{doer.Name} held none of the roles {string.Join(", ", roles)} at {paper.DoneAt:yyyy-MM-dd HH:mm zzz}. Look who did it."))
            : batch.Packs.LastOrDefault(pack => pack.Number == Pack) is not null && paper.DoneAt < batch.Packs.First(pack => pack.Number == Pack).At
                ? new Refusal("pack", Invariant($"Pack {Pack} was printed after {paper.DoneAt:yyyy-MM-dd HH:mm:ss zzz}. Look at the time, or at the number of the pack."))
            : PaperTime.NotBefore(batch, paper.Act) is { } earliest && paper.DoneAt < earliest.At
                ? new Refusal("time", Invariant($"{paper.DoneAt:yyyy-MM-dd HH:mm:ss zzz} is before {earliest.What}, {earliest.At:yyyy-MM-dd HH:mm:ss zzz}. Look at the times on the paper."))
            : null;
    }

    private Refusal? SecondPerson(Batch state, Act act)
    {
        if (Rules.MustBeSigned(act, Transcription.Meaning, Role.Verifier) is { } unsigned) return unsigned;
        var signer = act.Signature!.Signer;
        if (signer.Id == act.By.Id) return new Refusal("second-person", $"{signer.Name} typed this. Another person must compare it with the paper.");
        if (Acts.Any(paper => paper.DoneBy == signer.Id)) return new Refusal("second-person", $"{signer.Name} did some of this on paper. Another person must compare it.");
        if (Rules.Trained(state, signer, act.At) is { } untrained) return untrained;
        return act.Signature.Shown == Statements.Hash(Transcription.Statement(state, Pack, Reason, Acts))
            ? null
            : new Refusal("shown", "What was shown is not what is entered. Read it again, then sign.");
    }

    private LateEntry Claim(PaperAct paper, Performer doer, SignatureGiven? second, string? doubt) =>
        new(doer.Id, doer.Name, paper.DoneAt, Pack, Reason.Trim(), second?.Signer.Id ?? "", second?.Signer.Name ?? "", second?.Shown ?? "", doubt);

    // A claim that the record speaks against stands all the same: it is marked, and the reviewer looks at it.
    private string? Doubt(Batch state, long version, DateTimeOffset at, Downtime down)
    {
        var doubts = new List<string>();
        if (!down.Covers(at)) doubts.Add("no downtime of the server is on record for that time");
        if (state.Packs.FirstOrDefault(pack => pack.Version > version && pack.At <= at) is { } newer)
            doubts.Add(Invariant($"the pack was void by then: {newer.Number} had been printed at {newer.At:yyyy-MM-dd HH:mm:ss zzz}"));
        return doubts.Count == 0 ? null : string.Join("; ", doubts);
    }

    private Refusal At(int index, Refusal refusal) => refusal with
    {
        Sentence = $"Act {index + 1} ({((IOnPaper)Acts[index].Act).Words}): {refusal.Sentence}{(index > 0 && refusal.Rule == "hold" ? " What stands before it on the paper can be entered by itself." : "")}",
    };
}
