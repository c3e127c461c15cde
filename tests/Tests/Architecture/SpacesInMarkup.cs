using System.Text.RegularExpressions;

namespace Cellwright.Tests.Architecture;

/// <summary>Razor drops the space at the edge of an element: a time and what is said of it would stand as one word, on the page and in what is read aloud.</summary>
public sealed partial class SpacesInMarkup
{
    [Fact]
    public void Are_written_where_they_are_kept()
    {
        var found = Sources.All(["src/Server"], ".razor").SelectMany(path => Lost(File.ReadAllText(path)).Select(match => $"{Path.GetFileName(path)}: {match}")).ToList();
        Assert.True(found.Count == 0, "Write the space as @(\" \"):\n" + string.Join('\n', found));
    }

    [Fact]
    public void Are_seen_where_they_are_lost()
    {
        Assert.Single(Lost("""<td>@Say.Time(at)<span class="quiet"> @Later(of)</span></td>"""));
        Assert.Single(Lost("""<button>@T["open"]<span class="unseen"> @T["of", id]</span></button>"""));
        Assert.Single(Lost("""<span class="unseen">@T["not-seen"] </span>@unseen"""));
        Assert.Empty(Lost("""<span class="unseen">@(" ")@id</span> <span>@id</span> <text> · </text> <button>@T["next"] <kbd>N</kbd></button>"""));
    }

    private static IEnumerable<string> Lost(string markup) => Edge().Matches(markup).Select(match => match.Value);

    [GeneratedRegex("""<(?:span|strong|text|a|p|li|label)(?: [^<>]*)?> @|(?:\]|\}|/>|@\w+) </(?:span|strong|text|a|label)>""")]
    private static partial Regex Edge();
}
