using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.Materials;
using Cellwright.Domain.People;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;
using Signature = Cellwright.Domain.People.Signature;

namespace Cellwright.Tests.Execution;

/// <summary>A batch of the test recipe with the people, the equipment, the lots and the readings around it.</summary>
internal sealed class Floor
{
    public const string Id = "B-1";
    public static readonly DateTimeOffset Start = Acting.Start;
    public static readonly Performer Olga = Trained("olga", Role.Operator);
    public static readonly Performer Otto = Trained("otto", Role.Operator);
    public static readonly Performer Viktor = Trained("viktor", Role.Verifier);
    public static readonly Performer Sofia = Trained("sofia", Role.Supervisor);
    public static readonly Performer Quirin = Trained("quirin", Role.QA);

    private readonly Given<Batch> stream = Given.Nothing<Batch>();

    public DateTimeOffset Now { get; private set; } = Start;

    public Batch State => stream.State;

    public Master Master { get; set; } = Approved(Start);

    /// <summary>Other versions of the same recipe.</summary>
    public List<Master> Others { get; } = [];

    /// <summary>When the server was down.</summary>
    public Downtime Down { get; set; } = Downtime.Empty;

    public Dictionary<string, Person> People { get; } = new[] { Olga, Otto, Viktor, Sofia, Quirin }.ToDictionary(who => who.Id, Registered);

    public Dictionary<string, EquipmentItem> Items { get; } = new() { ["CP-01"] = Item("CP-01", "cell-processor"), ["CC-01"] = Item("CC-01", "cell-counter") };

    public Dictionary<string, Lot> Lots { get; } = new() { ["V-1"] = Released("V-1", "vector"), ["M-1"] = Released("M-1", "medium") };

    /// <summary>Deviations that the batch announced, as they stand.</summary>
    public Dictionary<string, Deviation> Deviations { get; } = [];

    /// <summary>Readings by tag.</summary>
    public List<Reading> Readings { get; } = [];

    /// <summary>A batch that runs, with these steps active since <see cref="Start"/> and the equipment checked in.</summary>
    public static Floor In(params string[] steps) => Running(Ordered(), steps);

    /// <summary>The same of a batch that was ordered otherwise.</summary>
    public static Floor Running(Floor ordered, params string[] steps)
    {
        var floor = ordered.Has(new BatchStarted());
        floor.Has(new StepStarted("E1"), new EquipmentCheckedIn("E1", "processor", "processor", "CP-01", null), new EquipmentCheckedIn("E1", "counter", "counter", "CC-01", null), new StepCompleted("E1"));
        return floor.Has([.. steps.Select(step => new StepStarted(step))]);
    }

    public static Floor Ordered(string? text = null) => new Floor().Has(new BatchOrdered(Id, text is null ? TestRecipe.Hash : Master.HashOf(text), text ?? TestRecipe.Text, "PO-7", "COI-9"));

    public Floor Has(params Event<Batch>[] events)
    {
        stream.And("olga", Now, events);
        return this;
    }

    public Floor After(double minutes)
    {
        Now += TimeSpan.FromMinutes(minutes);
        return this;
    }

    public Floor At(DateTimeOffset at)
    {
        Now = at;
        return this;
    }

    /// <summary>A reading, so many minutes after <see cref="Start"/>.</summary>
    public Floor Reads(string tag, double minute, double value, string unit = "Cel", Quality quality = Quality.Good, bool historical = false, string equipment = "CP-01")
    {
        var at = Start.AddMinutes(minute);
        Readings.Add(new Reading(equipment, tag, value, unit, quality, at, at, historical, $"{equipment}/{tag}@{minute}"));
        return this;
    }

    /// <summary>A result of the counter, of which it says for whom it is.</summary>
    public Floor Measures(double minute, double value, string batch, string step)
    {
        Reads("viable-cell-density", minute, value, "/mL", equipment: "CC-01");
        Readings[^1] = Readings[^1] with { For = new MeasuredFor(batch, step) };
        return this;
    }

