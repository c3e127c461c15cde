using System.Globalization;
using System.Text;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Recipes;
using static Cellwright.Server.Record.RangeBar;

namespace Cellwright.Server.Record;

/// <summary>The readings of a tag over a step as an SVG line: limits drawn, values that the step recorded marked, times in the site's zone.</summary>
internal static class TrendPicture
{
    private const double Left = 58, Right = 712, Top = 10, Bottom = 150;
    private const int Columns = 600;

    /// <summary>The picture.</summary>
    public static Html Of(StepTrend trend, TimeSpan offset)
    {
        var (low, high) = Extent(trend);
        var span = Math.Max((trend.To - trend.From).TotalSeconds, 1);
        double X(DateTimeOffset at) => Left + (Math.Clamp((at - trend.From).TotalSeconds / span, 0, 1) * (Right - Left));
        double Y(double value) => Bottom - ((Math.Clamp(value, low, high) - low) / (high - low) * (Bottom - Top));

        return Html.Of($"""
            <svg class="trend" viewBox="0 0 720 182" role="img" aria-label="{Words(trend)}">{Band(trend.Parameter.Proven, "proven", Y)}{Band(trend.Parameter.Normal, "nor", Y)}{Target(trend, Y)}{ValueTicks(low, high, Y)}{TimeTicks(trend, offset, X)}<rect class="frame" x="{Px(Left)}" y="{Px(Top)}" width="{Px(Right - Left)}" height="{Px(Bottom - Top)}"/>{Line(trend, false, X, Y)}{Line(trend, true, X, Y)}{Marks(trend, X, Y)}</svg>
            """);
    }

    private static (double Low, double High) Extent(StepTrend trend)
    {
        var values = trend.Readings.Select(reading => reading.Value)
            .Concat(trend.Recorded.Select(value => value.Value))
            .Concat(new[] { trend.Parameter.Normal.Low, trend.Parameter.Normal.High, trend.Parameter.Proven.Low, trend.Parameter.Proven.High, trend.Parameter.Target }.OfType<double>())
            .Where(double.IsFinite).ToList();
        if (values.Count == 0) return (0, 1);
        var (low, high) = (values.Min(), values.Max());
        var room = high > low ? 0.08 * (high - low) : Math.Max(Math.Abs(high) * 0.05, 0.5);
        return (low - room, high + room);
    }

    private static Html Band(Limits limits, string kind, Func<double, double> y)
    {
        if (limits.IsOpen) return Html.None;
        var (top, bottom) = (limits.High is { } high ? y(high) : Top, limits.Low is { } low ? y(low) : Bottom);
        Html Limit(double? at) => at is { } value
            ? Html.Of($"<line class=\"{kind}-limit\" x1=\"{Px(Left)}\" x2=\"{Px(Right)}\" y1=\"{Px(y(value))}\" y2=\"{Px(y(value))}\"/>")
            : Html.None;
        return Html.Of($"<rect class=\"{kind}\" x=\"{Px(Left)}\" y=\"{Px(top)}\" width=\"{Px(Right - Left)}\" height=\"{Px(Math.Max(bottom - top, 0))}\"/>{Limit(limits.Low)}{Limit(limits.High)}");
    }

    private static Html Target(StepTrend trend, Func<double, double> y) => trend.Parameter.Target is { } target
        ? Html.Of($"<line class=\"target\" x1=\"{Px(Left)}\" x2=\"{Px(Right)}\" y1=\"{Px(y(target))}\" y2=\"{Px(y(target))}\"/>")
        : Html.None;

    private static Html Marks(StepTrend trend, Func<DateTimeOffset, double> x, Func<double, double> y) =>
        Html.All(trend.Recorded.Select(value => Html.Of($"<circle class=\"recorded\" cx=\"{Px(x(value.SourceAt))}\" cy=\"{Px(y(value.Value))}\" r=\"4\"/>")));

