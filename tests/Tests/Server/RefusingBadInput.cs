using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Ledger;
using Cellwright.Server.Desk;

namespace Cellwright.Tests.Server;

/// <summary>What comes over HTTP and is not right: each gets a rule and a sentence, and the record loses nothing.</summary>
public sealed class RefusingBadInput(SharedSite shared)
{
    private const string Door = "/api/commands/Confirm";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", 400)]
    [InlineData("{", 400)]
    [InlineData("[]", 400)]
    [InlineData("null", 400)]
    [InlineData("\"text\"", 400)]
    [InlineData("""{"commandId":"not an id","command":{}}""", 400)]
    [InlineData("""{"commandId":"018f0000-0000-7000-8000-000000000001"}""", 400)]
    [InlineData("""{"commandId":"018f0000-0000-7000-8000-000000000001","command":null}""", 400)]
    [InlineData("""{"commandId":"018f0000-0000-7000-8000-000000000001","command":[1]}""", 400)]
    [InlineData("""{"commandId":"018f0000-0000-7000-8000-000000000001","command":{"batchId":"B-1","step":"S1"}}""", 400)]
    [InlineData("""{"commandId":"018f0000-0000-7000-8000-000000000001","command":{"batchId":null,"step":"S1","demand":"x"}}""", 400)]
    [InlineData("""{"commandId":"018f0000-0000-7000-8000-000000000001","command":{"batchId":"B-1","step":"S1","demand":"x","more":1}}""", 400)]
    [InlineData("""{"commandId":"018f0000-0000-7000-8000-000000000001","command":{"batchId":"B-1","batchId":"B-2","step":"S1","demand":"x"}}""", 400)]
    [InlineData("""{"command":{"batchId":"B-1","step":"S1","demand":"statement-1"}}""", 400)]
    [InlineData("""{"commandId":"00000000-0000-0000-0000-000000000000","command":{"batchId":"B-1","step":"S1","demand":"x"}}""", 400)]
    [InlineData("""{"commandId":"018f0000-0000-7000-8000-000000000001","command":{"batchId":"B-1\u0000","step":"S1","demand":"x"}}""", 400)]
    [InlineData("""{"commandId":"018f0000-0000-7000-8000-000000000001","command":{"batchId":"B-1\n","step":"S1","demand":"x"}}""", 400)]
    public async Task A_body_that_is_no_command_is_refused_in_a_sentence(string body, int status)
    {
        using var terminal = await OperatorAsync();
        IsRefused(await terminal.PostAsync(Door, body), status);
    }

