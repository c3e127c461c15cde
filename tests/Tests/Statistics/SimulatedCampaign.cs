using Cellwright.Statistics.Monitoring;

namespace Cellwright.Tests.Statistics;

/// <summary>
/// Batches whose truth is known: three tags of cells that grow with their own patient and starting material, a jacket and a pump that do not know the patient, and a room.
/// Everything follows from the seed.
/// </summary>
internal static class SimulatedCampaign
{
    public const int Stations = 24;
    public static readonly Tag[] Tags =
    [
        new("cells", ObservationClass.Biology, "10*6/mL"), new("glucose", ObservationClass.Biology, "mmol/L"), new("lactate", ObservationClass.Biology, "mmol/L"),
        new("jacket", ObservationClass.Equipment, "Cel"), new("pump", ObservationClass.Equipment, "mL/h"), new("room", ObservationClass.Environment, "Cel"),
    ];

    /// <summary>So many normal batches in each role.</summary>
    public static Campaign Of(int seed, int train, int calibrate = 0, int test = 0)
    {
        var random = new Random(seed);
        var roles = Enumerable.Repeat(RunRole.Train, train).Concat(Enumerable.Repeat(RunRole.Calibrate, calibrate)).Concat(Enumerable.Repeat(RunRole.Test, test));
        return new Campaign(false, Tags, ["z_viability", "z_cd4"], [.. roles.Select((role, i) => Batch(random, $"S-{i + 1:0000}", role))]);
    }

    /// <summary>One batch; a patient effect of 1 is a usual patient, and a shift begins at a station in one tag, in standard deviations of its noise.</summary>
    public static Run Batch(Random random, string id, RunRole role = RunRole.Test, double? growth = null, (int Station, int Tag, double Size)? shift = null)
    {
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double[] material = [Normal(), Normal()];
        var patient = growth ?? ((0.8 * Normal()) + (0.6 * material[0]));
        var appetite = Normal();
        var carried = new double[Tags.Length];
        var rows = new List<double[]>();
        for (var k = 0; k < Stations; k++)
        {
            var age = (k + 1.0) / Stations;
            double[] row = [5 + (20 * age) + (4 * patient * age), 20 - (12 * age) - (2 * patient * age) - (1.5 * appetite * age * age), 2 + (9 * age) + (1.2 * patient * age) + (2 * appetite * age * age), 37, 10 + (5 * age), 21];
            for (var j = 0; j < row.Length; j++)
            {
                carried[j] = (0.4 * carried[j]) + Normal();
                row[j] += Noise[j] * (carried[j] + (shift is { } moved && moved.Tag == j && k >= moved.Station ? moved.Size : 0));
            }

            rows.Add(row);
        }

        return new Run(id, role, shift is null ? "" : "shift", shift?.Station, material, [.. Enumerable.Range(1, Stations).Select(k => (double)k)], rows);
    }

    private static readonly double[] Noise = [0.5, 0.4, 0.3, 0.1, 0.2, 0.3];
}
