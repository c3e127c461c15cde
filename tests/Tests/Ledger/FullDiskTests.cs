using Cellwright.Ledger;

namespace Cellwright.Tests.Ledger;

public sealed class RunningOutOfDisk
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_append_fails_whole_with_what_to_do_and_works_again_when_there_is_room()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 3);
        var path = Path.Combine(disk.Path, "ledger.db");
        var acknowledged = 0;
        await using (var record = SqliteRecord.Open(path))
        {
            await disk.TakeAsync(megabytes: 1);
            var append = Sample.Step("batch/A", 0);
            RecordUnavailableException? full = null;
            while (full is null)
            {
                append = Sample.Step("batch/A", acknowledged * 3, entries: 3, size: 5000);
                try
                {
                    Assert.IsType<Appended>(await record.AppendAsync(append, Ct));
                    acknowledged++;
                }
                catch (RecordUnavailableException e)
                {
                    full = e;
                }
            }

            Assert.Contains("full: free space", full.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<RecordUnavailableException>(() => record.AppendAsync(append, Ct));
            Assert.Equal(acknowledged * 3, await record.CountAsync(Ct));

            disk.Free();
            Assert.IsType<Appended>(await record.AppendAsync(append, Ct));
            acknowledged++;
        }

        await using var again = SqliteRecord.Open(path);
        Assert.Equal(acknowledged * 3, (await again.ReadStreamAsync("batch/A", 0, Ct)).Count);
    }

    [Fact]
    public async Task An_append_to_a_disk_without_a_byte_left_says_so_too()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 3);
        await using var record = SqliteRecord.Open(Path.Combine(disk.Path, "ledger.db"));
        disk.Fill();
        RecordUnavailableException? full = null;
        for (var acknowledged = 0; full is null; acknowledged++)
        {
            try
            {
                await record.AppendAsync(Sample.Step("batch/A", acknowledged), Ct);
            }
            catch (RecordUnavailableException e)
            {
                full = e;
            }
        }

        Assert.Contains("free space on it", full.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_was_taken_away_is_not_written_on_unseen()
    {
        var folder = Sample.NewFolder();
        await using (var record = SqliteRecord.Open(Path.Combine(folder, "ledger.db")))
        {
            await record.AppendAsync(Sample.Step("batch/A", 0), Ct);
            File.Move(Path.Combine(folder, "ledger.db"), Path.Combine(folder, "elsewhere.db"));
            var gone = await Assert.ThrowsAsync<RecordUnavailableException>(() => record.AppendAsync(Sample.Step("batch/A", 1), Ct));
            Assert.Contains("is gone", gone.Message, StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_file_of_another_program_is_left_alone()
    {
        var folder = Sample.NewFolder();
        var path = Path.Combine(folder, "ledger.db");
        File.WriteAllText(path, new string('x', 5000));
        Assert.Contains("not a sound record", Assert.Throws<RecordUnavailableException>(() => SqliteRecord.Open(path)).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be opened", Assert.Throws<RecordUnavailableException>(() => SqliteRecord.Open(Path.Combine(folder, "none", "ledger.db"))).Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }
}
