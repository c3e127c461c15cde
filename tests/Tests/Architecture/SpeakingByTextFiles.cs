using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Cellwright.Server.Pages;
using Cellwright.Server.Pages.Parts;
using Microsoft.AspNetCore.Components.Rendering;

namespace Cellwright.Tests.Architecture;

/// <summary>No page has words of its own: read from the compiled code, where a text in markup and one composed in C# look the same (decision 0026).</summary>
public sealed partial class SpeakingByTextFiles
{
    // The words of the record stay English, and code that draws has none.
    private static readonly Type[] Record = [typeof(TrailWords), Page("Cellwright.Server.Pages.Parts.DeviationTrail")];

    // Attributes that somebody reads or hears, and parameters that end in one.
    private static readonly string[] Heard = ["aria-label", "aria-description", "title", "placeholder", "alt", "data-label", "Word", "Caption", "What", "Title", "Label"];

    // Not for reading, or not for translating: what is recorded, what is typed as it stands, keys, forms of times, the log.
    private static readonly string[] Allowed =
    [
        "BoardPage: HH:mm:ss zzz", "AccountabilityPage: My electronic signature in this system is mine alone and is, for me, the legally binding equivalent of my handwritten signature.",
        "DeviationWork: Corrective", "DraftPage: Revision ", "DraftPage:  taken up again", "DraftRehearsalPanel: cellwright demo --recipe FILE --rehearsal --exit", "DraftRehearsalPanel: ddd d MMM", "LedgerPage: cellwright verify EXPORT --key site.pub",
        "NewDraft: Begun", "NewDraft: cart-cd19-1.1", "NewDraft: id: new-recipe", "OperatePage: HH:mm:ss zzz", "OperatePage: report and hold", "OperatePage: take over",
        "OrderForm: order batch", "OrderForm: order order", "OrderForm: order patient", "Page: :root { color-scheme: light dark }",
        "Page: text/html; charset=utf-8", "PersonPage: d MMM yyyy", "QrCode: \" fill=\"#000\"/>", "QrCode: The text is too long for a code of version 10.", "RecipesPage: cellwright recipe check FILE",
        "ReleasePage: approved exception", "ReleasePage: conditional release", "ReleasePage: second review", "Say: HH:mm zzz", "Say: HH:mm:ss zzz", "Say: d MMM HH:mm zzz", "Say: d MMM yyyy HH:mm zzz", "Say: yyyy-MM-dd HH:mm zzz", "Say: yyyy-MM-dd HH:mm:ss zzz", "SayOutcome: HH:mm:ss zzz", "SfcPicture: Enter",
        "TrailPage: signed by", "TrainingPage: d MMM yyyy", "Visit: The session has ended. Sign in again.",
    ];

    [Fact]
    public void Leaves_no_words_in_a_page()
    {
        var found = typeof(Site).Assembly.GetTypes()
            .Where(type => type.Namespace is { } space && Spaces.Any(one => space == one || space.StartsWith(one + ".", StringComparison.Ordinal)))
            .Where(type => !Record.Contains(Outermost(type)))
            .SelectMany(type => Uses.Methods(type).Where(method => !method.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false) || !IsPrinted(method)).SelectMany(method => Words(method).Select(words => $"{Outermost(type).Name}: {words.Split('\n')[0]}")))
            .Except(Allowed).Order(StringComparer.Ordinal).ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public void Sees_words_wherever_they_stand()
    {
        Assert.Equal(["Saved", "Close it", ", step ", "The record", "at least one", "aria words"], typeof(Speaking).GetMethods(BindingFlags.Static | BindingFlags.NonPublic).SelectMany(Words));
    }

    private static readonly string[] Spaces = ["Cellwright.Server.Pages", "Cellwright.Server.Access.Pages"];

    private static IEnumerable<string> Words(MethodBase method)
    {
        var pending = new List<string>();
        foreach (var (_, operand) in Uses.Instructions(method))
        {
            if (operand is string text) pending.Add(text);
            if (operand is not MethodBase { DeclaringType: { } of, Name: var call } || of != typeof(RenderTreeBuilder)) continue;
            foreach (var words in Said(pending, call)) yield return words;
            pending.Clear();
        }

        foreach (var words in Said(pending, "")) yield return words;
    }

    private static IEnumerable<string> Said(List<string> texts, string call) => call switch
    {
        nameof(RenderTreeBuilder.AddMarkupContent) => texts.SelectMany(InMarkup),
        nameof(RenderTreeBuilder.AddContent) => texts.Where(HasLetters),
        nameof(RenderTreeBuilder.AddAttribute) or nameof(RenderTreeBuilder.AddComponentParameter) when texts.Count > 0 =>
            Heard.Contains(texts[0]) ? texts.Skip(1).Where(HasLetters) : texts.Skip(1).Where(text => texts[0] != "class" && IsSentence(text)),
        nameof(RenderTreeBuilder.OpenElement) => [],
        _ => texts.SelectMany(text => text.Contains('<', StringComparison.Ordinal) ? InMarkup(text) : IsSentence(text) ? [text] : []),
    };

    private static IEnumerable<string> InMarkup(string html) =>
        Tag().Split(html).Select(WebUtility.HtmlDecode).OfType<string>()
            .Concat(Attribute().Matches(html).Select(match => match.Groups[2].Value))
            .Where(HasLetters).Select(text => text.Trim());

    // What the compiler writes so that a record can print itself.
    private static bool IsPrinted(MethodBase method) => method.Name is "PrintMembers" or "ToString";

    private static bool HasLetters(string text) => Letters().IsMatch(text) && !Key().IsMatch(text) && text is not ("Cellwright" or " – Cellwright");

    private static bool IsSentence(string text) => Sentence().IsMatch(text);

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static Type Page(string name) => typeof(Site).Assembly.GetType(name, throwOnError: true)!;

    [GeneratedRegex("<[^>]*>?")]
    private static partial Regex Tag();

    [GeneratedRegex("""(aria-label|title|placeholder|alt)="([^"]*)""")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"\p{L}{2}")]
    private static partial Regex Letters();

    // As keys of text files are written.
    [GeneratedRegex("^[a-z]+(-[a-z]+)*$")]
    private static partial Regex Key();

    // Begins like a sentence, or has two words side by side.
    [GeneratedRegex(@"^\W*\p{Lu}\p{Ll}+([ ,.:…?]|$)|\p{Ll}{2}[,.:;]? \p{Ll}{2}")]
    private static partial Regex Sentence();

    private static class Speaking
    {
        internal static void Markup(RenderTreeBuilder builder)
        {
            builder.AddMarkupContent(0, "<p class=\"stack tight\">Saved</p>");
            builder.AddAttribute(1, "class", "row tight");
            builder.AddAttribute(2, "title", "Close it");
            builder.AddContent(3, ", step ");
        }

        internal static string Composed(bool one) => one ? "at least one" : "The record";

        internal static string Raw() => "<input aria-label=\"aria words\"><b>{0}</b>";
    }
}
