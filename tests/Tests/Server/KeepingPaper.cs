using System.Net;
using System.Text.RegularExpressions;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Server.Desk;
using Cellwright.Server.Hosting;
using Cellwright.Server.Record.Paper;

namespace Cellwright.Tests.Server;

/// <summary>The paper of a live batch exists before the server is down, and the server knows when it was.</summary>
[Requirement("A11-16")]
public sealed class KeepingPaper
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keeps_the_latest_pack_of_each_live_batch_on_disk_and_takes_it_away_in_the_end()
    {
        using var folder = new Readings.TemporaryFolder();
        await using (var site = await (await RunningSite.OpenAsync(folder.Path)).EmployAsync())
        {
            await site.StartAsync("B-0001", await site.AdoptAsync(HandRecipe.Text()));
            await site.DoAsync(new StartStep("B-0001", "S1"));
            var file = site.Get<PackKeeper>().FileOf("B-0001");
            await Eventually.Holds(() => File.Exists(file) && File.ReadAllText(file).Contains("B-0001-P3", StringComparison.Ordinal), "the pack shows the started step");
        }

        // The server is gone: the same pack comes from the folder, and from the record by the command.
        var output = new StringWriter();
        var made = Path.Combine(folder.Path, "pack.html");
        Assert.Equal(0, await CommandLine.RunAsync(["pack", "B-0001", "--data", folder.Path, "--out", made], output));
        Assert.Contains("paper pack B-0001-P3", output.ToString(), StringComparison.Ordinal);
        string Plain(string file) => Regex.Replace(File.ReadAllText(file), "<th scope=\"row\">(Made|Checkpoint of the record)</th>.*?</tr>", "", RegexOptions.Singleline);
        Assert.Equal(Plain(Path.Combine(folder.Path, "packs", "B-0001.html")).TrimStart('\uFEFF'), Plain(made).TrimStart('\uFEFF'));

        await using var again = await RunningSite.OpenAsync(folder.Path);
        await Eventually.HoldsAsync(async () => !(await again.Desk.StateAsync<Downtime>(Downtime.Server, Ct)).Times.IsEmpty, "the server knows that it was down");
        var time = Assert.Single((await again.Desk.StateAsync<Downtime>(Downtime.Server, Ct)).Times);
        Assert.True(time.From < time.To && time.To <= again.Desk.Now);
        Assert.Null((await again.Desk.SendAsync(new AbortAsDecided("B-0001", "Enough", "sofia", "Sofia", ""), new Caller(Performer.System, "test", Guid.CreateVersion7()), Ct)).Refusal);
        await Eventually.Holds(() => !File.Exists(again.Get<PackKeeper>().FileOf("B-0001")), "the pack of an ended batch is gone");
    }

    [Fact]
    public async Task Gives_a_printed_pack_again_as_the_batch_stood_then()
    {
        await using var site = await (await RunningSite.OpenAsync()).EmployAsync();
        await site.StartAsync("B-0001", await site.AdoptAsync(HandRecipe.Text()));
        await site.DoAsync(new PrintPack("B-0001"), new StartStep("B-0001", "S1"));
        using var terminal = await site.SignInAsync(site.Team.Operator);
        var printed = await TextAsync("/api/batches/B-0001/pack?number=B-0001-P2");
        Assert.Contains($"({site.Team.Operator.UserName})", printed, StringComparison.Ordinal);
        Assert.Contains("Started: date and time", printed, StringComparison.Ordinal);
        Assert.Contains("kept by the server", await TextAsync("/api/batches/B-0001/pack"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await terminal.GetAsync("/api/batches/B-0001/pack?number=B-0001-P99")).StatusCode);

        async Task<string> TextAsync(string path) => await (await terminal.GetAsync(path)).Content.ReadAsStringAsync(Ct);
    }
}
