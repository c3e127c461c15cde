using System.CommandLine;
using Cellwright.Server.Hosting;

namespace Cellwright.Server.Demo;

/// <summary><c>cellwright demo</c>: a plant, a seeded programme and one batch from order to release.</summary>
internal static class DemoCommand
{
    private static readonly Option<bool> Exit = new("--exit") { Description = "Stop after the export is verified; non-zero when anything failed." };

    private static readonly Option<DirectoryInfo?> Data = new("--data")
    {
        Description = "Directory for the demo's record; it must be empty. Without it a temporary one is made.",
    };

    private static readonly Option<string> Urls = new("--urls") { Description = "Address to listen on.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };

    private static readonly Option<double> Speed = new("--speed")
    {
        Description = "Simulated seconds a second, at most, while everybody waits.",
        DefaultValueFactory = _ => 60_000,
    };

    private static readonly Option<string> RecipeName = new("--recipe")
    {
        Description = "Recipe to run: cart-cd19, aav-triple-transfection or lentiviral-vector; or a file of your own.",
        DefaultValueFactory = _ => "cart-cd19",
    };

    private static readonly Option<int> Seed = new("--seed") { Description = "Seed of the virtual plant: another seed, another patient.", DefaultValueFactory = _ => 1 };

    private static readonly Option<string[]> Faults = new("--fault")
    {
        Description = "Something to go wrong in the plant, e.g. temperature-drift@CP-01:after=3d,size=0.5; may be given several times.",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<bool> Rehearsal = new("--rehearsal") { Description = "Mark the batch as a rehearsal of its recipe: no GMP batch, never releasable." };

    private static readonly Option<FileInfo?> Report = new("--report") { Description = "File that says, in JSON, how far the batch is, for whoever started the demo." };

    public static Command Build()
    {
        var command = new Command("demo", "Runs a whole batch in the virtual plant, from order to release, while you watch.")
        {
            Exit, Data, Urls, Speed, RecipeName, Seed, Faults, Rehearsal, Report,
        };
        Urls.Validators.Add(Addresses.Check);
        command.SetAction(async (parsed, ct) =>
        {
            var speed = parsed.GetValue(Speed);
            if (!(speed >= 1)) throw new InvalidOperationException("Give --speed as a number of 1 or more.");
            var given = parsed.GetValue(Data);
            if (given is { Exists: true } && given.EnumerateFileSystemInfos().Any())
                throw new InvalidOperationException($"{given.FullName} is not empty. The demo starts from nothing: name an empty directory, or none.");
            var recipes = DemoRecipes.Find(parsed.GetValue(RecipeName)!);
            if (await PlantProcess.RefusalOfAsync(parsed.GetValue(Faults)!, ct) is { } refusal) throw new InvalidOperationException(refusal);
            var data = given ?? Directory.CreateTempSubdirectory("cellwright-demo-");
            var demo = new DemoSession(data.FullName, parsed.GetValue(Urls)!, speed, recipes, parsed.GetValue(Seed), parsed.GetValue(Faults)!, parsed.GetValue(Rehearsal), parsed.GetValue(Report)?.FullName);
            return await demo.RunAsync(parsed.GetValue(Exit), ct);
        });
        return command;
    }
}
