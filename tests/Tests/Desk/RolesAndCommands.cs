using System.Reflection;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Server.Desk;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Desk;

/// <summary>The role × command matrix (11.10(g)): what no role grants is refused.</summary>
[Requirement("P11-10g")]
public sealed class RolesAndCommands
{
    private static readonly IReadOnlyList<Type> Commands =
        [.. Scenarios.All.Values.Select(scenario => scenario.Command.GetType()).OrderBy(type => type.Name, StringComparer.Ordinal)];

    [Fact]
    public void Are_those_that_were_approved() => Approved.Matches("authority.txt", Commands.Select(Line));

    [Fact]
    public void Refuse_every_pair_that_is_not_in_the_matrix()
    {
        var pairs = 0;
        foreach (var scenario in Scenarios.All.Values)
            foreach (var role in Enum.GetValues<Role>())
            {
                var allowed = scenario.Command.GetType().GetCustomAttribute<AllowedToAttribute>()?.Roles.Contains(role) ?? false;
                var refusal = Authority.RefusalFor(scenario.Command, Acting.Person("nora", role));
                Assert.Equal(allowed ? null : "role", refusal?.Rule);
                pairs++;
            }

        Assert.Equal(Commands.Count * 8, pairs);
    }

    public static TheoryData<string> Names => [.. Scenarios.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public async Task Refuse_at_the_desk_whatever_the_situation_and_record_the_attempt(string name)
    {
        var scenario = Scenarios.All[name];
        var (office, signature) = await Scenarios.SetAsync(scenario);
        await using var _ = office;
        var viewer = Floor.Trained("vince", Role.Viewer);
        var answer = await office.SendAsync(scenario.Command, viewer, null, signature);
        Assert.Equal("role", answer.Refusal?.Rule);
        Assert.Empty(answer.Happened);
        var (entry, refused) = Assert.Single(await office.RefusedAsync());
        Assert.Equal((name, "role", "vince"), (refused.Command, refused.Rule, entry.Actor));
    }

    [Fact]
    public void Refuse_a_command_that_names_no_role_to_everybody() =>
        Assert.All(Enum.GetValues<Role>(), role => Assert.Equal("role", Authority.RefusalFor(new Unclaimed(), Acting.Person("nora", role))?.Rule));

    [Fact]
    public void Give_nothing_to_somebody_without_a_role() =>
        Assert.All(Scenarios.All.Values, scenario => Assert.Equal("role", Authority.RefusalFor(scenario.Command, Acting.Person("nora"))?.Rule));

    [Fact]
    public async Task Let_nobody_approve_a_recipe_of_their_own()
    {
        await using var office = new Office();
        var author = Acting.Person("emil", Role.Engineer, Role.QA);
        await office.SendAsync(new SubmitRecipe("test", "1", TestRecipe.Text), author);
        var answer = await office.SendAsync(new ApproveRecipe("test", "1"), author, null, new SignatureGiven(author, "approval", TestRecipe.Hash));
        Assert.Equal("independence", answer.Refusal?.Rule);
    }

    private sealed record Unclaimed;

    private static string Line(Type type)
    {
        var roles = string.Join(", ", (type.GetCustomAttribute<AllowedToAttribute>()?.Roles ?? []).Order());
        return $"{type.Name}: {roles}{(type.GetCustomAttribute<SignedAttribute>() is { } signed ? $"; signed ({signed.Meaning})" : "")}";
    }
}
