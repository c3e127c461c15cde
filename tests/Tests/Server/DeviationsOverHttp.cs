using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Server.Demo;
using Cellwright.Server.Deviations;
using Cellwright.Server.Hosting;
using Cellwright.Server.Notices;

namespace Cellwright.Tests.Server;

/// <summary>A deviation's whole life by HTTP alone: reported, held, investigated, other batches judged, acted on, closed, reopened.</summary>
[Requirement("P211-192")]
public sealed class DeviationsOverHttp(SharedSite shared)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Go_from_report_to_closure()
    {
        await using var site = await (await RunningSite.OpenAsync()).EmployAsync();
        var recipe = await site.AdoptAsync(HandRecipe.Text());
        foreach (var batch in new[] { "B-0001", "B-0002" })
        {
            await site.StartAsync(batch, recipe);
            await site.DoAsync(new StartStep(batch, "S1"));
        }

        await site.DoAsync(new ReportDeviation("B-0001", "S1", "The bag was dropped", false));
        const string id = "B-0001-D1";
        await Eventually.Holds(() => State(site, id).Status == DeviationStatus.Open, "it is open", Deadline);
        var quality = site.Team.Quality;

        // Held and decided: the batch itself follows.
        await quality.MustAsync(new DecideToHold(id, "Wait for the leak test"), Ct);
        await Eventually.Holds(() => Held(site, "B-0001"), "the batch is held", Deadline);
        await SignAsync(quality, "statement?justification=Tight", "approval", new DecideToContinue(id, "Tight"));
        await Eventually.Holds(() => !Held(site, "B-0001"), "the batch goes on", Deadline);

        await quality.MustAsync(new AssignDeviation(id, "engineer"), Ct);
        await quality.MustAsync(new ClassifyDeviation(id, DeviationSeverity.Major, DeviationClass.Person, "Sterile barrier"), Ct);
        await site.Team.Engineer.MustAsync(new RecordInvestigation(id, "Leak test passed", "Slippery glove"), Ct);
        await quality.MustAsync(new PlanCorrectiveAction(id, ActionKind.Corrective, "Change the glove type", "operator", site.Desk.Now.AddDays(3)), Ct);

        // The record itself names the other batch; the closure waits for it, and for the action.
        var context = await quality.GetAsync<DeviationContext>($"/api/deviations/{id}/context", Ct);
        Assert.Equal([SharedKind.Step, SharedKind.Person], Assert.Single(context.Related).Shared.Select(one => one.Kind));
        Assert.Equal(["whether batch B-0002 is affected", $"corrective action 1 by Demo Operator, due {site.Desk.Now.AddDays(3):yyyy-MM-dd}"], context.Missing.Select(words => words.ToString()));
        Assert.Equal("incomplete", (await quality.GiveAsync(new CloseDeviation(id, "No effect"), Ct))?.Rule);
        await quality.MustAsync(new JudgeBatch(id, "B-0002", true, "Same glove box"), Ct);
        await Eventually.Holds(() => State(site, "B-0002-D1").Status == DeviationStatus.Open && Held(site, "B-0002"), "the other batch has a deviation of its own and waits", Deadline);
        Assert.Contains((await quality.GetAsync<DeviationContext>("/api/deviations/B-0002-D1/context", Ct)).Recurrences, one => one.Kind == SharedKind.Step && one.Earlier.Contains(id));
        await site.Team.Operator.MustAsync(new CompleteCorrectiveAction(id, 1, "Store order 4711"), Ct);

        await SignAsync(quality, "closure-statement?conclusion=No%20effect", "closure", new CloseDeviation(id, "No effect"));
        Assert.True((await quality.GetAsync<JsonElement>($"/api/deviations/{id}", Ct)).GetProperty("isClosed").GetBoolean());
        await quality.MustAsync(new ReopenDeviation(id, "New result"), Ct);
        await SignAsync(quality, "closure-statement?conclusion=Still%20none", "closure", new CloseDeviation(id, "Still none"));

        // The other one ends its batch, as the batch's own act.
        await SignAsync(quality, "abort-statement?reason=Leaking", "abort", new DecideToAbort("B-0002-D1", "Leaking"));
        await Eventually.Holds(() => site.Desk.StateAsync<Batch>("B-0002", Ct).Result.Status == BatchStatus.Aborted, "the other batch was aborted", Deadline);
    }

    [Fact]
    public async Task Are_listed_by_risk_and_filtered()
    {
        var site = await shared.AskAsync();
        var batch = await shared.BatchAsync();
        await site.DoAsync(new StartStep(batch, "S1"), new ReportDeviation(batch, "S1", "A drop was spilled", false), new ReportDeviation(batch, "S1", "The bag leaks", true));
        await Eventually.Holds(() => State(site, $"{batch}-D2").Status == DeviationStatus.Open, "both are open", Deadline);
        using var viewer = await Terminal.SignInAsync(site.Address, "viewer", "demo-viewer-cells");
        await Eventually.Holds(() => viewer.ReadAsync<List<DeviationRow>>($"/api/deviations?batch={batch}").Result.Count == 2, "both are listed", Deadline);
        var rows = await viewer.ReadAsync<List<DeviationRow>>($"/api/deviations?batch={batch}");
        Assert.Equal([$"{batch}-D2", $"{batch}-D1"], rows.Select(row => row.Id));
        Assert.Contains($"batch {batch} is on hold", rows[0].Because.Select(words => words.ToString()));
        Assert.Equal($"{batch}-D2", Assert.Single(await viewer.ReadAsync<List<DeviationRow>>($"/api/deviations?batch={batch}&holding=true")).Id);
        Assert.Empty(await viewer.ReadAsync<List<DeviationRow>>($"/api/deviations?batch={batch}&severity=Critical"));
        Assert.Equal(400, (int)(await viewer.GetAsync("/api/deviations?severity=Huge")).StatusCode);
        Assert.Equal(404, (int)(await viewer.GetAsync("/api/deviations/B-NONE-D1/context")).StatusCode);
    }

    [Fact]
    public async Task Are_told_to_the_right_person_in_the_page_until_they_were_seen()
    {
        var site = await shared.AskAsync();
        var batch = await shared.BatchAsync();
        await site.DoAsync(new StartStep(batch, "S1"), new ReportDeviation(batch, "S1", "The bag leaks", true));
        await Eventually.Holds(() => Inbox(site.Team.Supervisor).Notices.Any(notice => notice.Batch == batch), "the supervisor was told", Deadline);
        var inbox = Inbox(site.Team.Supervisor);
        var notice = inbox.Notices.First(one => one.Batch == batch);
        Assert.Equal((NoticeKind.Opened, "The bag leaks", true, false), (notice.Kind, notice.What, notice.Urgent, notice.Seen));
        Assert.DoesNotContain(Inbox(site.Team.Operator).Notices, one => one.Batch == batch);
        await site.Team.Supervisor.MustAsync(new MarkNoticesSeen("supervisor", notice.Index), Ct);
        await Eventually.Holds(() => Inbox(site.Team.Supervisor).Notices.First(one => one.Batch == batch).Seen, "it was seen", Deadline);
        Assert.Equal("own", (await site.Team.Supervisor.GiveAsync(new MarkNoticesSeen("quality", notice.Index), Ct))?.Rule);
    }

    private static async Task SignAsync(DemoPerson quality, string statement, string meaning, Command<Deviation> command)
    {
        var shown = await quality.GetAsync<Statement>($"/api/deviations/{command.StreamId}/{statement}", Ct);
        await quality.MustAsync(command, Ct, await quality.SignAsync(quality, meaning, shown.Shown, Ct));
    }

    private static InboxView Inbox(DemoPerson person) => person.GetAsync<InboxView>("/api/notices", Ct).Result;

    private static Deviation State(RunningSite site, string id) => site.Desk.StateAsync<Deviation>(id, Ct).Result;

    private static bool Held(RunningSite site, string batch) => !site.Desk.StateAsync<Batch>(batch, Ct).Result.Holds.IsEmpty;
}
