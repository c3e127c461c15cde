using Cellwright.Domain.Recipes;

namespace Cellwright.Server.Pages.Parts;

/// <summary>Where a value stands between the ends of a range bar, from 0 to 1; by powers of ten where the limits lie far apart.</summary>
public sealed record Scale(double Low, double High, bool Powers)
{
    /// <summary>The share of the bar at which <paramref name="value"/> stands; values beyond the ends stand at the ends.</summary>
    public double At(double value)
    {
        var share = Powers
            ? (Math.Log10(Math.Max(value, Low)) - Math.Log10(Low)) / (Math.Log10(High) - Math.Log10(Low))
            : (value - Low) / (High - Low);
        return Math.Clamp(share, 0, 1);
    }

    /// <summary>A scale that shows the limits with room beside them, or null when the parameter has none.</summary>
    public static Scale? Of(Parameter parameter, double? value)
    {
        var limits = new[] { parameter.Proven.Low, parameter.Normal.Low, parameter.Normal.High, parameter.Proven.High }.OfType<double>().ToList();
        if (limits.Count == 0) return null;
        var shown = parameter.Target is { } target ? [.. limits, target] : limits;
        var (low, high) = (shown.Min(), shown.Max());
        if (low > 0 && high / low >= 30) return new Scale(low / 2, high * 2, true);
        if (parameter.Proven.Low is null && low > 0) low = 0;
        if (high == low) (low, high) = (low - Math.Max(1, Math.Abs(low)), high + Math.Max(1, Math.Abs(high)));
        var room = (high - low) * .12;
        // A value some way outside still shows how far; one very far off stands at the end.
        if (value is { } seen && double.IsFinite(seen))
        {
            low = Math.Max(Math.Min(low, seen), low - (high - low));
            high = Math.Min(Math.Max(high, seen), high + (high - low));
        }

        return new Scale(low == 0 && parameter.Proven.Low is null ? 0 : low - room, high + room, false);
    }
}
