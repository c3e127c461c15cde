using System.CommandLine;
using Cellwright.Server.Demo;

namespace Cellwright.Server.Monitoring;

/// <summary><c>cellwright monitor example cart|aav|lv</c>: a campaign of the virtual plant, to try monitoring with.</summary>
internal static class ExampleCommand
{
    /// <summary>The command.</summary>
    public static Command Build()
    {
        var product = new Argument<string>("PRODUCT") { Description = "cart, aav or lv" };
        var outFolder = new Option<DirectoryInfo>("--out") { Description = "A new folder", Required = true };
        var seed = new Option<int>("--seed") { Description = "Same seed, same lots", DefaultValueFactory = _ => 1 };
        var fault = new Option<string[]>("--fault") { Description = "Something to go wrong in a batch to judge, such as probe-bias@CP-01/chamber-temperature:after=81h,size=0.5; may be given several times", DefaultValueFactory = _ => [] };
        var command = new Command("example", "Write a campaign of simulated batches: 40 to learn from, 25 for limits, 10 to judge") { product, outFolder, seed, fault };
        command.SetAction(async (parsed, ct) =>
        {
            var folder = parsed.GetValue(outFolder)!.FullName;
            string[] arguments = [parsed.GetValue(product)!, "--out", folder, "--seed", FormattableString.Invariant($"{parsed.GetValue(seed)}"), .. parsed.GetValue(fault)!.SelectMany(one => new[] { "--fault", one })];
            if (await PlantProcess.WriteCampaignAsync(arguments, ct) is { } refused)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(refused);
                return 1;
            }

            await parsed.InvocationConfiguration.Output.WriteLineAsync($"75 simulated batches are in {folder}.");
            return 0;
        });
        return command;
    }
}
