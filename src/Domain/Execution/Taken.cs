using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Recipes;
using static System.FormattableString;

namespace Cellwright.Domain.Execution;

/// <summary>A value taken from a tag's readings as the parameter says, with the readings it rests on.</summary>
internal sealed record Taken(double Value, DateTimeOffset SourceAt, IReadOnlyList<Reading> Readings, string? Computation)
{
    /// <summary>How far back the readings are needed.</summary>
    public static TimeSpan Reach(Parameter parameter) =>
        parameter.Taking == Taking.Single ? TimeSpan.FromHours(1) : parameter.Window!.Value + TimeSpan.FromHours(1);

    /// <summary>Takes the value, or says why it cannot be taken.</summary>
    /// <param name="parameter">What is asked for.</param>
    /// <param name="history">Readings up to <paramref name="at"/>.</param>
    /// <param name="stepStarted">When the step started or, of a shared instrument, its turn began: what was before does not count.</param>
    /// <param name="at">Now.</param>
    public static (Taken? Taken, Refusal? Refusal) From(Parameter parameter, TagHistory history, DateTimeOffset stepStarted, DateTimeOffset at)
    {
        var live = history.Readings.Where(reading => !reading.Historical && reading.At <= at + Tolerance).ToList();
        var latest = live.LastOrDefault();
        if (latest is null)
            return (null, new Refusal("stale", $"No live value of {parameter.Title} has arrived. Check that the device is connected and measuring."));
        if (history.OnEvent && latest.At < stepStarted)
            return (null, new Refusal("stale", Invariant($"{parameter.Title} was last measured at {latest.At:yyyy-MM-dd HH:mm:ss zzz}, before this step had its turn. Measure again.")));
        if (!history.OnEvent && at - latest.At > history.StaleAfter)
            return (null, new Refusal("stale", Invariant($"{parameter.Title} is stale: the last value is of {latest.At:yyyy-MM-dd HH:mm:ss zzz}, {Words.Of(at - latest.At)} ago. Check the device and its connection.")));
        if (latest.Quality != Quality.Good)
            return (null, new Refusal("quality", $"{parameter.Title} arrives with {latest.Quality.ToString().ToLowerInvariant()} quality. Check the device and its clock, or use the declared fallback."));
        if (!double.IsFinite(latest.Value))
            return (null, new Refusal("quality", $"{parameter.Title} arrives as no number. Check the device, or use the declared fallback."));
        if (latest.Unit != parameter.Unit)
            return (null, new Refusal("unit", $"{latest.Equipment} reports {parameter.Title} in {latest.Unit}; the master record asks for {parameter.Unit}. An engineer must mend the binding."));

        return parameter.Taking switch
        {
            Taking.Average => Mean(parameter, live, history.StaleAfter, stepStarted, at),
            Taking.Condition => Held(parameter, live, history.StaleAfter, stepStarted, at),
            _ => (new Taken(latest.Value, latest.At, [latest], null), null),
        };
    }

    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    private static (Taken?, Refusal?) Mean(Parameter parameter, List<Reading> live, TimeSpan staleAfter, DateTimeOffset stepStarted, DateTimeOffset at)
    {
        var window = parameter.Window!.Value;
        if (at - stepStarted < window)
            return (null, new Refusal("condition", $"{parameter.Title} is averaged over {Words.Of(window)} of this step; so far {Words.Of(at - stepStarted)}. Wait until that time is full."));
        var inside = live.Where(reading => reading.At >= at - window && reading.Quality == Quality.Good && double.IsFinite(reading.Value)).ToList();
        if (inside.Count == 0 || inside[0].At > at - window + staleAfter || Gap(inside) > staleAfter)
            return (null, new Refusal("stale", $"{parameter.Title} is averaged over {Words.Of(window)}, and there are gaps in that time. Wait until it is whole."));
        var mean = inside.Average(reading => reading.Value);
        return (new Taken(mean, inside[^1].At, inside, $"mean of {inside.Count} readings over {Words.Of(window)}"), null);
    }

    private static (Taken?, Refusal?) Held(Parameter parameter, List<Reading> live, TimeSpan staleAfter, DateTimeOffset stepStarted, DateTimeOffset at)
    {
        var run = new List<Reading>();
        for (var index = live.Count - 1; index >= 0; index--)
        {
            var reading = live[index];
            if (reading.At < stepStarted || reading.Quality != Quality.Good || !parameter.Normal.Contain(reading.Value)) break;
            if (run.Count > 0 && run[^1].At - reading.At > staleAfter) break;
            run.Add(reading);
        }

        run.Reverse();
        var held = run.Count == 0 ? TimeSpan.Zero : at - run[0].At;
        if (held < parameter.Window!.Value)
            return (null, new Refusal("condition", $"{parameter.Title} must lie in {Recording.Range(parameter.Normal, parameter.Unit)} for {Words.Of(parameter.Window.Value)} without a break; so far {Words.Of(held)}. Wait until it has."));
        var lowest = run.MinBy(reading => reading.Value)!;
        return (new Taken(lowest.Value, lowest.At, run, $"in range for {Words.Of(held)}; the lowest value is recorded"), null);
    }

    private static TimeSpan Gap(List<Reading> readings) =>
        readings.Zip(readings.Skip(1), (earlier, later) => later.At - earlier.At).DefaultIfEmpty().Max();
}
