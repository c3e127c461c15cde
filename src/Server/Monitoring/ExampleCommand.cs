using System.CommandLine;
using Cellwright.Server.Demo;

namespace Cellwright.Server.Monitoring;

/// <summary><c>cellwright monitor example aav|lv</c>: a campaign of vector lots from the virtual plant, to try monitoring with.</summary>
internal static class ExampleCommand
{
    /// <summary>The command.</summary>
    public static Command Build()
    {
        var product = new Argument<string>("PRODUCT") { Description = "aav or lv" };
        var outFolder = new Option<DirectoryInfo>("--out") { Description = "A new folder", Required = true };
        var seed = new Option<int>("--seed") { Description = "Same seed, same lots", DefaultValueFactory = _ => 1 };
        var fault = new Option<string[]>("--fault") { Description = "Something to go wrong in a lot to judge, such as temperature-drift@BR-01:after=60h,size=1.5; may be given several times", DefaultValueFactory = _ => [] };
        var command = new Command("example", "Write a campaign of simulated vector lots: 40 to learn from, 25 for limits, 10 to judge") { product, outFolder, seed, fault };
        command.SetAction(async (parsed, ct) =>
        {
            var folder = parsed.GetValue(outFolder)!.FullName;
            string[] arguments = [parsed.GetValue(product)!, "--out", folder, "--seed", FormattableString.Invariant($"{parsed.GetValue(seed)}"), .. parsed.GetValue(fault)!.SelectMany(one => new[] { "--fault", one })];
            if (await PlantProcess.WriteCampaignAsync(arguments, ct) is { } refused)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(refused);
                return 1;
            }

            await parsed.InvocationConfiguration.Output.WriteLineAsync($"75 simulated lots are in {folder}.");
            return 0;
        });
        return command;
    }
}
