using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.Materials;
using Cellwright.Domain.People;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Domain.Release;
using Cellwright.Domain.Release.Commands;
using AddMaterial = Cellwright.Domain.Execution.Commands.AddMaterial;
using Confirm = Cellwright.Domain.Execution.Commands.Confirm;
using RecordByHand = Cellwright.Domain.Execution.Commands.RecordByHand;
using Signature = Cellwright.Domain.People.Signature;

namespace Cellwright.Tests.Release;

/// <summary>A batch that was really played: every event on every stream came of a command that was decided, or of the reaction to one.</summary>
internal sealed class PlayedBatch
{
    public const string Id = "B-7";
    public static readonly DateTimeOffset Start = Acting.Start;

    private readonly List<RecordLine> lines = [];
    private readonly Dictionary<string, (object State, long Version)> states = new(StringComparer.Ordinal);
    private static readonly IReactions[] Reactions = [new ExecutionReactions(), new DeviationReactions(), new ReleaseReactions()];

    public PlayedBatch()
    {
        Person("olga", Role.Operator);
        Person("viktor", Role.Verifier);
        Person("sofia", Role.Supervisor);
        Person("quirin", Role.QA);
        Person("qamar", Role.QA);
        Person("both", Role.QA, Role.Operator, Role.Verifier);
        Has<Master>("short@1", "emil", new RecipeSubmitted("short", "1", ReleaseRecipe.Text, ReleaseRecipe.Hash),
            new RecipeApproved(new Signature("sofia", "Sofia", "approval", Start, ReleaseRecipe.Hash), null), new RecipeApproved(new Signature("quirin", "Quirin", "approval", Start, ReleaseRecipe.Hash), Start));
        Has<EquipmentItem>("CP-01", "emil", new EquipmentRegistered("CP-01", "cell-processor", "Processor", "CR-2", false),
            new CalibrationRecorded(Start.AddDays(-1), Start.AddDays(90), true, "C-1"), new CleaningRecorded("Wipe", Start.AddDays(30)));
        Has<Lot>("V-1", "olga", new LotReceived("V-1", "vector", "Supplier", "S-1", Start.AddDays(90), 100, "mL"), new LotReleased("Certificate", new Signature("quirin", "Quirin", "approval", Start, "")));
        After(1);
    }

    public DateTimeOffset Now { get; private set; } = Start;

    public BatchRecord Record => new(Id, [.. lines.Where(line => line.Category is not ("review" or "release"))]);

    public Examination Examination => Examination.Of(Record);

    public Batch Batch => State<Batch>(Id);

    public Review Review => State<Review>(Id);

    public Disposition Disposition => State<Disposition>(Id);

    public IReadOnlyList<RecordLine> Lines => lines;

    /// <summary>A batch from order to its end, with these values.</summary>
    public static PlayedBatch Completed(double glucose = 4, double viability = 97, Action<PlayedBatch>? meanwhile = null, bool rehearsal = false)
    {
        var played = new PlayedBatch().Began(glucose, viability, rehearsal);
        meanwhile?.Invoke(played);
        return played.Ended();
    }

    public PlayedBatch Began(double glucose = 4, double viability = 97, bool rehearsal = false)
    {
        Does(new OrderBatch(Id, "short", "1", "PO-1", "COI-1", rehearsal), "sofia").Does(new StartBatch(Id), "sofia").After(1);
        Does(new StartStep(Id, "E1")).Does(new CheckInEquipment(Id, "E1", "processor", "CP-01")).Does(new CompleteStep(Id, "E1")).After(1);
        Does(new StartStep(Id, "M1")).Does(new AddMaterial(Id, "M1", "vector", "V-1", 1, "mL")).Verifies("M1", "vector").Does(new CompleteStep(Id, "M1")).After(1);
        Does(new StartStep(Id, "H1")).Does(new RecordByHand(Id, "H1", "glucose", glucose, "g/L", null)).Does(new RecordByHand(Id, "H1", "viability", viability, "%", null));
        return Verifies("H1", "glucose").Verifies("H1", "viability").SignsStep("H1");
    }

    public PlayedBatch Ended()
    {
        Does(new CompleteStep(Id, "H1")).After(1);
        Does(new StartStep(Id, "K1")).Does(new ComputeValues(Id, "K1")).Does(new CompleteStep(Id, "K1")).After(10);
        return Does(new StartStep(Id, "W1")).Does(new Confirm(Id, "W1", "statement-1")).Does(new CompleteStep(Id, "W1")).After(30);
    }

    /// <summary>The same with every deviation decided, every exception accepted, the tests before release done and reviewed, and the review signed.</summary>
    public PlayedBatch Reviewed(string by = "quirin")
    {
        foreach (var open in Batch.Deviations.Where(notice => !State<Deviation>(notice.Id).IsClosed).ToList()) Decides(open.Id);
        foreach (var exception in Review.Left(Examination).ToList()) Does(new AcceptException(Id, exception.Id, exception.Fingerprint), by);
        return Signs(new SignReview(Id), by, "review", Review.Statement(Examination));
    }

    public PlayedBatch Tested(double endotoxin = 0.1) =>
        Result("endotoxin", value: endotoxin, unit: "[IU]/mL");

    public PlayedBatch Result(string test, double? value = null, string? unit = null, string? words = null) =>
        Does(new RecordTestResult(Id, test, $"{test} report 1", Now, value, unit, words)).Reviews(test);

    public PlayedBatch Reviews(string test, string by = "viktor") => Signs(new ReviewTestResult(Id, test), by, "second review", ResultStatement(test));

