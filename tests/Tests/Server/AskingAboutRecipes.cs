using System.Text.Json;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Drafts;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Server.Hosting;
using Cellwright.Server.Recipes;

namespace Cellwright.Tests.Server;

/// <summary>Recipes and drafts over HTTP: the same answers that the pages show.</summary>
public sealed class AskingAboutRecipes(SharedSite shared)
{
    [Fact, Requirement("P11-10k", "P211-186")]
    public async Task Goes_from_a_draft_over_a_signed_statement_to_a_version_in_force()
    {
        var site = await shared.AskAsync();
        var (id, text) = New();
        using var engineer = await site.SignInAsync(site.Team.Engineer);
        Assert.Equal(200, (await engineer.GiveAsync("SaveDraft", new { draftId = id, revision = 0, text })).Status);
        Assert.Equal(200, (await engineer.GiveAsync("SubmitRecipe", new { id, version = "1", text, draft = id })).Status);
        await Eventually(async () => (await engineer.ReadAsync<JsonElement>($"/api/drafts/{id}")).GetProperty("submittedAs").GetArrayLength() == 1);

        using var supervisor = await site.SignInAsync(site.Team.Supervisor);
        using var quality = await site.SignInAsync(site.Team.Quality);
        var from = site.Desk.Now.AddDays(3);
        foreach (var (terminal, person, effective) in new[] { (supervisor, site.Team.Supervisor, (DateTimeOffset?)null), (quality, site.Team.Quality, from) })
        {
            var query = effective is { } at ? $"?effectiveFrom={Uri.EscapeDataString(at.ToString("O"))}" : "";
            var statement = await terminal.ReadAsync<Statement>($"/api/recipes/{id}@1/approval-statement{query}");
            var token = await terminal.SignAsync(person.UserName, person.Password, "approval", statement.Shown);
            Assert.Equal(200, (await terminal.GiveAsync("ApproveRecipe", new { id, version = "1", effectiveFrom = effective }, signature: token)).Status);
        }

        Assert.Equal("Coming", await StandingAsync(quality, id));
        Assert.Equal("recipe-approval", (await supervisor.GiveAsync("OrderBatch", new { batchId = shared.Name("B"), recipeId = id, recipeVersion = "1", orderNumber = "O-1" })).Refusal?.Rule);

        var retirement = await quality.ReadAsync<Statement>($"/api/recipes/{id}@1/retirement-statement?reason=Withdrawn");
        var signature = await quality.SignAsync(site.Team.Quality.UserName, site.Team.Quality.Password, "retirement", retirement.Shown);
        Assert.Equal(200, (await quality.GiveAsync("RetireRecipe", new { id, version = "1", reason = "Withdrawn" }, signature: signature)).Status);
        Assert.Equal("Retired", await StandingAsync(quality, id));
    }

    [Fact, Requirement("P211-188")]
    public async Task Lets_a_variant_be_made_by_its_resolved_text()
    {
        var site = await shared.AskAsync();
        var (id, _) = New();
        var text = $"id: {id}\nversion: \"1\"\nextends: {{id: hands, version: \"1\"}}\noverrides: [{{step: S1, instruction: Aloud.}}]\n";
        using var engineer = await site.SignInAsync(site.Team.Engineer);
        var (status, _) = await engineer.PostAsync("/api/recipes/check", JsonSerializer.Serialize(new { text }));
        Assert.Equal(200, status);
        Assert.Equal(200, (await engineer.GiveAsync("SubmitRecipe", new { id, version = "1", text })).Status);
        foreach (var signer in new[] { site.Team.Supervisor, site.Team.Quality })
        {
            using var terminal = await site.SignInAsync(signer);
            var shown = (await terminal.ReadAsync<JsonElement>($"/api/recipes/{id}@1")).GetProperty("contentHash").GetString()!;
            Assert.Equal(200, (await terminal.GiveAsync("ApproveRecipe", new { id, version = "1" }, signature: await terminal.SignAsync(signer.UserName, signer.Password, "approval", shown))).Status);
        }

        using var supervisor = await site.SignInAsync(site.Team.Supervisor);
        var batch = shared.Name("B");
        Assert.Equal(200, (await supervisor.GiveAsync("OrderBatch", new { batchId = batch, recipeId = id, recipeVersion = "1", orderNumber = "O-1", rehearsal = true })).Status);
        var state = await site.Desk.StateAsync<Domain.Execution.Batch>(batch, TestContext.Current.CancellationToken);
        Assert.Equal(("Aloud.", "hands@1", true), (state.Recipe!.Phase("S1").Instruction, state.Recipe.ResolvedFrom[0].Name, state.Rehearsal));
        var record = await (await supervisor.GetAsync($"/api/batches/{batch}/record")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"{id}@1 extends hands@1", record, StringComparison.Ordinal);
        Assert.Contains("nothing of it can be released", record, StringComparison.Ordinal);
        var changes = await supervisor.ReadAsync<List<ChangeView>>($"/api/recipes/changes?from=hands@1&to={id}@1");
        Assert.Contains(changes, change => change is { Phase: "S1", Field: "instruction", To: "Aloud." });
    }

