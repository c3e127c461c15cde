using System.Globalization;
using System.Text.RegularExpressions;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Architecture;

/// <summary>What is recorded reads the same whatever language a machine is set to.</summary>
[Requirement("P11-10b1", "DI-5")]
public sealed partial class SpeakingTheSameEverywhere
{
    [Fact]
    public void Says_times_and_numbers_alike_under_any_culture()
    {
        var before = Sentences();
        var culture = CultureInfo.CurrentCulture;
        try
        {
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (other.NumberFormat.NumberDecimalSeparator, other.DateTimeFormat.TimeSeparator, other.DateTimeFormat.DateSeparator) = (",", ".", "/");
            other.NumberFormat.NegativeSign = "~";
            CultureInfo.CurrentCulture = other;
            Assert.Equal(before, Sentences());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Leaves_no_time_or_number_in_the_domain_to_the_culture() =>
        Assert.DoesNotContain(Sources.All(["src/Domain"], ".cs").SelectMany(File.ReadAllLines), LeavesItToTheCulture);

    [Fact]
    public void Sees_a_sentence_that_leaves_it_to_the_culture()
    {
        Assert.True(LeavesItToTheCulture("""return $"since {at:HH:mm}";"""));
        Assert.False(LeavesItToTheCulture("""return Invariant($"since {at:HH:mm}");"""));
        Assert.False(LeavesItToTheCulture("""return $"since {(early ? "1" : "2")}";"""));
    }

    private static IEnumerable<string> Sentences()
    {
        var floor = Floor.In().Done("C1", "F1", "M1", "R1", "H1").After(121.5);
        var announced = floor.When(new ExpireClock(Floor.Id, Clocks.Running(floor.State).Single().Id), Cellwright.Domain.Basics.Performer.System).Happened.OfType<DeviationAnnounced>().Single();
        var lot = Floor.Released("V-1", "vector") with { Received = 0.5m };
        return
        [
            Words.Of(TimeSpan.FromMinutes(90.5)), Words.Of(TimeSpan.FromHours(-36.5)), announced.What, Statements.Step(floor.State, "H1"),
            lot.RefusalFor("vector", Floor.Start.AddDays(90))!.Sentence, lot.RefusalFor("vector", Floor.Start, 0.75m, "mL")!.Sentence, lot.ReleaseStatement("CoA"),
        ];
    }

    private static bool LeavesItToTheCulture(string line) =>
        !line.Contains("Invariant(", StringComparison.Ordinal) && !line.Contains("CultureInfo.InvariantCulture", StringComparison.Ordinal) && Formatted().IsMatch(line);

    [GeneratedRegex("""\$"[^"]*\{[^{}"]*:(HH|yyyy|[0#O])""")]
    private static partial Regex Formatted();
}