    public string ResultStatement(string test) => ReleaseStatements.Result(Id, Batch.Recipe!.Release.First(one => one.Test == test), Disposition.Result(test)!);

    public string ReleaseStatement(string? conditional = null) => ReleaseStatements.Release(Examination, Review, Disposition, conditional);

    public PlayedBatch Decides(string deviation) =>
        Has<Deviation>(deviation, "quirin", new ContinuationDecided("No effect", "quirin", "Quirin", ""), new DeviationClosed("No effect", "quirin", "Quirin", ""));

    public PlayedBatch Corrects(double to, string parameter = "glucose", string unit = "g/L") =>
        Does(new CorrectValue(Id, "H1", parameter, to, unit, "misread")).Verifies("H1", parameter).SignsStep("H1");

    public PlayedBatch Verifies(string step, string entry) => Signs(new VerifyEntry(Id, step, entry), "viktor", "verification", Statements.Entry(Batch, step, entry), "olga");

    public PlayedBatch SignsStep(string step) => Signs(new SignStep(Id, step), "olga", "responsibility", Statements.Step(Batch, step));

    public PlayedBatch After(double minutes)
    {
        Now += TimeSpan.FromMinutes(minutes);
        return this;
    }

    public PlayedBatch Signs<TState>(Command<TState> command, string signer, string meaning, string statement, string? by = null)
        where TState : IStream<TState>
    {
        When(command, by ?? signer, new SignatureGiven(Who(signer), meaning, SignedText.Hash(statement))).Stands();
        return this;
    }

    public PlayedBatch Does<TState>(Command<TState> command, string by = "olga")
        where TState : IStream<TState>
    {
        When(command, by).Stands();
        return this;
    }

    /// <summary>Decides a command on the whole record; what stands is recorded, with everything that follows.</summary>
    public Came<TState> When<TState>(Command<TState> command, string by = "olga", SignatureGiven? signature = null)
        where TState : IStream<TState>
    {
        var who = by == "system" ? Performer.System : Who(by);
        var state = State<TState>(command.StreamId);
        var facts = command.Needs(state, who, Now).Distinct().ToDictionary(need => need, Answer);
        var decision = command.Decide(state, new Act(who, Now, "T-01", Guid.NewGuid(), signature, new Facts(facts)));
        Has(command.StreamId, by, [.. decision.Events]);
        return new(decision);
    }

    /// <summary>An act that was refused, on the record.</summary>
    public PlayedBatch Refused(string command, string rule, string by = "olga")
    {
        Line($"refused/batch/{Id}", by, new RefusedAct(command, "H1", rule, "Not now.", "T-01"));
        return this;
    }

    public PlayedBatch Has<TState>(string id, string by, params Event<TState>[] events)
        where TState : IStream<TState>
    {
        foreach (var happened in events)
        {
            var line = Line($"{TState.Category}/{id}", by, Stored.AndRead(happened));
            var (state, _) = states.GetValueOrDefault(line.Stream, (TState.Empty, 0));
            states[line.Stream] = (((Event<TState>)line.Happened!).After((TState)state, line.When), line.Version);
        }

        foreach (var happened in events)
            foreach (var reaction in Reactions.SelectMany(module => module.React(id, happened)))
                typeof(PlayedBatch).GetMethod(nameof(Follow), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!
                    .MakeGenericMethod(reaction.GetType().GetGenericArguments()[0]).Invoke(this, [reaction]);
        return this;
    }

    public TState State<TState>(string id)
        where TState : IStream<TState> => states.TryGetValue($"{TState.Category}/{id}", out var found) ? (TState)found.State : TState.Empty;

    public Performer Who(string id) => State<Person>(id).ToPerformer();

    private void Follow<TState>(Domain.Basics.Given<TState> reaction)
        where TState : IStream<TState> => When(reaction.Command, "system");

    private RecordLine Line(string stream, string by, object happened)
    {
        var line = new RecordLine(stream, lines.Count(other => other.Stream == stream) + 1, Now, by, happened);
        lines.Add(line);
        return line;
    }

    private void Person(string id, params Role[] roles) =>
        Has<Person>(id, "ada", new PersonRegistered(id, $"Printed {id}", [.. roles]), new TrainingRecorded("short@1", Start.AddYears(1)));

    private object Answer(Need need) => need switch
    {
        RecordOf => Record,
        StateOf<Batch> asked => State<Batch>(asked.Id),
        StateOf<Review> asked => State<Review>(asked.Id),
        StateOf<Master> asked => State<Master>(asked.Id),
        StatesOf<Master> => (IReadOnlyList<Master>)[State<Master>("short@1")],
        StateOf<Person> asked => State<Person>(asked.Id),
        StateOf<Downtime> asked => State<Downtime>(asked.Id),
        StateOf<EquipmentItem> asked => State<EquipmentItem>(asked.Id),
        StateOf<Lot> asked => State<Lot>(asked.Id),
        _ => throw new NotSupportedException($"The test does not know {need}."),
    };
}

/// <summary>What a command came to.</summary>
internal sealed record Came<TState>(Decision<TState> Decision)
    where TState : IStream<TState>
{
    public void Stands() => Assert.Null(Decision.Refusal?.Sentence);

    public void ThenRefused(string rule, string words = "")
    {
        Assert.NotNull(Decision.Refusal);
        Assert.Equal(rule, Decision.Refusal.Rule);
        Assert.Contains(words, Decision.Refusal.Sentence, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith(".", Decision.Refusal.Sentence);
    }

    public void ThenNothing()
    {
        Stands();
        Assert.Empty(Decision.Events);
    }
}
