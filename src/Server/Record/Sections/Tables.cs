namespace Cellwright.Server.Record;

/// <summary>Tables with a caption and proper headers, or a sentence where there is nothing to list: absence is said, not left out.</summary>
internal static class Tables
{
    public static Html Of(string caption, IReadOnlyList<string> heads, IEnumerable<Html> rows, string nothing, string kind = "plain")
    {
        var lines = rows.ToList();
        return lines.Count == 0
            ? Html.Of($"<p class=\"nothing\">{nothing}</p>")
            : Html.Of($"""
                <table class="{kind}"><caption>{caption}</caption><thead><tr>{heads.Select(head => Html.Of($"<th scope=\"col\">{head}</th>"))}</tr></thead><tbody>
                {lines}</tbody></table>
                """);
    }

    public static Html Row(params ReadOnlySpan<Html> cells)
    {
        var text = Html.None;
        foreach (var cell in cells) text = Html.Of($"{text}<td>{cell}</td>");
        return Html.Of($"<tr>{text}</tr>\n");
    }

    public static Html Section(string id, string title, Html body) => Html.Of($"""
        <section id="{id}" aria-labelledby="{id}-title"><h2 id="{id}-title">{title}</h2>
        {body}
        </section>
        """);

    public static Html StepLink(string key) => Html.Of($"<a href=\"#step-{key}\">{key}</a>");
}
