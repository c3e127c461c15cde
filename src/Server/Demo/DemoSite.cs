using Cellwright.Domain.Equipment;
using Cellwright.Domain.Materials;
using Cellwright.Domain.People;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Server.Hosting;

namespace Cellwright.Server.Demo;

/// <summary>Equips a new site as its people would: registers and calibrates, receives and releases, submits, approves and trains.</summary>
internal static class DemoSite
{
    /// <summary>What stands in the virtual plant, and of which class each item is.</summary>
    public static readonly (string Id, string Class)[] Equipment =
    [
        ("CP-01", "cell-processor"), ("CP-02", "cell-processor"), ("BR-01", "bioreactor"), ("BR-02", "bioreactor"), ("IN-01", "incubator"),
        ("CC-01", "cell-counter"), ("FC-01", "flow-cytometer"), ("MA-01", "metabolite-analyser"), ("PC-01", "pcr"),
        ("CF-01", "controlled-rate-freezer"), ("BA-01", "balance"), ("CR-01", "chromatography"), ("TF-01", "tangential-flow"),
        ("FI-01", "filter-tester"), ("EM-01", "cleanroom-monitor"), ("CS-01", "cold-store"), ("FZ-80", "freezer"), ("LN-01", "ln2-store"),
        ("SH-01", "refrigerated-shipper"), ("WB-01", "thaw-device"),
    ];

    /// <summary>Registers, calibrates and cleans every item of the virtual plant.</summary>
    public static async Task EquipAsync(DemoTeam team, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var (id, itemClass) in Equipment)
        {
            var shared = EquipmentClasses.Find(itemClass)?.Shared ?? false;
            await team.Engineer.MustAsync(new RegisterEquipment(id, itemClass, $"{id} (virtual)", "C-101", shared), ct);
            await team.Engineer.MustAsync(new RecordCalibration(id, now.AddDays(-30), now.AddDays(335), true, $"virtual plant, calibration record of {id}"), ct);
            await team.Engineer.MustAsync(new RecordCleaning(id, "virtual plant, standard cleaning", now.AddDays(60)), ct);
        }
    }

    /// <summary>Submits a recipe, has it approved by two people, and trains who works by it.</summary>
    public static async Task<Recipe> AdoptAsync(DemoTeam team, string text, DateTimeOffset now, CancellationToken ct)
    {
        var recipe = RecipeReader.Read(text);
        await team.Engineer.MustAsync(new SubmitRecipe(recipe.Id, recipe.Version, text), ct);
        foreach (var signer in new[] { team.Supervisor, team.Quality })
            await signer.MustAsync(
                new ApproveRecipe(recipe.Id, recipe.Version), ct, await signer.SignAsync(signer, "approval", recipe.Hash, ct));
        // Nobody records their own training: the supervisor trains the floor, quality the supervisor.
        foreach (var (trainer, trained) in new[] { (team.Supervisor, team.Operator), (team.Supervisor, team.Verifier), (team.Quality, team.Supervisor), (team.Supervisor, team.Quality) })
            await trainer.MustAsync(new RecordTraining(trained.UserName, recipe.Name, now.AddYears(1)), ct);
        return recipe;
    }

    /// <summary>Receives and releases a lot of every material of a recipe.</summary>
    public static async Task SupplyAsync(DemoTeam team, Recipe recipe, DateTimeOffset now, CancellationToken ct)
    {
        var asked = recipe.Phases.SelectMany(phase => phase.Demands).OfType<MaterialDemand>().GroupBy(demand => demand.Material.Name);
        foreach (var material in asked)
            foreach (var unit in material.Select(demand => demand.Amount.Unit).Distinct())
            {
                var lot = LotOf(recipe, material.Key, unit);
                await team.Supervisor.MustAsync(
                    new ReceiveLot(lot, material.Key, "virtual supplier", $"{lot}-S", now.AddDays(180), Enough(material.Where(demand => demand.Amount.Unit == unit)), unit), ct);
                var evidence = "virtual plant: certificate and identity test";
                var statement = await team.Quality.GetAsync<Statement>($"/api/lots/{Uri.EscapeDataString(lot)}/release-statement?evidence={Uri.EscapeDataString(evidence)}", ct);
                await team.Quality.MustAsync(
                    new ReleaseLot(lot, evidence), ct, await team.Quality.SignAsync(team.Quality, "approval", statement.Shown, ct));
            }
    }

    // For a thousand batches that take the most the recipe allows, as a round number.
    private static decimal Enough(IEnumerable<MaterialDemand> demands)
    {
        var most = 1000 * demands.Sum(demand => demand.Amount.Proven.High ?? demand.Amount.Target ?? 1);
        return (decimal)Math.Pow(10, Math.Ceiling(Math.Log10(most)));
    }

    /// <summary>The lot that the demo keeps of a material.</summary>
    public static string LotOf(Recipe recipe, string material, string unit)
    {
        var units = recipe.Phases.SelectMany(phase => phase.Demands).OfType<MaterialDemand>()
            .Where(demand => demand.Material.Name == material).Select(demand => demand.Amount.Unit).Distinct().ToList();
        return $"{recipe.Id}-{material}-{units.IndexOf(unit) + 1}";
    }
}
