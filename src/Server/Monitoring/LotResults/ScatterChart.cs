using System.Globalization;
using System.Text;
using Cellwright.Server.Record;

namespace Cellwright.Server.Monitoring.LotResults;

/// <summary>A point of a scatter chart.</summary>
/// <param name="Words">Which lot it is.</param>
/// <param name="IsNew">It did not train.</param>
internal sealed record ScatterPoint(double X, double Y, string Words, bool IsNew = false);

/// <summary>Points as an SVG picture, with a line through them; each axis is linear, or in powers of ten.</summary>
internal static class ScatterChart
{
    private const double Left = 80, Right = 470, Top = 10, Bottom = 280;

    /// <summary>The style of its parts.</summary>
    public const string Style = "svg.scatter{max-width:32rem}.dot{fill:#1d3557;fill-opacity:.65}.new{fill:#c8553d}.through{stroke:#8a94a3;stroke-width:1.2;stroke-dasharray:5 3}";

    /// <summary>The picture.</summary>
    /// <param name="words">What it shows, for those who do not see it.</param>
    /// <param name="points">In scaled values: log10 where an axis is in powers of ten.</param>
    /// <param name="across">Words below the axis.</param>
    /// <param name="up">Words beside the axis.</param>
    /// <param name="logarithmic">Whether each axis is in powers of ten.</param>
    /// <param name="line">Intercept and slope of a line in scaled values, or null.</param>
    /// <param name="alike">Both axes span the same.</param>
    public static Html Of(string words, IReadOnlyList<ScatterPoint> points, string across, string up, (bool X, bool Y) logarithmic, (double Intercept, double Slope)? line, bool alike)
    {
        if (points.Count == 0) return Html.None;
        var (x0, x1) = Span(points.Select(point => point.X).Concat(alike ? points.Select(point => point.Y) : []));
        var (y0, y1) = Span(points.Select(point => point.Y).Concat(alike ? points.Select(point => point.X) : []));
        double X(double at) => Left + ((at - x0) / (x1 - x0) * (Right - Left));
        double Y(double at) => Bottom - ((at - y0) / (y1 - y0) * (Bottom - Top));
        var parts = new StringBuilder();
        if (line is { } through)
        {
            // Only where both ends lie in the frame.
            var ends = new[] { x0, x1, (y0 - through.Intercept) / through.Slope, (y1 - through.Intercept) / through.Slope }
                .Where(at => at >= x0 - 1e-9 && at <= x1 + 1e-9 && through.Intercept + (through.Slope * at) >= y0 - 1e-9 && through.Intercept + (through.Slope * at) <= y1 + 1e-9).Order().ToArray();
            if (ends.Length > 1)
                parts.Append(Invariant($"<line class=\"through\" x1=\"{X(ends[0]):0.#}\" x2=\"{X(ends[^1]):0.#}\" y1=\"{Y(through.Intercept + (through.Slope * ends[0])):0.#}\" y2=\"{Y(through.Intercept + (through.Slope * ends[^1])):0.#}\"/>"));
        }

        foreach (var point in points)
            parts.Append(Invariant($"<circle class=\"{(point.IsNew ? "dot new" : "dot")}\" cx=\"{X(point.X):0.#}\" cy=\"{Y(point.Y):0.#}\" r=\"4\"><title>{Html.Escape(point.Words)}</title></circle>"));
        foreach (var (at, text) in Ticks(x0, x1, logarithmic.X)) parts.Append(Invariant($"<text x=\"{X(at):0.#}\" y=\"{Bottom + 16}\" text-anchor=\"middle\">{text}</text>"));
        foreach (var (at, text) in Ticks(y0, y1, logarithmic.Y)) parts.Append(Invariant($"<text x=\"{Left - 6}\" y=\"{Y(at) + 4:0.#}\" text-anchor=\"end\">{text}</text>"));
        parts.Append(Invariant($"<text x=\"{(Left + Right) / 2}\" y=\"{Bottom + 34}\" text-anchor=\"middle\">{Html.Escape(across)}</text><text transform=\"translate(16 {(Top + Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">{Html.Escape(up)}</text>"));
        return Html.Of($"<svg class=\"scatter\" viewBox=\"0 0 480 322\" role=\"img\" aria-label=\"{words}\">{new Html(parts.ToString())}<rect class=\"frame\" x=\"80\" y=\"10\" width=\"390\" height=\"270\"/></svg>");
    }

    private static (double Low, double High) Span(IEnumerable<double> values)
    {
        var (low, high) = values.Aggregate((Low: double.PositiveInfinity, High: double.NegativeInfinity), (ends, value) => (Math.Min(ends.Low, value), Math.Max(ends.High, value)));
        var room = high > low ? 0.06 * (high - low) : Math.Max(1e-9, 0.05 * Math.Abs(high));
        return (low - room, high + room);
    }

    // 1, 2 and 5 of each power of ten (all digits where these are fewer than three), or of a step that gives three to seven marks.
    private static IEnumerable<(double At, string Text)> Ticks(double low, double high, bool logarithmic)
    {
        if (logarithmic)
        {
            var marks = Marks([1, 2, 5]);
            if (marks.Length < 3) marks = Marks([1, 2, 3, 4, 5, 6, 7, 8, 9]);
            return marks.Select(mark => (mark.At, Math.Abs(mark.power) < 4 ? (mark.digit * Math.Pow(10, mark.power)).ToString("0.###", CultureInfo.InvariantCulture) : $"{mark.digit}e{mark.power}"));
        }

        var step = Math.Pow(10, Math.Floor(Math.Log10(high - low)));
        if ((high - low) / step < 2) step /= 5;
        else if ((high - low) / step < 4) step /= 2;
        return Enumerable.Range((int)Math.Ceiling(low / step), Math.Max(0, (int)Math.Floor(high / step) - (int)Math.Ceiling(low / step) + 1)).Select(mark => (mark * step, (mark * step).ToString("G4", CultureInfo.InvariantCulture)));

        (double At, int digit, int power)[] Marks(int[] digits) =>
            [.. Enumerable.Range((int)Math.Floor(low), (int)Math.Ceiling(high) - (int)Math.Floor(low) + 1).SelectMany(power => digits.Select(digit => (power + Math.Log10(digit), digit, power))).Where(mark => mark.Item1 >= low && mark.Item1 <= high)];
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
