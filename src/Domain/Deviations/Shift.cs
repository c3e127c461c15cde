namespace Cellwright.Domain.Deviations;

/// <summary>A working shift: eight hours that begin at 06:00, 14:00 or 22:00 of the site's time (an engineering assumption).</summary>
/// <param name="Start">When it begins.</param>
public readonly record struct Shift(DateTimeOffset Start)
{
    /// <summary>How long a shift lasts.</summary>
    public static TimeSpan Length { get; } = TimeSpan.FromHours(8);

    /// <summary>The shift in which a time of the record lies; its offset is the site's.</summary>
    public static Shift Of(DateTimeOffset at)
    {
        var midnight = new DateTimeOffset(at.Date, at.Offset);
        return at.Hour switch
        {
            < 6 => new(midnight.AddHours(-2)),
            < 14 => new(midnight.AddHours(6)),
            < 22 => new(midnight.AddHours(14)),
            _ => new(midnight.AddHours(22)),
        };
    }

    /// <summary>When it ends.</summary>
    public DateTimeOffset End => Start + Length;

    /// <summary>Which of the three of a day: <c>early</c>, <c>late</c> or <c>night</c>.</summary>
    public string Turn => Start.Hour switch { 6 => "early", 14 => "late", _ => "night" };

    /// <summary>For people, e.g. <c>late shift of 2026-03-02</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Turn} shift of {Start:yyyy-MM-dd}");
}
