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

    // The axis of a picture says once of which offset it is; a field for a time is the site's.
    private static readonly string[] Bare = ["Say.cs", "Trend.razor", "VerdictEvidence.razor", "EquipmentMonitoringPage.razor"];

    [Fact]
    public void Prints_no_time_without_its_offset()
    {
        var found = Sources.All(["src/Domain", "src/Server/Pages"], ".razor", ".cs").Where(path => !Bare.Contains(Path.GetFileName(path)))
            .SelectMany(path => WithoutOffset().Matches(File.ReadAllText(path)).Select(match => $"{Path.GetFileName(path)}: {match.Value}")).ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
        Assert.Equal(2, WithoutOffset().Count("{at:HH:mm:ss} {at:d MMM HH:mm} {at:HH:mm zzz} {at:yyyy-MM-dd HH:mm:ss zzz}"));
    }

    [Fact]
    public void Prints_a_time_to_the_minute_with_its_offset()
    {
        var at = new DateTimeOffset(2026, 3, 2, 14, 5, 59, TimeSpan.FromHours(-5));
        Assert.Equal("2026-03-02 14:05 -05:00", Say.Minute(at));
        Assert.StartsWith(Say.Minute(at)[..16], Say.Stamp(at), StringComparison.Ordinal);
    }

    [Fact, Requirement("DI-5")]
    public void Says_the_day_when_it_is_not_today_the_year_when_it_is_not_this_one_and_the_offset_always()
    {
        var now = new DateTimeOffset(2026, 11, 24, 3, 29, 0, TimeSpan.FromHours(1));
        Assert.Equal("03:28:10 +01:00", Say.Time(now.AddSeconds(-50), now));
        Assert.Equal("23 Nov 03:29 +01:00", Say.Time(now.AddDays(-1), now));
        Assert.Equal("23 Jan 2027 03:29 +01:00", Say.Time(now.AddDays(60), now));
        Assert.Equal("00:30:00 +01:00", Say.Time(new DateTimeOffset(2026, 11, 23, 23, 30, 0, TimeSpan.Zero), now));
    }

    [GeneratedRegex("HH:mm(?::ss)?(?!:ss| zzz)")]
    private static partial Regex WithoutOffset();

    // What stands in the brackets of the call may have brackets of its own.
    [GeneratedRegex(@"Stamp\((?>[^()]+|(?<open>\()|(?<-open>\)))*(?(open)(?!))\)(?:\[|\.(?:Substring|Remove|Split)\b)")]
    private static partial Regex Cut();
}
