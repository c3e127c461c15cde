using System.Globalization;
using System.Text;
using Cellwright.Server.Record;

namespace Cellwright.Server.Monitoring;

/// <summary>A line of a chart; a value that is not finite is a gap.</summary>
/// <param name="Kind">Its class in the style sheet.</param>
/// <param name="Points">Time and value.</param>
internal sealed record ChartLine(string Kind, IReadOnlyList<(double X, double Y)> Points);

/// <summary>Lines over the time of a run as an SVG picture, with a band behind them and a limit across.</summary>
internal static class Chart
{
    private const double Left = 60, Right = 700, Top = 10, Bottom = 170;

    /// <summary>The style of its parts.</summary>
    public const string Style =
        "svg{width:100%;max-width:45rem;height:auto;font:11px system-ui,sans-serif}.frame{fill:none;stroke:#888}.band{fill:#dde3ea;stroke:none}.line{fill:none;stroke:#1d3557;stroke-width:1.6}"
        + ".other{fill:none;stroke:#8a94a3;stroke-width:1.2}.limit{stroke:#9b1c1c;stroke-dasharray:5 3}.onset{fill:#f3d9b1;opacity:.6}.alarm{stroke:#9b1c1c;stroke-width:2}";

    /// <summary>The picture.</summary>
    /// <param name="words">What it shows, for those who do not see it.</param>
    /// <param name="lines">Drawn in their order; the first decides the extent in time.</param>
    /// <param name="band">Low and high at each time, or null.</param>
    /// <param name="limit">A horizontal limit, or null.</param>
    /// <param name="alarm">Time of the alarm, or null.</param>
    /// <param name="onset">Interval in which the process moved, or null.</param>
    /// <param name="print">How a time is written; null for the number that it is.</param>
    public static Html Of(
        string words, IReadOnlyList<ChartLine> lines, IReadOnlyList<(double X, double Low, double High)>? band = null, double? limit = null, double? alarm = null, (double Low, double High)? onset = null,
        Func<double, string>? print = null)
    {
        var xs = lines.SelectMany(line => line.Points).Select(point => point.X).ToArray();
        var ys = lines.SelectMany(line => line.Points).Select(point => point.Y).Concat((band ?? []).SelectMany(at => (double[])[at.Low, at.High])).Append(limit ?? double.NaN).Where(double.IsFinite).ToArray();
        if (xs.Length == 0 || ys.Length == 0) return Html.None;
        var (x0, x1, y0, y1) = (xs.Min(), xs.Max(), ys.Min(), ys.Max());
        var room = y1 > y0 ? 0.06 * (y1 - y0) : Math.Max(1e-9, Math.Abs(y1) * 0.05);
        (y0, y1) = (y0 - room, y1 + room);
        double X(double at) => Left + (Math.Clamp((at - x0) / Math.Max(x1 - x0, 1e-12), 0, 1) * (Right - Left));
        double Y(double value) => Bottom - ((value - y0) / (y1 - y0) * (Bottom - Top));
        var parts = new StringBuilder();
        if (onset is { } began) parts.Append(Invariant($"<rect class=\"onset\" x=\"{X(began.Low):0.#}\" y=\"{Top}\" width=\"{Math.Max(2, X(began.High) - X(began.Low)):0.#}\" height=\"{Bottom - Top}\"/>"));
        if (band is { Count: > 0 })
        {
            var there = band.Where(at => double.IsFinite(at.Low) && double.IsFinite(at.High)).ToArray();
            var edge = there.Select(at => Invariant($"{X(at.X):0.#} {Y(at.High):0.#}")).Concat(there.Reverse().Select(at => Invariant($"{X(at.X):0.#} {Y(at.Low):0.#}")));
            parts.Append($"<polygon class=\"band\" points=\"{string.Join(' ', edge)}\"/>");
        }

        if (limit is { } across) parts.Append(Invariant($"<line class=\"limit\" x1=\"{Left}\" x2=\"{Right}\" y1=\"{Y(across):0.#}\" y2=\"{Y(across):0.#}\"/>"));
        foreach (var line in lines) parts.Append($"<path class=\"{line.Kind}\" d=\"{Path(line.Points, X, Y)}\"/>");
        if (alarm is { } at) parts.Append(Invariant($"<line class=\"alarm\" x1=\"{X(at):0.#}\" x2=\"{X(at):0.#}\" y1=\"{Top}\" y2=\"{Bottom}\"/>"));
        foreach (var value in (double[])[y0 + room, y1 - room]) parts.Append(Invariant($"<text x=\"{Left - 6}\" y=\"{Y(value) + 4:0.#}\" text-anchor=\"end\">{value:G4}</text>"));
        foreach (var time in (double[])[x0, x1]) parts.Append(Invariant($"<text x=\"{X(time):0.#}\" y=\"{Bottom + 16}\" text-anchor=\"{(time == x0 ? "start" : "end")}\">{Html.Escape(print?.Invoke(time) ?? Invariant($"{time:G6}"))}</text>"));
        return Html.Of($"<svg viewBox=\"0 0 720 190\" role=\"img\" aria-label=\"{words}\">{new Html(parts.ToString())}<rect class=\"frame\" x=\"60\" y=\"10\" width=\"640\" height=\"160\"/></svg>");
    }

    private static string Path(IReadOnlyList<(double X, double Y)> points, Func<double, double> x, Func<double, double> y)
    {
        var (path, down) = (new StringBuilder(), false);
        foreach (var point in points)
        {
            if (double.IsFinite(point.Y)) path.Append(Invariant($"{(down ? 'L' : 'M')}{x(point.X):0.#} {y(point.Y):0.#}"));
            down = double.IsFinite(point.Y);
        }

        return path.ToString();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
