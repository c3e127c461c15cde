using System.CommandLine;
using System.Text;
using Cellwright.Ledger;

namespace Cellwright.Server.Record.Paper;

/// <summary><c>cellwright pack</c>: the paper pack of a batch from the record alone, also while the server is down.</summary>
public static class PackCommand
{
    /// <summary>The command.</summary>
    public static Command Build()
    {
        var batch = new Argument<string>("BATCH") { Description = "Batch number." };
        var outFile = new Option<FileInfo?>("--out") { Description = "File to write, .html or .pdf; without it, the pack's number with .html." };
        var data = new Option<DirectoryInfo>("--data") { Description = "Data directory of the server.", DefaultValueFactory = _ => new DirectoryInfo("data") };
        var postgres = new Option<string?>("--postgres") { Description = "Connection to PostgreSQL, where the record is kept there." };
        var command = new Command("pack", "Write the paper on which work goes on while the server is down: everything that is still to be done in a batch.") { batch, outFile, data, postgres };
        command.SetAction((parsed, ct) => WriteAsync(parsed.GetValue(batch)!, parsed.GetValue(outFile), parsed.GetValue(data)!, parsed.GetValue(postgres), parsed.InvocationConfiguration, ct));
        return command;
    }

    private static async Task<int> WriteAsync(string batch, FileInfo? outFile, DirectoryInfo data, string? postgres, InvocationConfiguration console, CancellationToken ct)
    {
        var file = Path.Combine(data.FullName, "record.db");
        if (postgres is null && !File.Exists(file)) throw new InvalidOperationException($"There is no record in {data.FullName}. Name the server's data directory with --data.");
        await using IRecord record = postgres is null ? SqliteRecord.Open(file) : await PostgresRecord.OpenAsync(postgres);
        if (await new PackReader(record, TimeProvider.System).NowAsync(batch, ct) is not { } facts)
            throw new InvalidOperationException($"There is no batch {batch} in this record that is being made. Check the batch number.");
        var to = outFile?.FullName ?? Path.GetFullPath($"{facts.Number}.html");
        var html = PackPaper.Write(facts);
        if (Path.GetExtension(to).Equals(".pdf", StringComparison.OrdinalIgnoreCase))
        {
            var (pdf, reason) = await PdfPrinter.PrintAsync(html, ct);
            if (pdf is null) throw new InvalidOperationException($"There is no PDF: {reason}. Name a file that ends with .html, and print it from a browser.");
            await File.WriteAllBytesAsync(to, pdf, ct);
        }
        else
        {
            await File.WriteAllTextAsync(to, html, Encoding.UTF8, ct);
        }

        await console.Output.WriteLineAsync($"{to}: paper pack {facts.Number}, as of {Wording.Plain(facts.RecordedAt)}.");
        return 0;
    }
}
