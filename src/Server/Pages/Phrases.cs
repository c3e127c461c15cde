using Cellwright.Domain.Recipes;
using Microsoft.Extensions.Localization;

namespace Cellwright.Server.Pages;

/// <summary>Words around numbers and times that many pages share. The numbers themselves are those of <see cref="Say"/>, alike in every language.</summary>
public sealed class Phrases(IStringLocalizer<Phrases> T)
{
    /// <summary>What to say when what was typed is not a number.</summary>
    public string NotANumber => T["not-a-number"];

    /// <summary>A range with its unit, or null when it has no limit.</summary>
    public string? Range(Limits limits, string unit) => limits switch
    {
        { Low: { } low, High: { } high } => T["from-to", Say.Number(low), Say.Value(high, unit)],
        { Low: { } low } => T["at-least", Say.Value(low, unit)],
        { High: { } high } => T["at-most", Say.Value(high, unit)],
        _ => default(string),
    };

    /// <summary>Time left, or how long it is over.</summary>
    public string Left(DateTimeOffset until, DateTimeOffset now) =>
        until >= now ? T["left", Say.Span(until - now)] : T["over-by", Say.Span(now - until)];
}
