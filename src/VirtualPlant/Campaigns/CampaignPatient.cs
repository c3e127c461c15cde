using Cellwright.VirtualPlant.Biology;
using Cellwright.VirtualPlant.Faults;

namespace Cellwright.VirtualPlant.Campaigns;

/// <summary>
/// Ten and a half days of one patient's cells in a cell processor: seed, a feed every day and a half, and a sample twice a day (process-facts A13 to A22; intervals are engineering
/// judgement). What differs between batches is the patient (process-facts E).
/// </summary>
internal sealed class CampaignPatient : LivedBatch
{
    /// <summary>Between two rows.</summary>
    public const int Hours = 12;

    private const string Processor = "CP-01", Counter = "CC-01", Analyser = "MA-01";
    private const string Density = "log10-viable-cell-density"; // cells grow by doubling
    private const double Culture = 36, Cultures = 7;
    private readonly Patient patient;

    private CampaignPatient(int seed, int number, string id, FaultOrder? fault)
        : base(seed, number, id, fault, Processor, Counter, Analyser) => patient = Patient.Of(seed, id);

    /// <summary>Names of the starting material, with their units.</summary>
    public static IReadOnlyList<string> Variables { get; } = ["z_collected_cd3", "z_cd3_percent", "z_viability_percent", "z_cd4_cd8"];

    /// <summary>Columns of the rows, means of what the processor showed and what the instruments gave at the end: device, tag, unit, and what it observes.</summary>
    public static IReadOnlyList<(string Device, string Tag, string Unit, string Class)> Tags { get; } =
    [
        (Processor, "chamber-temperature", "Cel", "equipment"), (Processor, "co2", "%", "equipment"), (Processor, "gas-flow", "L/min", "equipment"), (Processor, "chamber-volume", "mL", "equipment"),
        (Processor, "culture-ph", "[pH]", "biology"), (Counter, Density, "lg(/mL)", "biology"), (Counter, "viability", "%", "biology"), (Analyser, "glucose", "g/L", "biology"), (Analyser, "lactate", "mmol/L", "biology"),
    ];

    /// <inheritdoc />
    public override IReadOnlyList<double> Starting =>
        [Math.Round(patient.Collected / 1e6) * 1e6, Math.Round(patient.IncomingCd3, 1), Math.Round(patient.IncomingViability, 1), Math.Round(patient.Cd4Cd8Ratio, 2)];

    /// <summary>The id of a patient whose cells grow eighty-fold, where the middle one's grow thirty-fold.</summary>
    public static string Strong(int seed) => Enumerable.Range(1, 100_000).Select(number => $"STRONG-{number}").First(id => Patient.Of(seed, id).Fold is > 79 and < 81);

    /// <summary>Lives through a batch.</summary>
    /// <exception cref="FormatException">A fault that its device cannot have.</exception>
    public static CampaignPatient Live(int seed, int number, string id, FaultOrder? fault)
    {
        var lived = new CampaignPatient(seed, number, id, fault);
        lived.Begin();
        lived.Order(Processor, "enrich");
        lived.Order(Processor, "seed");
        for (var culture = 0; culture < Cultures; culture++)
        {
            if (culture > 0) lived.Order(Processor, "feed");
            lived.Order(Processor, "culture");
            for (var hours = Hours; hours <= Culture; hours += Hours) lived.Row((culture * Culture) + hours);
        }

        return lived;
    }

    private void Row(double hours)
    {
        var before = Moment;
        To(hours - 0.05);
        Measure(Counter, Analyser);
        To(hours);
        var interval = Since(before);
        Times.Add(hours);
        Rows.Add([.. Tags.Select(tag => tag.Tag == Density ? Math.Log10(Mean(Counter, "viable-cell-density")) : Mean(tag.Device, tag.Tag))]);

        double Mean(string device, string tag) => interval[(device, tag)].DefaultIfEmpty(double.NaN).Average();
    }
}