    [Theory]
    [InlineData("version", "1")]
    [InlineData("expected_version", "1")]
    [InlineData("force", "true")]
    public async Task A_member_that_nobody_knows_is_refused_by_its_name(string member, string value)
    {
        using var terminal = await OperatorAsync();
        var body = $$$"""{"commandId":"{{{Guid.NewGuid()}}}","command":{"batchId":"B-1","step":"S1","demand":"x"},"{{{member}}}":{{{value}}}}""";
        foreach (var door in new[] { Door, $"{Door}/consider" }) IsRefused(await terminal.PostAsync(door, body), 400, $"no member '{member}'");
        IsRefused(await terminal.PostAsync(Door, $$$"""{"commandId":"{{{Guid.NewGuid()}}}","command":{"batchId":"B-1","step":"S1","demand":"x","{{{member}}}":{{{value}}}}}"""), 400, $"no member '{member}'");
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("1e999")]
    [InlineData("-1e999")]
    [InlineData("Infinity")]
    [InlineData("\"5\"")]
    [InlineData("0x10")]
    [InlineData("1,5")]
    public async Task A_value_that_is_no_number_is_refused(string value)
    {
        using var terminal = await OperatorAsync();
        var body = $$$"""{"commandId":"{{{Guid.NewGuid()}}}","command":{"batchId":"B-1","step":"S2","parameter":"glucose","value":{{{value}}},"unit":"g/L","fallbackReason":null}}""";
        IsRefused(await terminal.PostAsync("/api/commands/RecordByHand", body), 400);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_body_of_another_type_is_refused(string type)
    {
        using var terminal = await OperatorAsync();
        IsRefused(await terminal.PostAsync(Door, "{}", type), 415, "application/json");
    }

    [Theory]
    [InlineData("Destroy")]
    [InlineData("ReportExcursion")]
    [InlineData("ExpireClock")]
    [InlineData("RegisterPerson")]
    [InlineData("confirm%20")]
    public async Task A_command_that_nobody_may_give_is_not_found(string name)
    {
        using var terminal = await OperatorAsync();
        IsRefused(await terminal.PostAsync($"/api/commands/{name}", "{}"), 404, "/openapi/v1.json", "command");
    }

    [Fact]
    public async Task Ten_megabytes_are_refused_and_the_next_command_stands()
    {
        var batch = await shared.BatchAsync();
        var site = await shared.AskAsync();
        using var terminal = await OperatorAsync();
        await site.DoAsync(new StartStep(batch, "S1"));
        var body = JsonSerializer.Serialize(new { commandId = Guid.NewGuid(), command = new { batchId = batch, step = "S1", demand = new string('x', 10_000_000) } });
        IsRefused(await Terminal.RefusalAsync(await terminal.SendAsync(HttpMethod.Post, Door, body, expectContinue: true)), 413, "bytes");
        Assert.Equal(200, (await terminal.GiveAsync("Confirm", new { batchId = batch, step = "S1", demand = "statement-1" })).Status);
    }

    [Theory]
    [InlineData("/api/batches/..%2F..%2Fetc%2Fpasswd")]
    [InlineData("/api/batches/B%2F1/record")]
    [InlineData("/api/batches/..%2Frecord.db/export")]
    [InlineData("/api/batches/%0A")]
    [InlineData("/api/batches/B-9999/steps/..%2F..%2F/statement")]
    [InlineData("/api/batches/B-9999/abort-statement?reason=x")]
    [InlineData("/api/deviations/..%2F..%2Fkey%2Fsite-key.pem")]
    [InlineData("/api/recipes/..%2F..%2F")]
    [InlineData("/api/nothing")]
    [InlineData("/api/commands/../../health2")]
    public async Task An_address_that_leads_nowhere_is_not_found(string path)
    {
        using var terminal = await OperatorAsync();
        IsRefused(await Terminal.RefusalAsync(await terminal.GetAsync(path)), 404);
    }

    [Theory]
    [InlineData("/api/readings/CP-01/co2")]
    [InlineData("/api/readings/CP-01/co2?from=yesterday&to=today")]
    [InlineData("/api/batches/B-9999/abort-statement")]
    public async Task A_question_that_is_not_whole_is_refused(string path)
    {
        using var terminal = await OperatorAsync();
        IsRefused(await Terminal.RefusalAsync(await terminal.GetAsync(path)), 400);
    }

    [Fact]
    public async Task Readings_of_a_strange_address_are_none()
    {
        using var terminal = await OperatorAsync();
        var answer = await terminal.GetAsync("/api/readings/..%2F..%2Fkey/..%2Fsite-key.pem?from=2026-01-01T00:00:00Z&to=2030-01-01T00:00:00Z");
        Assert.Equal("[]", await answer.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task A_command_id_is_good_for_one_command()
    {
        var batch = await shared.BatchAsync();
        var site = await shared.AskAsync();
        using var terminal = await OperatorAsync();
        await site.DoAsync(new StartStep(batch, "S1"));
        var id = Guid.CreateVersion7();
        Assert.Equal(200, (await terminal.GiveAsync("Confirm", new { batchId = batch, step = "S1", demand = "statement-1" }, id)).Status);
        Assert.Equal(200, (await terminal.GiveAsync("Confirm", new { batchId = batch, step = "S1", demand = "statement-1" }, id)).Status);
        IsRefused(await terminal.GiveAsync("Confirm", new { batchId = batch, step = "S1", demand = "statement-2" }, id), 409, "new id", "command-id");
        Assert.Single(await site.StreamAsync($"batch/{batch}"), entry => entry.Type == nameof(Confirmed));
        Assert.Equal("command-id", (await RefusedAsync(site, $"batch/{batch}"))[^1].Rule);
    }

    [Fact]
    public async Task What_was_decided_on_an_old_page_is_refused()
    {
        var batch = await shared.BatchAsync();
        var site = await shared.AskAsync();
        using var terminal = await OperatorAsync();
        await site.DoAsync(new StartStep(batch, "S1"));
        IsRefused(await terminal.GiveAsync("Confirm", new { batchId = batch, step = "S1", demand = "statement-1" }, version: 1), 409, "Look at it again", "version");
        Assert.Equal("version", (await RefusedAsync(site, $"batch/{batch}"))[^1].Rule);
    }

    [Fact, Requirement("P11-10g")]
    public async Task Who_has_not_the_role_is_refused_and_the_attempt_recorded()
    {
        var batch = await shared.BatchAsync();
        var site = await shared.AskAsync();
        using var terminal = await site.SignInAsync(site.Team.Engineer);
        IsRefused(await terminal.GiveAsync("StartStep", new { batchId = batch, step = "S1" }), 409, "Operator", "role");
        var refused = Assert.Single(await RefusedAsync(site, $"batch/{batch}"));
        Assert.Equal(("StartStep", "role"), (refused.Command, refused.Rule));
    }

    [Fact, Requirement("P11-10f")]
    public async Task What_the_recipe_does_not_have_next_is_refused_and_the_attempt_recorded()
    {
        var batch = await shared.BatchAsync();
        var site = await shared.AskAsync();
        using var terminal = await OperatorAsync();
        foreach (var (name, fields, rule) in new (string, object, string)[]
        {
            ("StartStep", new { batchId = batch, step = "S2" }, "sequence"),
            ("Confirm", new { batchId = batch, step = "S1", demand = "statement-1" }, "sequence"),
            ("StartStep", new { batchId = batch, step = "S1/../S2" }, "sequence"),
            ("CompleteStep", new { batchId = batch, step = "S9" }, "sequence"),
        })
        {
            IsRefused(await terminal.GiveAsync(name, fields), 409, rule: rule);
            Assert.Equal((name, rule), (await RefusedAsync(site, $"batch/{batch}"))[^1] is var last ? (last.Command, last.Rule) : default);
        }

        await site.DoAsync(new StartStep(batch, "S1"));
        IsRefused(await terminal.GiveAsync("Confirm", new { batchId = batch, step = "S1", demand = "statement-99" }), 409, rule: "recipe");
        IsRefused(await terminal.GiveAsync("CompleteStep", new { batchId = batch, step = "S1" }), 409, "Sentence 1", "incomplete");
        IsRefused(await terminal.GiveAsync("RecordFromEquipment", new { batchId = batch, step = "S1", parameter = "unknown-tag" }), 409, rule: "recipe");
        IsRefused(await terminal.GiveAsync("StartStep", new { batchId = "B/../../x", step = "S1" }), 409, rule: "batch");
    }

    [Fact, Requirement("P211-100")]
    public async Task A_malformed_recipe_is_refused_with_its_lines_and_the_attempt_recorded()
    {
        var site = await shared.AskAsync();
        var version = shared.Name("v");
        using var terminal = await site.SignInAsync(site.Team.Engineer);
        var text = HandRecipe.Text(version).Replace("tag: chamber-temperature", "tag: chamber-temprature", StringComparison.Ordinal);
        IsRefused(await terminal.GiveAsync("SubmitRecipe", new { id = "hands", version, text }), 409, "line ", "recipe-check");
        Assert.Equal("recipe-check", Assert.Single(await RefusedAsync(site, $"recipe/hands@{version}")).Rule);
        Assert.Empty(await site.StreamAsync($"recipe/hands@{version}"));
    }

    [Fact]
    public async Task Considering_records_nothing()
    {
        var batch = await shared.BatchAsync();
        var site = await shared.AskAsync();
        using var terminal = await OperatorAsync();
        var body = JsonSerializer.Serialize(new { commandId = Guid.NewGuid(), command = new { batchId = batch, step = "S2" } });
        IsRefused(await terminal.PostAsync("/api/commands/StartStep/consider", body), 409, rule: "sequence");
        Assert.Empty(await RefusedAsync(site, $"batch/{batch}"));
        IsRefused(await terminal.PostAsync("/api/commands/Destroy/consider", body), 404);
    }

    private async Task<Terminal> OperatorAsync()
    {
        var site = await shared.AskAsync();
        return await site.SignInAsync(site.Team.Operator);
    }

    private static async Task<IReadOnlyList<ActRefused>> RefusedAsync(RunningSite site, string stream) =>
        [.. (await site.StreamAsync($"refused/{stream}")).Select(Read)];

    private static ActRefused Read(Entry entry) => JsonSerializer.Deserialize<ActRefused>(entry.Data.Span, EventCatalogue.Options)!;

    private static void IsRefused((int Status, Refusal? Refusal) answer, int status, string words = "", string? rule = null)
    {
        Assert.NotNull(answer.Refusal);
        Assert.Equal(status, answer.Status);
        if (rule is not null) Assert.Equal(rule, answer.Refusal.Rule);
        Assert.Contains(words, answer.Refusal.Sentence, StringComparison.Ordinal);
        Refusals.AreInForm(answer.Refusal);
    }
}
