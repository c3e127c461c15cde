using System.Globalization;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;
using Cellwright.Ledger;

namespace Cellwright.Server.Record;

/// <summary>How values, times and people are written in the copy for people. Every datum bears its exact form beside the words.</summary>
internal static class Wording
{
    private const int LegibleDigits = 6;

    /// <summary>Date and time to the second, with offset; the exact instant in the markup.</summary>
    public static Html Time(DateTimeOffset at) => Html.Of($"<time datetime=\"{at.ToString("O", CultureInfo.InvariantCulture)}\">{Plain(at)}</time>");

    /// <summary>Date and time to the second, with offset.</summary>
    public static string Plain(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    /// <summary>Every digit that the number came with.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The number with its unit; where it has more digits than an eye takes in, rounded first and then in full.</summary>
    public static Html Number(double value, string unit)
    {
        var exact = Exact(value);
        var shown = Legible(value);
        var full = Rounded(value) == value || !double.IsFinite(value) ? Html.None : Html.Of($"<small class=\"exact\">exactly {exact}</small>");
        return Html.Of($"<data value=\"{exact}\">{shown}</data>{Unit(unit)}{full}");
    }

    /// <summary>A number for reading: at most 6 significant digits, powers of ten from 10⁶ on.</summary>
    public static string Legible(double value)
    {
        if (!double.IsFinite(value)) return Exact(value);
        var rounded = Rounded(value);
        return Spelled(Math.Abs(rounded) is >= 1e6 or (> 0 and < 1e-4)
            ? rounded.ToString("0.#####E+0", CultureInfo.InvariantCulture)
            : Exact(rounded));
    }

    /// <summary>The unit as people write it, or nothing for a plain number.</summary>
    public static Html Unit(string unit) => unit == "1" ? Html.None : Html.Of($" <span class=\"unit\">{UnitText(unit)}</span>");

    /// <summary>The UCUM code as people write it where that is shorter than an explanation; else the code.</summary>
    public static string UnitText(string unit) => unit switch
    {
        "Cel" => "°C",
        "um" => "µm",
        "mosm/kg" => "mOsm/kg",
        "1" => "",
        _ => unit,
    };

    /// <summary>A range in words.</summary>
    public static string Range(Limits limits, string unit)
    {
        var text = UnitText(unit) is { Length: > 0 } written ? " " + written : "";
        return limits switch
        {
            { Low: { } low, High: { } high } => $"{Legible(low)} to {Legible(high)}{text}",
            { Low: { } low } => $"at least {Legible(low)}{text}",
            { High: { } high } => $"at most {Legible(high)}{text}",
            _ => "not limited",
        };
    }

    /// <summary>Printed name and user id.</summary>
    public static Html Person(ExecutedRecord record, string userId) =>
        Html.Of($"<span class=\"person\">{record.NameOf(userId)} <small>({userId})</small></span>");

    /// <summary>When and by whom something was done; what was entered from paper afterwards bears its mark.</summary>
    public static Html Done(ExecutedRecord record, Entry entry, IStored happened) => happened.Late is { } late
        ? Html.Of($"{Time(late.At)}<br>{Person(record, late.By)}{Late(record, new LateMark(late, entry.Actor, entry.At))}")
        : Html.Of($"{Time(entry.At)}<br>{Person(record, entry.Actor)}");

    /// <summary>The mark of what was done on paper and entered afterwards, with who entered it when, and who compared it; nothing for what was recorded as it happened.</summary>
    public static Html Late(ExecutedRecord record, LateMark? late) => late is null ? Html.None : Html.Of($"""
        <br><span class="badge alert">late entry</span> <small>done on paper {late.Claim.Pack}, entered {Time(late.EnteredAt)} by {record.NameOf(late.EnteredBy)} ({late.EnteredBy}), compared by {late.Claim.VerifierName} ({late.Claim.Verifier}){(late.Claim.Doubt is { } doubt ? Html.Of($"; <span class=\"alert\">▲ {doubt}</span>") : Html.None)}</small>
        """);

    /// <summary>What a value means against its ranges, in words and by a sign that does not need colour.</summary>
    public static Html Assessed(Assessment assessment, Parameter? parameter) => assessment switch
    {
        Assessment.Outside => Html.Of($"<span class=\"outside\">■ outside the proven acceptable range</span>"),
        Assessment.Alert => Html.Of($"<span class=\"alert\">▲ alert: outside the normal operating range</span>"),
        _ when parameter is null or { Normal.IsOpen: true, Proven.IsOpen: true } => Html.Of($"<span class=\"normal\">○ no limit set</span>"),
        _ => Html.Of($"<span class=\"normal\">● in the normal operating range</span>"),
    };

    /// <summary>Where a value came from, in words.</summary>
    public static string Source(ValueSource source) => source switch
    {
        ValueSource.Equipment => "from equipment",
        ValueSource.Hand => "by hand",
        ValueSource.Fallback => "by hand, as a declared fallback",
        _ => "computed",
    };

    /// <summary>The status of a batch in words.</summary>
    public static string Status(BatchStatus status) => status switch
    {
        BatchStatus.Completed => "completed",
        BatchStatus.Aborted => "aborted",
        BatchStatus.Ordered => "ordered, not started",
        BatchStatus.Paused => "paused: this record is not finished",
        _ => "running: this record is not finished",
    };

    private static double Rounded(double value) =>
        double.Parse(value.ToString($"G{LegibleDigits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    // 1.5E+6 is read as 1.5 × 10⁶.
    private static string Spelled(string number)
    {
        var e = number.IndexOf('E');
        if (e < 0) return number;
        var power = string.Concat(number[(e + 1)..].Replace("+", "", StringComparison.Ordinal).TrimStart('0').Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
        return $"{number[..e]} × 10{power}";
    }
}
