using System.CommandLine;
using System.Text;
using Cellwright.Ledger;
using Cellwright.Server.Readings;

namespace Cellwright.Server.Record;

/// <summary><c>cellwright export</c> and <c>cellwright verify</c>.</summary>
public static class ExportCommands
{
    /// <summary>Both commands.</summary>
    public static IEnumerable<Command> Build() => [Export(), Verify()];

    private static Command Export()
    {
        var batch = new Argument<string>("BATCH") { Description = "Batch number." };
        var outFile = new Option<FileInfo>("--out") { Description = "File to write, e.g. B-0001.cellwright.", Required = true };
        var data = new Option<DirectoryInfo>("--data") { Description = "Data directory of the server.", DefaultValueFactory = _ => new DirectoryInfo("data") };
        var postgres = new Option<string?>("--postgres") { Description = "Connection to PostgreSQL, where the record is kept there." };
        var command = new Command("export", "Write a batch's record as one file that verify reads; the server may go on running.") { batch, outFile, data, postgres };
        command.SetAction(async (parsed, ct) =>
        {
            try
            {
                return await ExportAsync(parsed.GetValue(batch)!, parsed.GetValue(outFile)!, parsed.GetValue(data)!, parsed.GetValue(postgres), parsed.InvocationConfiguration, ct);
            }
            catch (Exception fault) when (fault is RecordDamagedException or FormatException)
            {
                return await RefuseAsync(parsed.InvocationConfiguration, $"{fault.Message} Tell the administrator: the page Ledger says what to do.");
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                return await RefuseAsync(parsed.InvocationConfiguration, $"The export cannot be written: {fault.Message.TrimEnd('.')}. Name a file with --out in a directory where you may write.");
            }
        });
        return command;
    }

    private static Command Verify()
    {
        var path = new Argument<string>("PATH") { Description = "The export." };
        var key = new Option<string?>("--key") { Description = "The site's public key (PEM), got by another way than the export; without it only consistency is proven, not where the export comes from." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("verify", "Check an export with nothing but the file and a public key: 0 intact, 2 damaged (the first bad entry is named), 1 could not be read.") { path, key, json };
        command.SetAction(parsed => VerifyCommand.Run(parsed.GetValue(path)!, parsed.GetValue(key), parsed.GetValue(json), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
        return command;
    }

    private static async Task<int> ExportAsync(string batch, FileInfo outFile, DirectoryInfo data, string? postgres, InvocationConfiguration console, CancellationToken ct)
    {
        if (outFile.Directory is not { Exists: true }) return await RefuseAsync(console, $"There is no directory {outFile.DirectoryName} to write the export into. Make it, or name another file with --out.");
        if (Directory.Exists(outFile.FullName)) return await RefuseAsync(console, $"{outFile.FullName} is a directory. Name a file in it with --out, such as {batch}.cellwright.");
        var (file, keys) = (Path.Combine(data.FullName, "record.db"), Path.Combine(data.FullName, "key"));
        if (postgres is null && !File.Exists(file)) return await RefuseAsync(console, $"There is no record in {data.FullName}. Name the server's data directory with --data.");
        if (!File.Exists(Path.Combine(keys, "site-key.pem"))) return await RefuseAsync(console, $"There is no site key in {keys}, and an export must be signed with it. Name the server's data directory with --data.");
        await using IRecord record = postgres is null ? SqliteRecord.Open(file) : await PostgresRecord.OpenAsync(postgres);
        if (await record.LatestCheckpointAsync(ct) is not { } stored) return await RefuseAsync(console, "Nothing in this record is signed yet. Start the server once, then export again.");

        var origin = Checkpoint.Parse(SignedNote.Parse(Encoding.UTF8.GetBytes(stored.Text)).Text).Origin;
        using var key = SiteKey.OpenOrCreate(keys, origin["cellwright/".Length..]);
        // A server that runs does this itself, and then there is nothing to do; after a server that was killed the last entries still wait for it.
        await new Integrator(record, key).IntegrateOnceAsync(TimeProvider.System, ct);
        var readings = ReadingsOnDisk.Open(new ReadingStoreOptions(data.FullName));
        var export = new BatchExport(record, key, readings.BetweenAsync, TimeProvider.System, PdfPrinter.PrintAsync);
        switch (await export.WriteAsync(batch, outFile.FullName, ct))
        {
            case ExportRefused refused:
                return await RefuseAsync(console, refused.Refusal.Sentence);
            case Exported exported:
                await console.Output.WriteLineAsync($"{exported.File}: batch {batch}, {exported.Manifest.Entries} entries in {exported.Manifest.Streams.Count} streams, {new FileInfo(exported.File).Length / 1024} KiB.");
                if (exported.NoPdf is { } reason) await console.Output.WriteLineAsync($"No PDF is in it: {reason}.");
                await console.Output.WriteLineAsync($"Check it with: cellwright verify {exported.File} --key {Path.Combine(keys, "site-key.pub.pem")}");
                break;
        }

        return 0;
    }

    private static async Task<int> RefuseAsync(InvocationConfiguration console, string sentence)
    {
        await console.Error.WriteLineAsync(sentence);
        return 1;
    }
}