    // More readings than columns are drawn as the least and the greatest of each column: no peak is lost.
    private static Html Line(StepTrend trend, bool historical, Func<DateTimeOffset, double> x, Func<double, double> y)
    {
        var path = new StringBuilder();
        DateTimeOffset? last = null;
        foreach (var column in trend.Readings.Where(reading => reading.Historical == historical && double.IsFinite(reading.Value))
            .GroupBy(reading => (int)((x(reading.At) - Left) / (Right - Left) * Columns)))
        {
            var (first, least, greatest) = (column.First(), column.MinBy(reading => reading.Value)!, column.MaxBy(reading => reading.Value)!);
            var pen = last is { } before && first.At - before <= trend.Gap ? 'L' : 'M';
            path.Append(CultureInfo.InvariantCulture, $"{pen}{Px(x(first.At))} {Px(y(first.Value))}");
            foreach (var reading in new[] { least, greatest }.OrderBy(reading => reading.At).Where(reading => reading != first))
                path.Append(CultureInfo.InvariantCulture, $"L{Px(x(reading.At))} {Px(y(reading.Value))}");
            last = column.Max(reading => reading.At);
        }

        return path.Length == 0 ? Html.None : Html.Of($"<path class=\"{(historical ? "line historical" : "line")}\" d=\"{path.ToString()}\"/>");
    }

    private static Html ValueTicks(double low, double high, Func<double, double> y)
    {
        var step = Nice((high - low) / 4);
        var ticks = new List<Html>();
        for (var n = Math.Ceiling(low / step); n * step <= high; n++)
        {
            var value = Math.Round(n * step, 10);
            ticks.Add(Html.Of($"<line class=\"tick\" x1=\"{Px(Left)}\" x2=\"{Px(Right)}\" y1=\"{Px(y(value))}\" y2=\"{Px(y(value))}\"/><text class=\"left\" x=\"{Px(Left - 6)}\" y=\"{Px(y(value) + 3.5)}\">{Wording.Legible(value)}</text>"));
        }

        return Html.All(ticks);
    }

    private static readonly TimeSpan[] Steps =
    [
        TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(3), TimeSpan.FromHours(6), TimeSpan.FromHours(12), TimeSpan.FromDays(1), TimeSpan.FromDays(2), TimeSpan.FromDays(7), TimeSpan.FromDays(28),
    ];

    private static Html TimeTicks(StepTrend trend, TimeSpan offset, Func<DateTimeOffset, double> x)
    {
        var step = Steps.FirstOrDefault(step => (trend.To - trend.From) / step <= 7, Steps[^1]);
        var (from, to) = (trend.From.ToOffset(offset), trend.To.ToOffset(offset));
        var format = step < TimeSpan.FromMinutes(1) ? "HH:mm:ss" : step < TimeSpan.FromDays(1) && from.Date == to.Date ? "HH:mm" : step < TimeSpan.FromDays(1) ? "MM-dd HH:mm" : "MM-dd";
        var ticks = new List<Html>();
        for (var n = (from.DateTime.Ticks + step.Ticks - 1) / step.Ticks; n * step.Ticks <= to.DateTime.Ticks; n++)
        {
            var at = new DateTimeOffset(n * step.Ticks, offset);
            ticks.Add(Html.Of($"<line class=\"tick\" x1=\"{Px(x(at))}\" x2=\"{Px(x(at))}\" y1=\"{Px(Top)}\" y2=\"{Px(Bottom)}\"/><text class=\"below\" x=\"{Px(x(at))}\" y=\"164\">{at.ToString(format, CultureInfo.InvariantCulture)}</text>"));
        }

        return Html.Of($"{Html.All(ticks)}<text class=\"zone\" x=\"{Px(Right)}\" y=\"178\">{from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, times at UTC{from.ToString("zzz", CultureInfo.InvariantCulture)}</text>");
    }

    private static double Nice(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        var lead = step / power;
        return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
    }

    private static string Words(StepTrend trend) =>
        $"{trend.Parameter.Title} of {trend.Equipment}, {trend.Readings.Count} readings from {Wording.Plain(trend.From)} to {Wording.Plain(trend.To)}"
        + (trend.Readings.Count == 0 ? "" : $", least {Wording.Legible(trend.Readings.Min(reading => reading.Value))}, greatest {Wording.Legible(trend.Readings.Max(reading => reading.Value))}");
}
