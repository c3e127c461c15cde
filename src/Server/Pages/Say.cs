using System.Globalization;
using Cellwright.Domain.Basics;

namespace Cellwright.Server.Pages;

/// <summary>Numbers, units and times as people on the floor read them. The record itself keeps what came.</summary>
public static class Say
{
    /// <summary>A day as a field for days writes it, e.g. <c>2026-03-02</c>.</summary>
    public static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The end of a day at the site, from such a field.</summary>
    public static bool TryEndOfDay(string day, TimeSpan offset, out DateTimeOffset end)
    {
        var read = DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        end = read ? new DateTimeOffset(date, new TimeOnly(23, 59), offset) : default;
        return read;
    }

    /// <summary>A day and time as a field for both writes it, e.g. <c>2026-03-02T14:05</c>.</summary>
    public static string Moment(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The time of day at the site from such a field.</summary>
    public static bool TryMoment(string text, out DateTime local) =>
        DateTime.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out local);

    /// <summary>A member of an enumeration as a word, e.g. <c>critical</c>.</summary>
    public static string Word(Enum member) => member.ToString().ToLowerInvariant();

    /// <summary>A UCUM unit in print: <c>Cel</c> is °C; what has no better print stays as it is.</summary>
    public static string Unit(string ucum) => UnitPrint.Of(ucum);

    // No instrument of this field gives so many figures; what has more was computed (engineering assumption).
    private const int MostGiven = 12;

    /// <summary>A number with every figure that it came with, large ones in groups, very large and very small ones by powers of ten. A computed one has six figures, the record has all.</summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value)) return "–";
        if (value == 0) return "0"; // also when it is a negative one
        if (Of(value).Figures.Length > MostGiven) value = double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var size = Math.Abs(value);
        return size >= 1e-3 && (size < 1e5 || (size < 1e12 && Of(value).Figures.Length > 5)) ? Grouped((decimal)value) : Power(value);
    }

    /// <summary>An amount with every figure that it came with, the large ones in groups of three.</summary>
    public static string Grouped(decimal amount)
    {
        var plain = amount.ToString("0.#############################", CultureInfo.InvariantCulture);
        if (Math.Abs(amount) < 10_000) return plain;
        var whole = plain.IndexOf('.') is >= 0 and var point ? point : plain.Length;
        for (var at = whole - 3; at > (amount < 0 ? 1 : 0); at -= 3) plain = plain.Insert(at, Thin);
        return plain;
    }

    // A narrow space at which no line ends.
    private const string Thin = "\u202f";

    // The figures of a number without the zeros around them, and the power of ten of the first.
    private static (string Figures, int Exponent) Of(double value)
    {
        var parts = value.ToString("E16", CultureInfo.InvariantCulture).Split('E');
        var shortest = value.ToString("R", CultureInfo.InvariantCulture).Split('E')[0];
        var figures = string.Concat(shortest.Where(char.IsAsciiDigit)).Trim('0');
        return (figures, int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Every digit of the record.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Number and unit.</summary>
    public static string Value(double value, string unit) => $"{Number(value)} {Unit(unit)}".TrimEnd();

    /// <summary>Time of day with the offset; with the day when it is another one than today, and with the year when it is another one than this.</summary>
    public static string Time(DateTimeOffset at, DateTimeOffset now)
    {
        var local = at.ToOffset(now.Offset);
        var format = local.Date == now.Date ? "HH:mm:ss zzz" : local.Year == now.Year ? "d MMM HH:mm zzz" : "d MMM yyyy HH:mm zzz";
        return local.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>Time of day to the minute with the offset, as a clock for a whole page.</summary>
    public static string Clock(DateTimeOffset at) => at.ToString("HH:mm zzz", CultureInfo.InvariantCulture);

    /// <summary>Date and time with the offset, as the record prints it.</summary>
    public static string Stamp(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    /// <summary>Date and time to the minute with the offset, for lists whose seconds tell nothing.</summary>
    public static string Minute(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);

    /// <summary>How long, in the two units that matter.</summary>
    public static string Span(TimeSpan span)
    {
        if (span < TimeSpan.Zero) span = -span;
        return span switch
        {
            { TotalDays: >= 1 } => $"{(int)span.TotalDays} d {span.Hours} h",
            { TotalHours: >= 1 } => $"{(int)span.TotalHours} h {span.Minutes:00} min",
            { TotalMinutes: >= 1 } => $"{span.Minutes} min {span.Seconds:00} s",
            _ => $"{span.TotalSeconds:0} s",
        };
    }

    private static string Power(double value)
    {
        var (figures, exponent) = Of(value);
        return $"{(value < 0 ? "-" : "")}{figures[0]}{(figures.Length > 1 ? "." : "")}{figures[1..]} × 10{Superscript(exponent)}";
    }

    private static string Superscript(int number) =>
        string.Concat(number.ToString(CultureInfo.InvariantCulture).Select(letter => letter == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[letter - '0']));
}
