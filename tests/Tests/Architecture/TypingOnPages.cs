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

    // The browser keeps what is typed at once: a page that gives it back must know by then whether somebody has typed on.
    [Fact, Requirement("P211-68b2")]
    public void Hears_every_key_of_a_field_whose_unsent_text_is_kept()
    {
        var found = Sources.All(["src/Server"], ".razor").SelectMany(path => Deaf(File.ReadAllText(path)).Select(field => $"{Path.GetFileName(path)}: {field}")).ToList();
        Assert.True(found.Count == 0, "Bind these on input:\n" + string.Join('\n', found));
    }

    [Fact]
    public void Sees_a_field_that_is_not_bound()
    {
        Assert.Single(Unbound().Matches("""<input value="@number" @oninput="Number" /><input @bind="find" @bind:event="oninput" />"""));
        Assert.Single(Deaf("""<input @bind="batch" data-draft="a" /><input @bind="order" @bind:event="oninput" data-draft="b" />"""));
    }

    // The editor of a recipe speaks with the server by a script of its own.
    private static IEnumerable<string> Deaf(string markup) =>
        Kept().Matches(markup).Select(match => match.Value).Where(field => !field.Contains("@bind:event=\"oninput\"", StringComparison.Ordinal) && !field.Contains("@ref=\"area\"", StringComparison.Ordinal));

    [GeneratedRegex("<(?:input|textarea)[^\\n]*?data-draft")]
    private static partial Regex Kept();

    [GeneratedRegex("@oninput")]
    private static partial Regex Unbound();
}
