using System.Text.RegularExpressions;
using Cellwright.Server.Pages;

namespace Cellwright.Tests.Architecture;

/// <summary>A time of the record bears its offset wherever a page prints it with its date.</summary>
public sealed partial class TellingTheTime
{
    [Fact]
    public void Cuts_no_offset_off_a_stamp()
    {
        var found = Sources.All(["src/Server"], ".razor", ".cs").SelectMany(path => Cut().Matches(File.ReadAllText(path)).Select(match => $"{Path.GetFileName(path)}: {match.Value}")).ToList();
        Assert.True(found.Count == 0, "Use Say.Minute where the seconds tell nothing:\n" + string.Join('\n', found));
    }

    [Fact]
    public void Sees_a_stamp_that_is_cut()
    {
        Assert.Single(Cut().Matches("<td>@Say.Stamp(due.ToOffset(Now.Offset))[..16]</td><td>@Say.Stamp(at)</td>"));
        Assert.Single(Cut().Matches("var at = Say.Stamp(Next(one)).Substring(0, 16);"));
        Assert.Single(Cut().Matches("Say.Stamp(At(a, B(c)))[..10]"));
        Assert.Empty(Cut().Matches("$\"{Say.Stamp(from)} to {Say.Stamp(to)}, {hash[..12]}\""));
    }

    [Fact]
    public void Prints_a_time_to_the_minute_with_its_offset()
    {
        var at = new DateTimeOffset(2026, 3, 2, 14, 5, 59, TimeSpan.FromHours(-5));
        Assert.Equal("2026-03-02 14:05 -05:00", Say.Minute(at));
        Assert.StartsWith(Say.Minute(at)[..16], Say.Stamp(at), StringComparison.Ordinal);
    }

    // What stands in the brackets of the call may have brackets of its own.
    [GeneratedRegex(@"Stamp\((?>[^()]+|(?<open>\()|(?<-open>\)))*(?(open)(?!))\)(?:\[|\.(?:Substring|Remove|Split)\b)")]
    private static partial Regex Cut();
}
