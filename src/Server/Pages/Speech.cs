using System.Globalization;
using Cellwright.Domain.Basics;
using Microsoft.Extensions.Localization;

namespace Cellwright.Server.Pages;

/// <summary>What rules say (<see cref="Phrase"/>), in the language of whoever looks. Each case stands under its own name in the text file; its English there is that of the rule, and a test compares them.</summary>
public sealed class Speech(IStringLocalizer<Speech> texts)
{
    /// <summary>One phrase.</summary>
    public string Of(Phrase phrase) =>
        texts[phrase.Key] is { ResourceNotFound: false } found
            ? string.Format(CultureInfo.InvariantCulture, found.Value, [.. phrase.Values.Select(value => value is Phrase inner ? Of(inner) : value)])
            : phrase.ToString();

    /// <summary>Several, with commas between.</summary>
    public string Of(IEnumerable<Phrase> phrases) => string.Join(", ", phrases.Select(Of));
}
