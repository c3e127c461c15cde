using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Release.Exceptions;
using Cellwright.Domain.Release.Proof;

namespace Cellwright.Domain.Release;

/// <summary>
/// What the record of a batch comes to when it is read again from its first entry: the exceptions that a person looks at, the proof for
/// everything else, and the critical entries of the audit trail. Pure: the same entries give the same examination.
/// </summary>
public sealed record Examination(
    Batch Batch, ImmutableList<ReviewException> Exceptions, ImmutableList<RuleProof> Rules, ImmutableList<TrailItem> Trail, ImmutableDictionary<string, string> Hands)
{
    private static readonly ProofRule[] AllRules =
    [
        new MasterRecord(), new Sequence(), new Ranges(), new TimeLimits(), new LotsUsed(), new EquipmentFitness(), new TrainedPeople(),
        new SecondPerson(), new PaperEntries(), new StepSignatures(), new Computations(), new Wholeness(),
    ];

    private static readonly ExceptionFinder[] Finders =
    [
        new DeviationFinder(), new ValueFinder(), new CorrectionFinder(), new PaperFinder(), new ExcursionFinder(), new InterruptionFinder(), new RefusedActFinder(), new UnfitAfterwardsFinder(),
    ];

    /// <summary>The exception of that id, or null.</summary>
    public ReviewException? Exception(string id) => Exceptions.FirstOrDefault(exception => exception.Id == id);

    /// <summary>Critical entries that are reviewed by themselves.</summary>
    public IEnumerable<TrailItem> OwnTrail => Trail.Where(item => item.Exception is null);

    /// <summary>How many checks ran.</summary>
    public int Checks => Rules.Sum(rule => rule.Checks.Count);

    /// <summary>SHA-256 over everything that was found: names this state of what is reviewed.</summary>
    public string Digest => field ??= SignedText.Hash(SignedText.Of([
        .. Exceptions.Select(exception => $"{exception.Id} {exception.Fingerprint}"),
        .. OwnTrail.Select(item => item.Entry),
        .. Rules.SelectMany(rule => rule.Checks.Select(check => $"{rule.Name} {check.Entry} {check.Subject}: {SignedText.Free(check.Inputs)}: {SignedText.Free(check.Outcome)}")),
    ]));

    /// <summary>What a person did in the batch with their own hands, or null for somebody independent of it (11.10(g)).</summary>
    public string? Did(string userId) => Hands.GetValueOrDefault(userId);

    /// <summary>Examines a record.</summary>
    public static Examination Of(BatchRecord record)
    {
        var standing = new Standing(record.BatchId);
        var checks = AllRules.ToDictionary(rule => rule, _ => ImmutableList.CreateBuilder<Check>());
        var hands = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var line in record.Lines)
        {
            if (line.Happened is Event<Batch> happened && line.StreamId == record.BatchId)
            {
                var moment = new Moment(line, standing);
                foreach (var rule in AllRules) checks[rule].AddRange(rule.At(moment));
                foreach (var (who, what) in Worked(line, happened)) hands.TryAdd(who, what);
            }

            standing.Take(line);
        }

        if (standing.Batch.Recipe is null) return new(standing.Batch, [], [], [], ImmutableDictionary<string, string>.Empty);
        // While it is being made, what is not there yet is no fault.
        if (standing.Batch.EndedAt is not null)
            foreach (var rule in AllRules) checks[rule].AddRange(rule.AtEnd(standing));
        var rules = AllRules.Select(rule => new RuleProof(rule.Name, rule.Title, rule.Basis, checks[rule].ToImmutable())).ToImmutableList();
        var exceptions = Finders.SelectMany(finder => finder.Find(new Findings(record, standing))).Concat(Broken(rules, standing.Batch)).DistinctBy(exception => exception.Id)
            .OrderBy(exception => exception.Kind).ThenBy(exception => exception.At).ThenBy(exception => exception.Id, StringComparer.Ordinal).ToImmutableList();
        var held = exceptions.SelectMany(exception => exception.Entries.Select(entry => (entry, exception.Id))).DistinctBy(pair => pair.entry).ToDictionary(pair => pair.entry, pair => pair.Id);
        return new(standing.Batch, exceptions, rules, [.. Release.Trail.Of(record, standing, held, hands.ContainsKey)], hands.ToImmutable());
    }

    // What a rule found broken is an exception as well: nothing falls between proof and review.
    private static IEnumerable<ReviewException> Broken(IEnumerable<RuleProof> rules, Batch batch) =>
        from rule in rules
        from check in rule.Checks
        where !check.Kept
        select new ReviewException
        {
            Id = $"rule:{rule.Name}:{check.Subject}{(check.Entry is null ? "" : $":{check.Entry}")}",
            Kind = ExceptionKind.RuleBroken,
            What = $"{rule.Title}: {check.Subject} {check.Outcome}",
            Print = $"{rule.Title}: {check.Subject} {check.PrintedOutcome}",
            At = batch.EndedAt ?? batch.StartedAt ?? batch.OrderedAt,
            By = Performer.System.Id,
            Entries = check.Entry is null ? [] : [check.Entry],
            Evidence = [new("inputs", new Measured(check.Inputs, check.PrintedInputs)), new("outcome", new Measured(check.Outcome, check.PrintedOutcome)), new("basis", rule.Basis)],
        };

    // Whoever made, verified or signed an entry has worked in the batch. Holding it, lifting a hold and aborting it are quality's own acts.
    private static IEnumerable<(string Who, string What)> Worked(RecordLine line, Event<Batch> happened)
    {
        if (WorkedNow(line, happened) is { } worked) yield return worked;
        if (happened.Late is not { } late) yield break;
        yield return (late.By, $"worked in the batch on paper pack {late.Pack}");
        yield return (late.Verifier, $"compared what was entered with paper pack {late.Pack}");
    }

    private static (string Who, string What)? WorkedNow(RecordLine line, Event<Batch> happened) => happened switch
    {
        HoldPlaced or HoldReleased or BatchAborted => null,
        EntryVerified verified => (verified.Verifier, $"verified {verified.Entry} in step {verified.Step}"),
        StepSigned signed => (signed.Signer, $"signed step {signed.Step} ({signed.Meaning})"),
        _ when line.By == Performer.System.Id => null,
        ValueRecorded value => (line.By, $"recorded {value.Parameter} in step {value.Step}"),
        StepStarted started => (line.By, $"started step {started.Step}"),
        BatchOrdered => (line.By, "ordered the batch"),
        BatchStarted => (line.By, "started the batch"),
        _ => (line.By, "worked in the batch"),
    };
}
