using System.Text.RegularExpressions;

namespace Cellwright.Tests.Architecture;

/// <summary>What a person types stays as it was typed, however slow the network is.</summary>
public sealed partial class TypingOnPages
{
    // With a value and a handler of one's own the server sends each state of the field back, over what was typed meanwhile: 4.5 became 45.
    [Fact, Requirement("P211-68b2")]
    public void Binds_every_field_that_is_heard_while_it_is_typed_in()
    {
        var found = Sources.All(["src/Server"], ".razor").SelectMany(path => Unbound().Matches(File.ReadAllText(path)).Select(match => $"{Path.GetFileName(path)}: {match.Value}")).ToList();
        Assert.True(found.Count == 0, "Use @bind:get, @bind:set and @bind:event=\"oninput\" instead of @oninput:\n" + string.Join('\n', found));
    }

    [Fact]
    public void Sees_a_field_that_is_not_bound() =>
        Assert.Single(Unbound().Matches("""<input value="@number" @oninput="Number" /><input @bind="find" @bind:event="oninput" />"""));

    [GeneratedRegex("@oninput")]
    private static partial Regex Unbound();
}
