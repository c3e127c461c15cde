using System.Globalization;
using Cellwright.Domain.Recipes;

namespace Cellwright.Server.Record;

/// <summary>Where a value lies in its ranges, as a small SVG: proven range light, normal range dark, target a line, the value a mark.</summary>
internal static class RangeBar
{
    private const double Width = 150;
    private const double Edge = 8;

    /// <summary>The picture, or nothing for a parameter without limits.</summary>
    public static Html Of(Parameter? parameter, double value)
    {
        if (parameter is null || (parameter.Normal.IsOpen && parameter.Proven.IsOpen) || !double.IsFinite(value)) return Html.None;
        var ends = new[] { parameter.Proven.Low, parameter.Proven.High, parameter.Normal.Low, parameter.Normal.High, parameter.Target }
            .OfType<double>().ToList();
        var (low, high) = (ends.Min(), ends.Max());
        // A range that is open at one end is drawn with some room there, and with the value in it when it lies near.
        var span = high > low ? high - low : Math.Max(Math.Abs(high), 1);
        if (parameter.Proven.Low is null && parameter.Normal.Low is null) low = Math.Max(value < low ? value : low - span, low - (4 * span));
        if (parameter.Proven.High is null && parameter.Normal.High is null) high = Math.Min(value > high ? value : high + span, high + (4 * span));
        var room = 0.12 * (high > low ? high - low : 1);
        (low, high) = (low - room, high + room);

        double At(double x) => Math.Clamp(Edge + ((x - low) / (high - low) * (Width - (2 * Edge))), Edge, Width - Edge);
        Html Band(Limits limits, string kind)
        {
            if (limits.IsOpen) return Html.None;
            var (from, to) = (limits.Low is { } l ? At(l) : Edge, limits.High is { } h ? At(h) : Width - Edge);
            return Html.Of($"<rect class=\"{kind}\" x=\"{Px(from)}\" y=\"6\" width=\"{Px(Math.Max(to - from, 1))}\" height=\"8\"/>");
        }

        var place = At(value);
        var target = parameter.Target is { } t ? Html.Of($"<line class=\"target\" x1=\"{Px(At(t))}\" x2=\"{Px(At(t))}\" y1=\"4\" y2=\"16\"/>") : Html.None;
        var mark = value < low ? Html.Of($"<path class=\"mark\" d=\"M{Px(Edge)} 4 v12 l-7 -6 z\"/>")
            : value > high ? Html.Of($"<path class=\"mark\" d=\"M{Px(Width - Edge)} 4 v12 l7 -6 z\"/>")
            : Html.Of($"<path class=\"mark\" d=\"M{Px(place)} 5 l4.5 5 l-4.5 5 l-4.5 -5 z\"/>");
        return Html.Of($"""
            <svg class="range" viewBox="0 0 150 20" width="150" height="20" role="img" aria-label="{Words(parameter, value)}"><line class="axis" x1="8" x2="142" y1="10" y2="10"/>{Band(parameter.Proven, "proven")}{Band(parameter.Normal, "nor")}{target}{mark}</svg>
            """);
    }

    private static string Words(Parameter parameter, double value) =>
        $"{Wording.Legible(value)} in normal range {Wording.Range(parameter.Normal, parameter.Unit)}, proven range {Wording.Range(parameter.Proven, parameter.Unit)}";

    internal static string Px(double x) => Math.Round(x, 1).ToString(CultureInfo.InvariantCulture);
}
