using Cellwright.Domain.Basics;

namespace Cellwright.Server.Access.Pages;

/// <summary>What a person sees in a browser where a program reads a rule and a sentence: what is wrong, what to do, and the way back to the board.</summary>
internal static class FaultPage
{
    /// <summary>True when whoever asks is shown a page; a program that asks for anything else is answered as JSON.</summary>
    public static bool IsAskedFor(HttpRequest request) =>
        request.Headers.Accept.Any(accepted => accepted?.Contains("text/html", StringComparison.OrdinalIgnoreCase) ?? false);

    /// <summary>The page for an answer that failed.</summary>
    /// <param name="http">The request.</param>
    /// <param name="status">The status of the answer.</param>
    /// <param name="refusal">What a program is told.</param>
    public static IResult Of(HttpContext http, int status, Refusal refusal)
    {
        var T = Page.Words(http, typeof(FaultPage));
        var (title, sentence) = refusal.Rule switch
        {
            "record-damaged" => (T["fault"], refusal.Sentence), // it names the page that says what to do
            _ when status == 404 => (T["nothing"], T["nothing-do", http.Request.Path.Value ?? "/"]),
            _ when status == 503 => (T["away"], T["away-do"]),
            _ when status >= 500 => (T["fault"], T["fault-do"]),
            _ => (T["not-understood"], T["not-understood-do"]),
        };
        // What was posted is not asked for again by a link.
        var again = status >= 500 && HttpMethods.IsGet(http.Request.Method) ? Link(http.Request.Path + http.Request.QueryString, T["again"]) : "";
        return Page.Say(http, new PageText(title, sentence, "", "", Below: again + Link("/", T["board"])), status);
    }

    private static string Link(string address, string words) => $"<a class=\"go\" href=\"{Page.Text(address)}\">{Page.Text(words)}</a>";
}