    [Fact, Requirement("P211-110")]
    public async Task Judges_executed_batches_by_a_changed_limit()
    {
        var site = await shared.AskAsync();
        var (id, text) = New();
        var recipe = await site.AdoptAsync(text);
        foreach (var glucose in new[] { 3.0, 5.5 })
        {
            var batch = shared.Name("B");
            await site.StartAsync(batch, recipe);
            await site.DoAsync(
                new Domain.Execution.Commands.StartStep(batch, "S1"), new Domain.Execution.Commands.Confirm(batch, "S1", "statement-1"), new Domain.Execution.Commands.CompleteStep(batch, "S1"),
                new Domain.Execution.Commands.StartStep(batch, "S2"), new Domain.Execution.Commands.RecordByHand(batch, "S2", "glucose", glucose, "g/L", null));
        }

        using var engineer = await site.SignInAsync(site.Team.Engineer);
        var changed = text.Replace("version: \"1\"", "version: \"2\"", StringComparison.Ordinal).Replace("name: glucose, unit: g/L,", "name: glucose, unit: g/L, proven: [2, 5],", StringComparison.Ordinal);
        await Eventually(async () =>
        {
            using var answer = await engineer.SendAsync(HttpMethod.Post, "/api/recipes/backtest", JsonSerializer.Serialize(new { text = changed }));
            var view = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            return view.GetProperty("batches").GetInt32() == 2 && view.GetProperty("newlyFlagged").GetInt32() == 1
                && view.GetProperty("limits")[0].GetProperty("values").EnumerateArray().Count(value => value.GetProperty("now").GetString() == "Outside") == 1;
        });
        Assert.Equal((404, "not-found"), await RuleAsync(engineer, new { recipe = "nobody@1" }));
        Assert.Equal((400, "recipe"), await RuleAsync(engineer, new { text = "id: [" }));
    }

    [Fact]
    public async Task Rehearses_no_draft_that_is_missing_or_wrong_and_only_for_engineers()
    {
        var site = await shared.AskAsync();
        var (id, text) = New();
        using var engineer = await site.SignInAsync(site.Team.Engineer);
        using var quality = await site.SignInAsync(site.Team.Quality);
        Assert.Equal((409, "draft"), Rule(await engineer.PostAsync($"/api/drafts/{id}/rehearsal", "{}")));
        await engineer.GiveAsync("SaveDraft", new { draftId = id, revision = 0, text = text.Replace("type: confirm", "type: confrm", StringComparison.Ordinal) });
        Assert.Equal((409, "recipe-check"), Rule(await engineer.PostAsync($"/api/drafts/{id}/rehearsal", "{}")));
        Assert.Equal((409, "role"), Rule(await quality.PostAsync($"/api/drafts/{id}/rehearsal", "{}")));
        Assert.Equal(404, (int)(await engineer.GetAsync($"/api/drafts/{id}/rehearsal")).StatusCode);
    }

    private (string Id, string Text) New()
    {
        var id = shared.Name("made").ToLowerInvariant();
        return (id, HandRecipe.Text("1", 1).Replace("id: hands", $"id: {id}", StringComparison.Ordinal));
    }

    private static async Task<string?> StandingAsync(Terminal terminal, string id) =>
        (await terminal.ReadAsync<JsonElement>("/api/recipes")).EnumerateArray().First(master => master.GetProperty("name").GetString() == $"{id}@1").GetProperty("standing").GetString();

    private static async Task<(int, string?)> RuleAsync(Terminal terminal, object body) => Rule(await terminal.PostAsync("/api/recipes/backtest", JsonSerializer.Serialize(body)));

    private static (int, string?) Rule((int Status, Domain.Basics.Refusal? Refusal) answer) => (answer.Status, answer.Refusal?.Rule);

    // Lists follow the record a moment later.
    private static async Task Eventually(Func<Task<bool>> holds)
    {
        var end = DateTime.UtcNow.AddSeconds(20);
        while (!await holds())
        {
            Assert.True(DateTime.UtcNow < end, "It did not come about in time.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
