using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Monitoring;
using Cellwright.Domain.People;
using Cellwright.Server.Monitoring;
using Cellwright.Server.Readings;

namespace Cellwright.Browser;

/// <summary>A clean room whose monitor says every minute how it is, in a room of its own.</summary>
internal static class FollowedRoom
{
    /// <summary>The monitor.</summary>
    public const string Item = "EM-90";

    private const int Seed = 20261123;
    private const double Keeps = 0.8; // of what a minute left, the next has so much

    private static readonly (string Tag, string Unit, double Level, double Spread)[] Tags =
    [
        ("particles-0.5um", "/m3", 900, 60), ("particles-5um", "/m3", 4, 0.6), ("differential-pressure", "Pa", 12.5, 0.2), ("room-temperature", "Cel", 20, 0.05), ("relative-humidity", "%", 45, 0.4),
    ];

    /// <summary>Registers it.</summary>
    public static Task RegisterAsync(SiteUnderTest site) => site.As("dan", new RegisterEquipment(Item, "cleanroom-monitor", "Clean room C-202", "C-202", true));

    /// <summary>It says all that it will say from a time to another; from some moment on two pascals are missing.</summary>
    public static async Task ReportAsync(SiteUnderTest site, DateTimeOffset from, DateTimeOffset to, DateTimeOffset? givesWay = null)
    {
        var (random, off) = (new Random(Seed ^ from.Minute), new double[Tags.Length]);
        var readings = new List<Reading>();
        for (var at = from; at < to; at = at.AddMinutes(1))
        {
            for (var tag = 0; tag < Tags.Length; tag++)
            {
                var (name, unit, level, spread) = Tags[tag];
                off[tag] = Keeps * off[tag] + Math.Sqrt(1 - Keeps * Keeps) * spread * Normal(random);
                readings.Add(new(Item, name, Math.Round(level + off[tag] + (name == "differential-pressure" && at >= givesWay ? -2 : 0), 3), unit, Quality.Good, at, at, false, ""));
            }
        }

        await site.Get<ReadingStore>().AppendAsync(readings);
    }

    /// <summary>A day stands behind a model in force and one in shadow; when the clock has leapt by twelve hours, the room has alarmed for some minutes.</summary>
    public static async Task PrepareAsync(SiteUnderTest site)
    {
        var now = site.Desk.Now;
        await RegisterAsync(site);
        await ReportAsync(site, now.AddDays(-1), now.AddHours(12).AddMinutes(10), now.AddHours(12).AddMinutes(-20));
        foreach (var (version, alpha) in new (string, double?)[] { ("1", null), ("2", 0.01) })
            await site.As("dan", await site.Get<MonitoringBook>().FitAsync(new FitModel(Guid.CreateVersion7(), "room-c202", version, Alpha: alpha, Equipment: Item, From: now.AddDays(-1), To: now)));
        await site.As("eve", new ApproveModel("room-c202", "1"), "approval", SignedText.Hash(ModelStatements.Approval(await site.Desk.StateAsync<MonitoringModel>("room-c202@1"))));
        await site.As("dan", new RunInShadow("room-c202", "2"));
    }

    // Box and Muller (1958).
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
