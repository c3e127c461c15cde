using System.Globalization;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Monitoring;
using Cellwright.Domain.Recipes;

namespace Cellwright.Server.Monitoring;

/// <summary>
/// Follows one tag through a step, reading by reading and without keeping any: whether it stands still, jumps, or creeps away from its set point. It advises. What the recipe's limits
/// say is decided elsewhere, and no number here is one: all of them are engineering assumptions.
/// </summary>
/// <param name="parameter">The parameter that watches it.</param>
internal sealed class TagChart(Parameter parameter)
{
    // Readings neighbour on each other: charts by standard errors of single readings would call every slow breath a drift. So both charts are scaled by the room between set point and
    // normal range, and reckon in time, whatever the interval: an EWMA that forgets in half an hour, and a two-sided CUSUM that lets a quarter of the room pass and adds up the rest.
    private const double ForgetsIn = 0.5; // hours
    private const double TooFar = 0.5; // of the room, for the EWMA
    private const double Allowed = 0.25, TooMuch = 1; // of the room, and of the room times hours, for the CUSUM

    private const int Learning = 60; // readings before anything is called unusual for this tag
    private const int FewestAlike = 30;
    private const double LongestAlike = 10; // times the longest that it stood still while learning
    private const double Jumps = 12; // mean moving ranges
    private static readonly TimeSpan StandsStill = TimeSpan.FromMinutes(10);

    private readonly double room = RoomOf(parameter);
    private DateTimeOffset before, since;
    private double last = double.NaN, settledOn = double.NaN, range, ewma, up, down;
    private int seen, alike, longest;
    private bool settled;

    /// <summary>Takes a reading in, and gives what it advises; null nearly always.</summary>
    /// <param name="value">In the parameter's unit; finite.</param>
    /// <param name="at">Its source time; an older one than the one before says nothing.</param>
    public (AdviceKind Kind, string Sentence)? Take(double value, DateTimeOffset at)
    {
        if (seen > 0 && at <= before) return null;
        var advice = seen == 0 ? null : Still(value, at) ?? Jump(value) ?? Creep(value, (at - before).TotalHours);
        if (seen == 0 || value != last) (since, alike) = (at, 0);
        alike++;
        // While it learns, standing still is how this tag behaves.
        if (seen < Learning) longest = Math.Max(longest, alike);
        if (seen > 0) range += (Math.Abs(value - last) - range) / Math.Min(seen, Learning);
        (last, before, seen) = (value, at, seen + 1);
        return advice;
    }

    private (AdviceKind, string)? Still(double value, DateTimeOffset at) =>
        value == last && seen >= Learning && longest < Learning / 2 && alike >= Math.Max(FewestAlike, LongestAlike * longest) && at - since >= StandsStill
            ? (AdviceKind.Stuck, $"stands still at {Print(value)} for {Words.Of(at - since)}, to the last digit, as it never did before in this step. Look at the probe")
            : null;

    // A single wild value is none: the next one must stay there.
    private (AdviceKind, string)? Jump(double value)
    {
        var far = Jumps * range;
        if (double.IsFinite(settledOn))
        {
            var (from, stays) = (settledOn, Math.Abs(value - settledOn) > far);
            settledOn = double.NaN;
            return stays ? (AdviceKind.Jump, $"went from {Print(from)} to {Print(value)} between two readings and stayed there. Look at what was done, and at the probe") : null;
        }

        if (settled && seen >= Learning && range > 0 && Math.Abs(value - last) > far) settledOn = last;
        return null;
    }

    private (AdviceKind, string)? Creep(double value, double hours)
    {
        if (!(room > 0)) return null;
        var off = (value - parameter.Target!.Value) / room;
        if (!settled)
        {
            // It is on its way to the set point.
            settled = Math.Abs(off) < TooFar / 2;
            return null;
        }

        ewma += (1 - Math.Exp(-hours / ForgetsIn)) * (off - ewma);
        up = Math.Max(0, up + (off - Allowed) * hours);
        down = Math.Max(0, down + (-off - Allowed) * hours);
        return Math.Abs(ewma) > TooFar || up > TooMuch || down > TooMuch
            ? (AdviceKind.Creep, $"keeps {(ewma > 0 ? "above" : "below")} its set point {Print(parameter.Target!.Value)}: by {Print(Math.Abs(ewma) * room)} on average of late. It may still be in its range. Look at what regulates it")
            : null;
    }

    private string Print(double value) => Domain.Basics.UnitPrint.With(value.ToString("0.####", CultureInfo.InvariantCulture), parameter.Unit);

    // From the set point to the nearer end of the normal range; NaN where either is missing.
    private static double RoomOf(Parameter parameter) => parameter is { Target: { } target, Normal: var normal }
        ? Math.Min(normal.Low is { } low && low < target ? target - low : double.PositiveInfinity, normal.High is { } high && high > target ? high - target : double.PositiveInfinity) is var near && double.IsFinite(near) ? near : double.NaN
        : double.NaN;
}
