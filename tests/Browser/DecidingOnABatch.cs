using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Release;
using Cellwright.Domain.Release.Commands;
using Cellwright.Server.Release;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>A batch is complete, and results of its release tests come in: within specification, out of it, before the release and after.</summary>
public sealed class DecidingOnABatch(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    private static readonly string Text = OneOperation.Text("tested", "One step and two tests", """
        - {type: confirm, id: A1, title: Close the bag, statements: [The bag is closed.]}
        """, OneOperation.TwoTests);

    [Fact, Requirement("P211-165", "P11-10g", "P11-50a")]
    public async Task Approves_an_exception_for_a_result_and_releases()
    {
        const string batch = "BAT-51", deviation = "BAT-51-D1";
        await MakeAsync(batch);
        var ben = await AtAsync("ben", batch);
        await ben.PressAsync("Record result of Appearance");
        var form = ben.Page.GetByRole(AriaRole.Form, new() { Name = "Result of Appearance" });
        await form.GetByLabel("Result", new() { Exact = true }).FillAsync("slightly turbid");
        await form.GetByLabel("Report, method and its version").FillAsync("Visual, method 1.0");
        await ShutsNobodyOut.CheckAsync(ben.Page, "the form of a result");
        await Picture.KeepAsync(ben.Page, "release-result", whole: true);
        await form.GetByRole(AriaRole.Button, new() { Name = "Record the result" }).ClickAsync();
        await Expect(form).ToHaveCountAsync(0);

        var eve = await AtAsync("eve", batch);
        await eve.PressAsync("Review result of Appearance");
        await eve.SignAsync("eve");
        await Expect(eve.Page.GetByText("Out of specification").First).ToBeVisibleAsync();
        await ClosedAsync(deviation);
        await ReviewedAsync(batch);

        await eve.PressAsync("Approve an exception for Appearance");
        await eve.Page.GetByLabel("Why may it be released?").FillAsync("Turbid by the excipient; the cell count stands.");
        await ShutsNobodyOut.CheckAsync(eve.Page, "a reason that is asked for");
        await eve.PressAsync("Go on to sign");
        await Expect(eve.Page.Locator("dialog .statement")).ToContainTextAsync("approved exception to the specification, because: Turbid by the excipient");
        await ShutsNobodyOut.CheckAsync(eve.Page, "a text before it is signed");
        await eve.SignAsync("eve");
        await SiteUnderTest.Until(async () => (await site.Desk.StateAsync<Disposition>(batch)).Result("appearance")!.ApprovedBecause is not null, "the exception is approved");

        await ResultAsync(batch, "sterility", "no growth");
        await ReviewedAsync(batch);
        var release = eve.Page.GetByRole(AriaRole.Button, new() { Name = "Release", Exact = true });
        await Expect(release).ToBeEnabledAsync();
        await release.ClickAsync();
        await Expect(eve.Page.Locator("dialog .statement")).ToContainTextAsync($"batch {batch}");
        await eve.SignAsync("eve");
        await Expect(eve.Page.Locator(".head")).ToContainTextAsync("Released");
        await Expect(release).ToHaveCountAsync(0);
        await Picture.KeepAsync(eve.Page, "release-final", whole: true);
        var disposition = await site.Desk.StateAsync<Disposition>(batch, TestContext.Current.CancellationToken);
        Assert.Equal((DispositionStatus.Released, "eve"), (disposition.Status, disposition.Decisions.Single().Signer));
    }

    [Fact, Requirement("P211-165", "P211-192", "A11-15")]
    public async Task Records_that_the_physician_was_told_and_rejects()
    {
        const string batch = "BAT-52";
        await MakeAsync(batch);
        await ResultAsync(batch, "appearance", "clear");
        await ReviewedAsync(batch);
        const string because = "The patient is conditioned.";
        var book = site.Get<ReviewBook>();
        await site.As("eve", new ReleaseBatchConditionally(batch, because), "conditional release", Statements.Hash(ReleaseStatements.Release(
            await book.OfAsync(batch, TestContext.Current.CancellationToken), await site.Desk.StateAsync<Review>(batch, TestContext.Current.CancellationToken), await site.Desk.StateAsync<Disposition>(batch, TestContext.Current.CancellationToken), because)));
        await ResultAsync(batch, "sterility", "growth of a coccus");

        var eve = await AtAsync("eve", batch);
        await Expect(eve.Page.Locator("tr.stop").First).ToContainTextAsync("Out of specification");
        await eve.GiveAsync("Record that the physician was told", "Record", ("To whom, how and when?", "The ward, by telephone, at once"));
        await Expect(eve.Page.Locator("tr", new() { HasText = "The ward, by telephone, at once" })).ToBeVisibleAsync();
        await eve.GiveAsync("Reject", "Go on to sign", ("Why is it rejected?", "It is not sterile"));
        await Expect(eve.Page.Locator("dialog .statement")).ToContainTextAsync("reject, because: It is not sterile");
        await eve.SignAsync("eve");
        await Expect(eve.Page.Locator(".head")).ToContainTextAsync("Rejected");
        await Expect(eve.Page.GetByRole(AriaRole.Button, new() { Name = "Reject", Exact = true })).ToHaveCountAsync(0);
        var disposition = await site.Desk.StateAsync<Disposition>(batch, TestContext.Current.CancellationToken);
        Assert.Equal([DispositionStatus.Conditional, DispositionStatus.Rejected], disposition.Decisions.Select(decision => decision.Status));
        Assert.Equal("The ward, by telephone, at once", disposition.Obligations["sterility"].Notice);
    }

    private async Task<OperatorsPage> AtAsync(string user, string batch)
    {
        var hand = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        await hand.SignInAsync(user, $"/batches/{batch}/release");
        await Expect(hand.Page.Locator("[data-alive]")).ToHaveCountAsync(1);
        return hand;
    }

    private async Task MakeAsync(string batch)
    {
        await site.StartAsync(batch, await site.InForceAsync(Text));
        await site.As("ada", new StartStep(batch, "A1"));
        await site.As("ada", new Confirm(batch, "A1", "statement-1"));
        await site.As("ada", new CompleteStep(batch, "A1"));
    }

    // A result, with the signature of a second person.
    private async Task ResultAsync(string batch, string test, string words)
    {
        await site.As("ada", new RecordTestResult(batch, test, "Report 31, method 1.0", site.Desk.Now, Words: words));
        var specification = RecipeReader.Read(Text).Release.Single(one => one.Test == test);
        await site.As("ben", new ReviewTestResult(batch, test), "second review", Statements.Hash(ReleaseStatements.Result(batch, specification, (await site.Desk.StateAsync<Disposition>(batch)).Result(test)!)));
    }

    private async Task ClosedAsync(string id)
    {
        await SiteUnderTest.Until(async () => (await site.Desk.StateAsync<Deviation>(id)).Status == DeviationStatus.Open, $"{id} is open");
        var deviation = await site.Desk.StateAsync<Deviation>(id);
        await site.As("eve", new DecideToContinue(id, "It is approved or rejected by itself"), "approval", Statements.Hash(deviation.Statement("It is approved or rejected by itself")));
        await site.As("eve", new ClassifyDeviation(id, DeviationSeverity.Minor, DeviationClass.Material, "The excipient"));
        await site.As("dan", new RecordInvestigation(id, "The excipient is turbid", "The excipient"));
        foreach (var other in await site.Get<Server.Deviations.Relations>().RelatedAsync(id)) await site.As("eve", new JudgeBatch(id, other.BatchId, false, "Another bag"));
        await site.As("eve", new CloseDeviation(id, "None"), "closure", Statements.Hash(DeviationStatements.Closure(await site.Desk.StateAsync<Deviation>(id), "None")));
    }

    // Every exception is accepted, and the review signed on what stands now.
    private async Task ReviewedAsync(string batch)
    {
        var examination = await site.Get<ReviewBook>().OfAsync(batch);
        foreach (var exception in (await site.Desk.StateAsync<Review>(batch)).Left(examination))
            await site.As("eve", new AcceptException(batch, exception.Id, exception.Fingerprint));
        await site.As("eve", new SignReview(batch), "review", Statements.Hash((await site.Desk.StateAsync<Review>(batch)).Statement(examination)));
    }
}