    /// <summary>The same value each minute in a closed interval.</summary>
    public Floor ReadsEachMinute(string tag, int from, int to, double value, string unit = "Cel")
    {
        for (var minute = from; minute <= to; minute++) Reads(tag, minute, value, unit);
        return this;
    }

    public Outcome<Batch> When(Command<Batch> command, Performer? by = null, SignatureGiven? signature = null)
    {
        by ??= Olga;
        var facts = command.Needs(State, by, Now).Distinct().ToDictionary(need => need, Answer);
        return stream.When(command, Acting.By(by, Now, signature, new Facts(facts)));
    }

    /// <summary>The command stands.</summary>
    public Floor Does(Command<Batch> command, Performer? by = null, SignatureGiven? signature = null)
    {
        When(command, by, signature).Stands();
        return this;
    }

    public Floor Verifies(string step, string entry, Performer? by = null) =>
        Does(new VerifyEntry(Id, step, entry), Olga, VerificationOf(step, entry, by ?? Viktor));

    public SignatureGiven VerificationOf(string step, string entry, Performer by) =>
        new(by, "verification", Statements.Hash(Statements.Entry(State, step, entry)));

    public SignatureGiven StepSignature(string step, Performer by, string meaning = "responsibility") =>
        new(by, meaning, Statements.Hash(Statements.Step(State, step)));

    public static Performer Trained(string id, params Role[] roles) =>
        Acting.Person(id, roles) with { TrainedUntil = ImmutableDictionary<string, DateTimeOffset>.Empty.Add("test@1", Start.AddYears(1)) };

    /// <summary>The same as a person of the site, since a day before <see cref="Start"/>.</summary>
    public static Person Registered(Performer who) => Given.Nothing<Person>()
        .And("ada", Start.AddDays(-1), [new PersonRegistered(who.Id, who.Name, who.Roles), .. who.TrainedUntil.Select(training => new TrainingRecorded(training.Key, training.Value))]).State;

    public static EquipmentItem Item(string id, string type) => new()
    {
        Id = id,
        Class = type,
        Name = id,
        Room = "CR-2",
        Registered = true,
        CalibrationDue = Start.AddDays(30),
        Cleanliness = Cleanliness.Clean,
        CleanUntil = Start.AddDays(30),
        Users = [Id],
    };

    public static Lot Released(string id, string material) =>
        new() { Id = id, Material = material, Expiry = Start.AddDays(30), Received = 100, Unit = "mL", Status = LotStatus.Released };

    public static Master Approved(DateTimeOffset from) => new()
    {
        Id = "test",
        Version = "1",
        Text = TestRecipe.Text,
        Hash = TestRecipe.Hash,
        Signatures = [new Signature("sofia", "Sofia", "approval", from, TestRecipe.Hash), new Signature("quirin", "Quirin", "approval", from, TestRecipe.Hash)],
        EffectiveFrom = from,
    };

    private object Answer(Need need) => need switch
    {
        StatesOf<Master> => (IReadOnlyList<Master>)[Master, .. Others],
        StateOf<EquipmentItem> asked => Items.GetValueOrDefault(asked.Id, EquipmentItem.Empty),
        StateOf<Lot> asked => Lots.GetValueOrDefault(asked.Id, Lot.Empty),
        StateOf<Person> asked => People.GetValueOrDefault(asked.Id, Person.Empty),
        StateOf<Downtime> => Down,
        StateOf<Deviation> asked => Deviations.GetValueOrDefault(asked.Id, Deviation.Empty),
        ReadingsOf asked => History(asked),
        _ => throw new NotSupportedException($"The test does not know {need}."),
    };

    private TagHistory History(ReadingsOf asked) => new(
        [.. Readings.Where(reading => reading.Equipment == asked.Equipment && reading.Tag == asked.Tag && reading.At >= asked.From && reading.At <= asked.To).OrderBy(reading => reading.At)],
        StaleAfter, OnEvent: asked.Tag == "viable-cell-density");

    /// <summary>A value older than this is stale.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(2);
}
