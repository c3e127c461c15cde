using System.Text.Json;
using System.Text.Json.Nodes;
using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Cellwright.Server.Access;
using Cellwright.Server.Desk;
using Cellwright.Server.Hosting;
using Cellwright.Tests.Desk;

namespace Cellwright.Tests.Server;

/// <summary>The role × command matrix (11.10(g)) at the HTTP door: people of one role each, and every command there is.</summary>
[Requirement("P11-10g")]
public sealed class RolesAtTheDoor(SharedSite shared)
{
    private const string Password = "nobody-but-a-test";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Every role that a person can have.</summary>
    public static TheoryData<Role> Roles => [.. Enum.GetValues<Role>().Where(role => role != Role.System)];

    [Theory, MemberData(nameof(Roles))]
    public async Task Open_to_what_the_matrix_grants_and_refuse_and_record_the_rest(Role role)
    {
        var (terminal, id) = await OnlyAsync(role);
        using var _ = terminal;
        var refused = 0;
        foreach (var (name, scenario) in Scenarios.All.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var body = Body(scenario.Command);
            if (!CommandCatalogue.ByName.TryGetValue(name, out var entry))
            {
                Assert.Equal((404, "command"), Short(await terminal.PostAsync($"/api/commands/{name}", body)));
                continue;
            }

            if (entry.Roles.Contains(role))
            {
                var (status, refusal) = await terminal.PostAsync($"/api/commands/{name}/consider", body);
                Assert.True(status is 204 or 409 && refusal?.Rule != "role", $"{name} by {role}: {status} {refusal}");
                continue;
            }

            var answer = await terminal.PostAsync($"/api/commands/{name}", body);
            Assert.True(Short(answer) == (409, "role"), $"{name} by {role}: {answer}");
            refused++;
        }

        var site = await shared.AskAsync();
        Assert.Equal(refused, (await site.EntriesAsync()).Count(entry => entry.Type == nameof(ActRefused) && entry.Actor == id));
        Assert.InRange(refused, Scenarios.All.Count / 5, Scenarios.All.Count);
    }

    [Theory, MemberData(nameof(Roles))]
    public async Task Leave_managing_people_to_administrators(Role role)
    {
        var (terminal, _) = await OnlyAsync(role);
        using var __ = terminal;
        foreach (var (path, fields) in new (string, object)[]
        {
            ("/api/people", new { commandId = Guid.CreateVersion7(), userName = shared.Name("new").ToLowerInvariant(), name = "New", roles = new[] { "Viewer" } }),
            ("/api/people/nobody/roles", new { commandId = Guid.CreateVersion7(), roles = new[] { "Viewer" }, reason = "r" }),
            ("/api/people/nobody/disable", new { commandId = Guid.CreateVersion7(), reason = "r" }),
            ("/api/people/nobody/enable", new { commandId = Guid.CreateVersion7(), reason = "r" }),
            ("/api/people/nobody/reset", new { commandId = Guid.CreateVersion7() }),
        })
        {
            var (status, refusal) = await terminal.PostAsync(path, JsonSerializer.Serialize(fields));
            Assert.True(role == Role.Administrator ? refusal?.Rule != "role" : (status, refusal?.Rule) == (409, "role"), $"{path} by {role}: {status} {refusal}");
        }
    }

    private static (int, string?) Short((int Status, Refusal? Refusal) answer) => (answer.Status, answer.Refusal?.Rule);

    // A command as a client writes it: its constructor's fields.
    private static string Body(object command)
    {
        var fields = new JsonObject();
        foreach (var field in command.GetType().GetConstructors().MaxBy(one => one.GetParameters().Length)!.GetParameters())
            fields[JsonNamingPolicy.CamelCase.ConvertName(field.Name!)] = JsonSerializer.SerializeToNode(command.GetType().GetProperty(field.Name!)!.GetValue(command), field.ParameterType, JsonForms.Web);
        return new JsonObject { ["commandId"] = Guid.CreateVersion7(), ["command"] = fields }.ToJsonString();
    }

    // Somebody new, with one role and no other.
    private async Task<(Terminal Terminal, string Id)> OnlyAsync(Role role)
    {
        var site = await shared.AskAsync();
        var id = shared.Name($"only-{role}").ToLowerInvariant();
        Assert.Null((await site.Desk.SendAsync(new RegisterPerson(id, $"Only {role}", [role]), new Caller(Performer.System, "test", Guid.CreateVersion7()), Ct)).Refusal);
        Assert.Null(await site.Get<Passwords>().CreateAsync(id, Password));
        return (await Terminal.SignInAsync(site.Address, id, Password), id);
    }
}
