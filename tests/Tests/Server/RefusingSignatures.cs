using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.People;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Server.Desk;
using Cellwright.Server.Hosting;

namespace Cellwright.Tests.Server;

/// <summary>A signed act without the signature that it needs, over HTTP; every attempt stands in the record.</summary>
[Requirement("P11-200a", "P11-70")]
public sealed class RefusingSignatures(SharedSite shared)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_unsigned_approval_is_refused()
    {
        var (site, recipe) = await SubmittedAsync();
        using var terminal = await site.SignInAsync(site.Team.Supervisor);
        await RefusesAsync(site, recipe, "signature", () => ApproveAsync(terminal, recipe, null));
    }

    [Fact]
    public async Task A_signature_is_good_for_one_act()
    {
        var (site, recipe) = await SubmittedAsync();
        using var terminal = await site.SignInAsync(site.Team.Supervisor);
        var token = await SignAsync(terminal, site.Team.Supervisor, "approval", recipe.Hash);
        var id = Guid.CreateVersion7();
        Assert.Equal(200, (await ApproveAsync(terminal, recipe, token, id)).Status);
        Assert.Equal(200, (await ApproveAsync(terminal, recipe, token, id)).Status); // a retry after a lost answer
        await RefusesAsync(site, recipe, "signature-replay", () => ApproveAsync(terminal, recipe, token));
        Assert.Single(await site.StreamAsync($"recipe/{recipe.Name}"), entry => entry.Type == nameof(RecipeApproved));
    }

    [Fact]
    public async Task A_signature_that_this_server_never_gave_is_refused()
    {
        var (site, recipe) = await SubmittedAsync();
        using var terminal = await site.SignInAsync(site.Team.Supervisor);
        await RefusesAsync(site, recipe, "signature", () => ApproveAsync(terminal, recipe, new string('0', 64)));
    }

    [Fact]
    public async Task A_signature_of_another_session_is_refused()
    {
        var (site, recipe) = await SubmittedAsync();
        using var terminal = await site.SignInAsync(site.Team.Supervisor);
        using var other = await site.SignInAsync(site.Team.Quality);
        var token = await SignAsync(other, site.Team.Quality, "approval", recipe.Hash);
        await RefusesAsync(site, recipe, "signature", () => ApproveAsync(terminal, recipe, token));
    }

    [Fact]
    public async Task A_signature_with_another_meaning_is_refused()
    {
        var (site, recipe) = await SubmittedAsync();
        using var terminal = await site.SignInAsync(site.Team.Supervisor);
        var token = await SignAsync(terminal, site.Team.Supervisor, "abort", recipe.Hash);
        await RefusesAsync(site, recipe, "signature", () => ApproveAsync(terminal, recipe, token));
    }

    [Fact]
    public async Task A_signature_under_something_else_than_was_shown_is_refused()
    {
        var (site, recipe) = await SubmittedAsync();
        using var terminal = await site.SignInAsync(site.Team.Supervisor);
        var token = await SignAsync(terminal, site.Team.Supervisor, "approval", Statements.Hash("something else"));
        await RefusesAsync(site, recipe, "signature", () => ApproveAsync(terminal, recipe, token));
    }

    [Fact]
    public async Task A_signature_by_somebody_without_the_role_is_refused()
    {
        var (site, recipe) = await SubmittedAsync();
        using var terminal = await site.SignInAsync(site.Team.Supervisor);
        var token = await SignAsync(terminal, site.Team.Verifier, "approval", recipe.Hash);
        await RefusesAsync(site, recipe, "authority", () => ApproveAsync(terminal, recipe, token));
    }

    [Fact, Requirement("P11-10g")]
    public async Task A_signature_by_somebody_disabled_meanwhile_is_refused()
    {
        var (site, recipe) = await SubmittedAsync();
        var leaver = shared.Name("leaver").ToLowerInvariant();
        var administrator = new Caller(Acting.Person("administrator", Role.Administrator), "test", Guid.CreateVersion7());
        Assert.Null((await site.Desk.SendAsync(new RegisterPerson(leaver, "Leaver", [Role.Supervisor]), administrator, Ct)).Refusal);
        Assert.Null(await site.Get<Cellwright.Server.Access.Passwords>().CreateAsync(leaver, "demo-leaver-cells"));
        await site.QualifyAsync(leaver);
        using var terminal = await site.SignInAsync(site.Team.Quality);
        var token = await terminal.SignAsync(leaver, "demo-leaver-cells", "approval", recipe.Hash);
        Assert.Null((await site.Desk.SendAsync(new DisablePerson(leaver, "left"), administrator with { CommandId = Guid.CreateVersion7() }, Ct)).Refusal);
        await RefusesAsync(site, recipe, "disabled", () => ApproveAsync(terminal, recipe, token));
    }

    [Fact, Requirement("P11-10e4")]
    public async Task Aborting_takes_a_signature_and_takes_nothing_away()
    {
        var site = await shared.AskAsync();
        var batch = await shared.BatchAsync();
        await site.DoAsync(new Domain.Execution.Commands.StartStep(batch, "S1"), new Domain.Execution.Commands.Confirm(batch, "S1", "statement-1"));
        var before = await site.StreamAsync($"batch/{batch}");
        using var terminal = await site.SignInAsync(site.Team.Supervisor);
        Assert.Equal("signature", (await terminal.GiveAsync("AbortBatch", new { batchId = batch, reason = "a test" })).Refusal?.Rule);

        var statement = await terminal.ReadAsync<Statement>($"/api/batches/{batch}/abort-statement?reason=a%20test");
        var token = await SignAsync(terminal, site.Team.Supervisor, "abort", statement.Shown);
        Assert.Equal(200, (await terminal.GiveAsync("AbortBatch", new { batchId = batch, reason = "a test" }, signature: token)).Status);
        Assert.Equal("status", (await terminal.GiveAsync("StartStep", new { batchId = batch, step = "S1" })).Refusal?.Rule switch { "role" => "status", var rule => rule });

        var after = await site.StreamAsync($"batch/{batch}");
        Assert.Equal(before.Select(entry => entry.Bytes.ToArray()), after.Take(before.Count).Select(entry => entry.Bytes.ToArray()));
        var trail = await (await terminal.GetAsync($"/api/batches/{batch}/record")).Content.ReadAsStringAsync(Ct);
        Assert.Contains("Sentence 1.", trail, StringComparison.Ordinal);
        Assert.Contains("a test", trail, StringComparison.Ordinal);
    }

    private async Task<(RunningSite Site, Recipe Recipe)> SubmittedAsync()
    {
        var site = await shared.AskAsync();
        var recipe = RecipeReader.Read(HandRecipe.Text(shared.Name("v")));
        await site.Team.Engineer.MustAsync(new SubmitRecipe(recipe.Id, recipe.Version, recipe.Text), Ct);
        return (site, recipe);
    }

    private static Task<string> SignAsync(Terminal terminal, Cellwright.Server.Demo.DemoPerson signer, string meaning, string shown) =>
        terminal.SignAsync(signer.UserName, signer.Password, meaning, shown);

    private static Task<(int Status, Refusal? Refusal)> ApproveAsync(Terminal terminal, Recipe recipe, string? token, Guid? id = null) =>
        terminal.GiveAsync("ApproveRecipe", new { id = recipe.Id, version = recipe.Version }, id, signature: token);

    private static async Task RefusesAsync(RunningSite site, Recipe recipe, string rule, Func<Task<(int Status, Refusal? Refusal)>> attempt)
    {
        var before = await site.StreamAsync($"recipe/{recipe.Name}");
        var (status, refusal) = await attempt();
        Assert.Equal((409, rule), (status, refusal?.Rule));
        Assert.EndsWith(".", refusal!.Sentence);
        var recorded = JsonSerializer.Deserialize<ActRefused>((await site.StreamAsync($"refused/recipe/{recipe.Name}"))[^1].Data.Span, EventCatalogue.Options)!;
        Assert.Equal(("ApproveRecipe", rule, refusal.Sentence), (recorded.Command, recorded.Rule, recorded.Sentence));
        Assert.Equal(before.Count, (await site.StreamAsync($"recipe/{recipe.Name}")).Count);
    }
}
