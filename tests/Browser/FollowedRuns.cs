using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Monitoring;
using Cellwright.Domain.People;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Server.Monitoring;
using Cellwright.Server.Readings;

namespace Cellwright.Browser;

/// <summary>Twenty cultures stand behind a model in force; of two that run now, the temperature probe of one reads half a degree too high since the middle of its culture.</summary>
internal static class FollowedRuns
{
    /// <summary>The batch whose probe is off.</summary>
    public const string Drifting = "RUN-91";

    /// <summary>The batch that runs beside it as it should.</summary>
    public const string Usual = "RUN-92";

    private const int Behind = 20, Seed = 20261123;
    private static readonly TimeSpan Culture = TimeSpan.FromHours(6);

    /// <summary>Makes them, through the record and the readings; the site's clock leaps over the cultures.</summary>
    public static async Task PrepareAsync(SiteUnderTest site)
    {
        using var stream = new StreamReader(typeof(FollowedRuns).Assembly.GetManifestResourceStream("followed.yaml")!);
        var text = await stream.ReadToEndAsync();
        var recipe = RecipeReader.Read(text);
        await site.As("dan", new SubmitRecipe(recipe.Id, recipe.Version, text));
        await site.As("cora", new ApproveRecipe(recipe.Id, recipe.Version), "approval", recipe.Hash);
        await site.As("eve", new ApproveRecipe(recipe.Id, recipe.Version), "approval", recipe.Hash);
        await site.As("cora", new RecordTraining("ada", recipe.Name, site.Desk.Now.AddYears(1)));
        var behind = Enumerable.Range(1, Behind).Select(number => $"RUN-{number:00}").ToList();
        await CultureAsync(site, recipe, behind);
        foreach (var batch in behind)
        {
            foreach (var parameter in new[] { "chamber", "co2", "ph" }) await site.As("ada", new RecordFromEquipment(batch, "C1", parameter));
            await site.As("ada", new CompleteStep(batch, "C1"));
            await site.As("ada", new StartStep(batch, "S3"));
            await site.As("ada", new CheckOutEquipment(batch, "S3", "processor"));
            await site.As("ada", new CompleteStep(batch, "S3"));
        }

        await FitAsync(site, "1", null);
        await site.As("eve", new ApproveModel("culture-run", "1"), "approval", SignedText.Hash(ModelStatements.Approval(await site.Desk.StateAsync<MonitoringModel>("culture-run@1"))));
        await FitAsync(site, "2", 0.1);
        await site.As("dan", new RunInShadow("culture-run", "2"));
        await CultureAsync(site, recipe, [Drifting, Usual]);
        await SiteUnderTest.Until(async () => (await site.Desk.StateAsync<Domain.Deviations.Deviation>($"{Drifting}-D1")).Status == Domain.Deviations.DeviationStatus.Open, "the drift has opened a deviation");
    }

    private static async Task FitAsync(SiteUnderTest site, string version, double? alpha) =>
        await site.As("dan", await site.Get<MonitoringBook>().FitAsync(new FitModel(Guid.CreateVersion7(), "culture-run", version, "followed", ["1"], Alpha: alpha)));

    private static async Task CultureAsync(SiteUnderTest site, Recipe recipe, IReadOnlyList<string> batches)
    {
        var readings = new List<Reading>();
        foreach (var batch in batches)
        {
            var (random, item) = (new Random(Seed ^ (7919 * int.Parse(batch[^2..], System.Globalization.CultureInfo.InvariantCulture))), $"BX-{batch[^2..]}");
            await site.As("dan", new RegisterEquipment(item, "cell-processor", $"Processor {item}", "C-102", false));
            await site.As("dan", new RecordCalibration(item, site.Desk.Now.AddDays(-30), site.Desk.Now.AddDays(300), true, "calibration record"));
            await site.As("dan", new RecordCleaning(item, "standard cleaning", site.Desk.Now.AddDays(7)));
            await site.As("cora", new OrderBatch(batch, recipe.Id, recipe.Version, $"ORD-{batch}", $"COI-{batch}-7Q4"));
            await site.As("cora", new StartBatch(batch));
            var cd3 = Math.Round(55 + 12 * Normal(random), 1);
            await site.As("ada", new StartStep(batch, "S1"));
            await site.As("ada", new RecordByHand(batch, "S1", "cd3", cd3, "%", null));
            await site.As("ada", new RecordByHand(batch, "S1", "viability", Math.Round(95 + 1.5 * Normal(random), 1), "%", null));
            await site.As("ada", new CompleteStep(batch, "S1"));
            await site.As("ada", new StartStep(batch, "S2"));
            await site.As("ada", new CheckInEquipment(batch, "S2", "processor", item));
            await site.As("ada", new CompleteStep(batch, "S2"));
            await site.As("ada", new StartStep(batch, "C1"));
            readings.AddRange(Read(random, item, cd3, site.Desk.Now, batch == Drifting ? 0.5 : 0));
        }

        await site.Get<ReadingStore>().AppendAsync(readings);
        site.Leap(Culture);
        await site.Get<MonitoringWatch>().CheckAsync(CancellationToken.None);
    }

    // One reading a minute: a chamber that is regulated, and a medium that the more T cells turn sour the faster.
    private static IEnumerable<Reading> Read(Random random, string item, double cd3, DateTimeOffset from, double bias)
    {
        var growth = 1 + 0.01 * (cd3 - 55) + 0.05 * Normal(random);
        var (warm, gas) = (0.03 * Normal(random), 0.03 * Normal(random));
        for (var minute = 1; minute <= Culture.TotalMinutes; minute++)
        {
            var at = from.AddMinutes(minute).AddSeconds(-1);
            yield return Of("chamber-temperature", Math.Round(37 + warm + (minute > Culture.TotalMinutes / 2 ? bias : 0) + 0.05 * Normal(random), 2), "Cel", at);
            yield return Of("co2", Math.Round(5 + gas + 0.06 * Normal(random), 2), "%", at);
            yield return Of("culture-ph", Math.Round(7.3 - 0.0004 * minute * growth + 0.01 * Normal(random), 3), "[pH]", at);
        }

        Reading Of(string tag, double value, string unit, DateTimeOffset at) => new(item, tag, value, unit, Quality.Good, at, at, false, "");
    }

    // Box and Muller (1958).
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
