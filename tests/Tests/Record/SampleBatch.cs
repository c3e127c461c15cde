using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Materials;
using Cellwright.Domain.People;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Server.Record;

namespace Cellwright.Tests.Record;

/// <summary>A short batch in which everything happens that a record must show: entries as the ledger keeps them, readings beside them.</summary>
internal sealed class SampleBatch
{
    public const string Id = "B-0042";
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.FromHours(1));

    private readonly Dictionary<string, long> versions = [];
    private readonly List<Entry> entries = [];

    public IReadOnlyList<Entry> Entries => entries;

    public ExecutedRecord Record => ExecutedRecord.Of(Id, entries);

    /// <summary>Appends an event to a stream.</summary>
    public SampleBatch Add(string stream, string actor, double minutes, object happened)
    {
        var (type, data) = happened is ActRefused
            ? (nameof(ActRefused), JsonSerializer.SerializeToUtf8Bytes(happened, EventCatalogue.Options))
            : (happened.GetType().Name, EventCatalogue.Write(happened));
        var version = versions[stream] = versions.GetValueOrDefault(stream) + 1;
        var command = new Guid(MD5.HashData(Encoding.UTF8.GetBytes($"{stream}/{version}")));
        entries.Add(EntryCodec.Decode(entries.Count, EntryCodec.Encode(stream, version, type, actor, Start.AddMinutes(minutes), command, SHA256.HashData(command.ToByteArray()), data)));
        return this;
    }

    /// <summary>Appends events to the batch.</summary>
    public SampleBatch Batch(string actor, double minutes, params Event<Batch>[] events)
    {
        foreach (var happened in events) Add($"batch/{Id}", actor, minutes, actor == "system" ? happened : happened with { AtTerminal = "T-01" });
        return this;
    }

    /// <summary>A reading every minute: 37 degrees and a swing, with one excursion that tops 38.</summary>
    public static Task<IReadOnlyList<Reading>> Readings(string equipment, string tag, DateTimeOffset from, DateTimeOffset to)
    {
        var readings = new List<Reading>();
        for (var at = Start; at <= to; at = at.AddMinutes(1))
        {
            if (at < from || tag != "chamber-temperature") continue;
            var minute = (at - Start).TotalMinutes;
            readings.Add(new Reading(equipment, tag, Temperature(minute), "Cel", Quality.Good, at, at.AddSeconds(1), minute is > 400 and < 440, $"3:{minute:0}"));
        }

        return Task.FromResult<IReadOnlyList<Reading>>(readings);
    }

    private static double MeanOfTheLastHour => Enumerable.Range(1410, 61).Average(minute => Temperature(minute));

    private static double Temperature(double minute) => 37 + (0.2 * Math.Sin(minute / 17)) + (minute is > 300 and < 330 ? 1.2 : 0);

    /// <summary>The whole batch, completed.</summary>
    public static SampleBatch Complete() => new SampleBatch().Site().Ordered().Prepared().Cultured().Harvested();

    public SampleBatch Site()
    {
        foreach (var (id, name, role) in new[] { ("olga", "Olga Weber", Role.Operator), ("viktor", "Viktor Brandt", Role.Verifier), ("quirin", "Quirin Ahrens", Role.QA), ("sofia", "Sofia Lang", Role.Supervisor), ("emil", "Emil Koch", Role.Engineer) })
            Add($"person/{id}", "system", -2000, new PersonRegistered(id, name, [role]));
        var text = SampleRecipe.Text;
        var hash = RecipeReader.HashOf(text);
        Add("recipe/sample-cart@1.0", "emil", -1900, new RecipeSubmitted("sample-cart", "1.0", text, hash));
        Add("recipe/sample-cart@1.0", "sofia", -1800, new RecipeApproved(new Signature("sofia", "Sofia Lang", "approval", Start.AddMinutes(-1800), hash), null));
        Add("recipe/sample-cart@1.0", "quirin", -1700, new RecipeApproved(new Signature("quirin", "Quirin Ahrens", "approval", Start.AddMinutes(-1700), hash), Start.AddMinutes(-1700)));
        Add("equipment/CP-01", "emil", -1600, new EquipmentRegistered("CP-01", "cell-processor", "Closed processor 1", "CR-2", false));
        Add("equipment/CP-01", "emil", -1500, new CalibrationRecorded(Start.AddDays(-30), Start.AddDays(150), true, "CAL-2025-117"));
        Add("lot/IL2-77", "sofia", -1400, new LotReceived("IL2-77", "il-2", "Example Reagents", "X-9931", Start.AddDays(200), 5000m, "k[IU]"));
        return this;
    }

    public SampleBatch Ordered()
    {
        Batch("sofia", -30, new BatchOrdered(Id, RecipeReader.HashOf(SampleRecipe.Text), SampleRecipe.Text, "ORD-7781", "COI-5F2K-90"));
        Add($"refused/batch/{Id}", "olga", -20, new ActRefused("StartStep", JsonDocument.Parse("{\"BatchId\":\"B-0042\",\"Step\":\"S1\"}").RootElement, "status", "Batch B-0042 has not been started. A supervisor starts it.", "T-01"));
        return Batch("sofia", -10, new BatchStarted());
    }

    public SampleBatch Prepared()
    {
        Batch("olga", 0, new StepStarted("S1"), new Confirmed("S1", "point-1", "No material of another batch is in the room.", true));
        Batch("viktor", 2, new EntryVerified("S1", "point-1", false, "viktor", "Viktor Brandt", Hash("S1/point-1")));
        Batch("olga", 3, new StepCompleted("S1"));
        Batch("olga", 4, new StepStarted("S2"), new EquipmentCheckedIn("S2", "processor", "processor", "CP-01", Start.AddDays(150)), new StepCompleted("S2"));
        Add("equipment/CP-01", "system", 4, new UseStarted(Id));
        Batch("olga", 6, new StepStarted("S3"));
        Batch("olga", 7, new MaterialAdded("S3", "il-2", "il-2", "IL2-77", 600, "k[IU]", true), Value("S3", "il-2-activity", 600, "k[IU]", ValueSource.Hand, 7));
        Add("lot/IL2-77", "system", 7, new LotUsed(Id, "S3", 600m));
        Batch("viktor", 9, new EntryVerified("S3", "il-2", false, "viktor", "Viktor Brandt", Hash("S3/il-2")));
        return Batch("olga", 10, new StepCompleted("S3"));
    }

    public SampleBatch Cultured()
    {
        Batch("olga", 12, new StepStarted("S4"), new SampleTaken("S4", "start", $"{Id}-S1"));
        Batch("olga", 15, Value("S4", "viable-cell-density", 1.5e6, "/mL", ValueSource.Hand, 15, awaits: true));
        Batch("viktor", 16, new EntryVerified("S4", "viable-cell-density", true, "viktor", "Viktor Brandt", Hash("S4/density")));
        Batch("olga", 20, Value("S4", "viable-cell-density", 1.25e6, "/mL", ValueSource.Hand, 15, awaits: true, reason: "Transposed digits; the instrument's print shows 1.25.", supersedes: 1.5e6));
        Batch("viktor", 22, new EntryVerified("S4", "viable-cell-density", true, "viktor", "Viktor Brandt", Hash("S4/density 2")));
        Batch("olga", 23, new StepCompleted("S4"));
        Batch("olga", 25, new StepStarted("S5"));
        Batch("system", 301, new ExcursionBegan("S5", "chamber-temperature", "CP-01", 38.19, "Cel", Assessment.Outside, Start.AddMinutes(301), "3:301"),
            new DeviationAnnounced($"{Id}-D1", "S5", "chamber-temperature", "Chamber temperature was 38.19 °C in step S5; proven acceptable range 36 to 38 °C", true, [new EvidenceReading(Start.AddMinutes(300), 36.98, "3:300"), new EvidenceReading(Start.AddMinutes(301), 38.19, "3:301")]));
        Add($"deviation/{Id}-D1", "system", 301, new DeviationOpened($"{Id}-D1", Id, "S5", "chamber-temperature", "Chamber temperature was 38.19 °C in step S5; proven acceptable range 36 to 38 °C", true, [new EvidenceReading(Start.AddMinutes(300), 36.98, "3:300"), new EvidenceReading(Start.AddMinutes(301), 38.19, "3:301")]));
        Batch("system", 330, new ExcursionEnded("S5", "chamber-temperature", 37.1, "Cel", Start.AddMinutes(330), "3:330"));
        Batch("system", 340, new TagFellSilent("S5", "chamber-temperature", "CP-01", "chamber-temperature", Start.AddMinutes(338), TimeSpan.FromMinutes(2), $"{Id}-D1"));
        Batch("system", 350, new TagReturned("S5", "chamber-temperature", "CP-01", "chamber-temperature", 37.1, "Cel", Start.AddMinutes(349), "3:349"));
        Add($"deviation/{Id}-D1", "quirin", 360, new ContinuationDecided("29 minutes above 38 °C; viability is tested at harvest.", "quirin", "Quirin Ahrens", Hash("D1")));
        Batch("system", 360, new HoldReleased($"{Id}-D1", $"deviation {Id}-D1 decided: 29 minutes above 38 °C; viability is tested at harvest."));
        Batch("olga", 500, new BatchPaused("Fire drill."));
        Batch("sofia", 520, new BatchResumed("Drill over."), new HandedOver("sofia", "olga", "Culture is quiet; count at 17:00."));
        return Batch("olga", 1470, Value("S5", "chamber-temperature", MeanOfTheLastHour, "Cel", ValueSource.Equipment, 1470, equipment: "CP-01", computation: "mean of 61 readings over 1 h", readings: ["3:1410", "3:1470"]), new StepCompleted("S5"));
    }

    public SampleBatch Harvested()
    {
        Batch("olga", 1480, new StepStarted("S6"));
        Batch("olga", 1482, Value("S6", "viability", 91.5, "%", ValueSource.Fallback, 1482, assessment: Assessment.Alert, awaits: true, reason: "Counter is off line; read from its print."));
        Batch("viktor", 1484, new EntryVerified("S6", "viability", true, "viktor", "Viktor Brandt", Hash("S6/viability")));
        Batch("olga", 1486, new StepSigned("S6", "olga", "Olga Weber", "responsibility", Hash("S6")), new StepCompleted("S6"));
        Batch("olga", 1490, new StepStarted("S7"),
            Value("S7", "harvested", 4.2e9, "1", ValueSource.Computed, 1490, computation: "[S4/viable-cell-density] * 3360 with S4/viable-cell-density = 1250000"),
            Value("S7", "expected", 3.75e9, "1", ValueSource.Computed, 1490, computation: "[S4/viable-cell-density] * 3000 with S4/viable-cell-density = 1250000"),
            Value("S7", "percent", 112, "%", ValueSource.Computed, 1490, computation: "[S7/harvested] / [S7/expected] with S7/harvested = 4200000000, S7/expected = 3750000000"));
        Batch("olga", 1492, new StepCompleted("S7"), new FlowDecided("enough", 1, "none of the conditions holds (S7/percent = 112)"));
        Batch("olga", 1494, new StepStarted("S9"), new EquipmentCheckedOut("S9", "processor", "processor", "CP-01"), new StepCompleted("S9"), new BatchCompleted());
        Add("equipment/CP-01", "system", 1494, new UseEnded(Id));
        return this;
    }

    /// <summary>What a signature covered is corrected afterwards.</summary>
    public SampleBatch CorrectedAfterSigning() =>
        Batch("olga", 1600, Value("S6", "viability", 95.1, "%", ValueSource.Hand, 1482, awaits: true, reason: "Print of another sample was read.", supersedes: 91.5));

    public static ValueRecorded Value(
        string step, string parameter, double value, string unit, ValueSource source, double sourceAt, Assessment assessment = Assessment.Normal,
        bool awaits = false, string? reason = null, double? supersedes = null, string? equipment = null, string? computation = null, ImmutableList<string>? readings = null) => new()
    {
        Step = step,
        Parameter = parameter,
        Value = value,
        Unit = unit,
        Source = source,
        SourceAt = Start.AddMinutes(sourceAt),
        Assessment = assessment,
        AwaitsVerification = awaits,
        Reason = reason,
        Supersedes = supersedes,
        Equipment = equipment,
        Computation = computation,
        Readings = readings ?? [],
    };

    public static string Hash(string text) => Statements.Hash(text);
}
