using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Cellwright.Server.Pages;

/// <summary>A sentence of a text file whose places are taken by pieces of a page: a translation puts them where its language wants them.</summary>
public static partial class Sentence
{
    /// <summary>The text of <paramref name="key"/> with <c>{0}</c>, <c>{1}</c>… drawn as these pieces.</summary>
    public static RenderFragment With(this IStringLocalizer texts, string key, params RenderFragment[] pieces) => builder =>
    {
        var parts = Places().Split(texts[key].Value);
        for (var at = 0; at < parts.Length; at++)
        {
            // Every second part is the number of a place.
            if (at % 2 == 0) builder.AddContent(0, parts[at]);
            else builder.AddContent(1, pieces[parts[at][0] - '0']);
        }
    };

    [GeneratedRegex(@"\{(\d)\}")]
    private static partial Regex Places();
}
