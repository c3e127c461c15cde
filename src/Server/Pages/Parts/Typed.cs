using System.Globalization;
using System.Text.RegularExpressions;

namespace Cellwright.Server.Pages.Parts;

/// <summary>What people type.</summary>
public static partial class Typed
{
    /// <summary>Reads a number with a decimal point or comma, also as <c>1.2e6</c>. <c>1,500</c> is refused: it is read in two ways.</summary>
    public static bool TryNumber(string? text, out double value)
    {
        value = double.NaN;
        var trimmed = text?.Trim() ?? "";
        return !Thousands().IsMatch(trimmed)
            && double.TryParse(trimmed.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    [GeneratedRegex(@"^[+-]?\d{1,3},\d{3}$")]
    private static partial Regex Thousands();
}
