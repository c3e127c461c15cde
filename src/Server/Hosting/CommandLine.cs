using System.CommandLine;
using System.Net.Sockets;
using System.Security.Cryptography;
using Cellwright.Ledger;
using Cellwright.Server.Demo;
using Cellwright.Server.Monitoring;
using Cellwright.Server.Recipes;
using Cellwright.Server.Record;
using Cellwright.Server.Record.Paper;
using Microsoft.AspNetCore.Connections;

namespace Cellwright.Server.Hosting;

/// <summary>The <c>cellwright</c> command.</summary>
public static class CommandLine
{
    /// <summary>Runs it; errors are one sentence on standard error and a non-zero exit code.</summary>
    /// <param name="args">Command, arguments and options.</param>
    /// <param name="output">In the place of standard output.</param>
    /// <param name="error">In the place of standard error.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter? output = null, TextWriter? error = null)
    {
        var root = new RootCommand("Cellwright: the manufacturing-execution system for cell and gene therapies.")
        {
            DemoCommand.Build(),
            ServeCommand.Build(),
            RecipeCommands.Build(),
            PackCommand.Build(),
            MonitorCommands.Build(),
        };
        foreach (var command in ExportCommands.Build()) root.Subcommands.Add(command);
        try
        {
            return await root.Parse(args).InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false, Output = output ?? Console.Out, Error = error ?? Console.Error,
            });
        }
        catch (Exception fault) when (Sentence(fault) is { } sentence)
        {
            await (error ?? Console.Error).WriteLineAsync(sentence);
            return 1;
        }
    }

    private static string? Sentence(Exception fault) => fault switch
    {
        IOException { InnerException: AddressInUseException } => $"{fault.Message.TrimEnd('.')}. Stop the program that listens there, or choose another address with --urls.",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable } => "This machine does not have the address to listen on. Choose another with --urls.",
        DirectoryNotFoundException or FileNotFoundException or UnauthorizedAccessException => $"{fault.Message.TrimEnd('.')}. Check the path, and that you may read and write there.",
        RecordDamagedException => $"{fault.Message} Tell the administrator: the page Ledger says what to do.",
        RecordUnavailableException or IOException or InvalidOperationException
            or ArgumentException or FormatException or SocketException or CryptographicException => fault.Message,
        _ => null,
    };
}
