using System.CommandLine;
using Cellwright.Ledger;
using Cellwright.Server.Demo;
using Cellwright.Server.Recipes;
using Cellwright.Server.Record;

namespace Cellwright.Server.Hosting;

/// <summary>The <c>cellwright</c> command.</summary>
public static class CommandLine
{
    /// <summary>Runs it; errors are one sentence on standard error and a non-zero exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Cellwright: the manufacturing-execution system for cell and gene therapies.")
        {
            DemoCommand.Build(),
            ServeCommand.Build(),
            RecipeCommands.Build(),
        };
        foreach (var command in ExportCommands.Build()) root.Subcommands.Add(command);
        try
        {
            return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception fault) when (fault is RecordUnavailableException or RecordDamagedException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }
}
