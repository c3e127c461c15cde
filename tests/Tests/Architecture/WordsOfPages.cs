using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Cellwright.Server.Pages;

namespace Cellwright.Tests.Architecture;

/// <summary>What pages say stands in text files beside them, ready for other languages (decision 0026).</summary>
public sealed partial class WordsOfPages
{
    // Keys of its text file are members of enumerations, which it is asked for by member.
    private const string ByMember = nameof(Terms);

    // Those of another are cases that rules of the domain name.
    private const string ByRule = nameof(Speech);
    private static readonly string[] Folders = ["src/Server/Pages", "src/Server/Access/Pages"];

    [Fact]
    public void Are_those_that_the_components_ask_for() => Assert.Empty(English().Where(file => Component(file) is not (ByMember or ByRule)).SelectMany(file => Faults(Read(file), SourceOf(file))));

    [Fact]
    public void Are_found_by_the_type_that_asks_for_them()
    {
        var server = typeof(Terms).Assembly;
        var types = English().Select(file => Path.GetRelativePath(Path.Combine(Checkout.Root, "src"), Path.ChangeExtension(file, null)))
            .Select(path => $"Cellwright.{path.Replace(Path.DirectorySeparatorChar, '.')}").ToList();
        Assert.DoesNotContain(types, name => server.GetType(name) is null || !server.GetManifestResourceNames().Contains($"{name}.resources"));
    }

    [Fact]
    public void Name_every_member_of_an_enumeration_that_a_page_shows()
    {
        var asked = typeof(Terms).Assembly.GetTypes().SelectMany(Uses.Methods).SelectMany(Uses.Instructions).Select(one => one.Operand)
            .OfType<MethodInfo>().Where(method => method.DeclaringType == typeof(Terms) && method.IsGenericMethod)
            .Select(method => method.GetGenericArguments()[0]).Where(type => type.IsEnum).Distinct();
        var named = Read(English().Single(file => Component(file) == ByMember)).Keys;
        Assert.Equal(asked.SelectMany(type => Enum.GetNames(type).Select(member => $"{type.Name}.{member}")).Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Word_every_case_that_a_rule_names_as_the_rule_does()
    {
        var said = Sources.All(["src/Domain"], ".cs").SelectMany(file => Phrases(File.ReadAllText(file))).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(said.Count > 40, "The cases of the rules were not found in their source.");
        Assert.Equal(said, Read(English().Single(file => Component(file) == ByRule)).Select(text => $"{text.Key}: {text.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Sees_what_a_rule_says_and_what_is_not_said_in_pages()
    {
        Assert.Equal(["late: {0} is \"late\"", "soon: soon"], Phrases("""yield return new Phrase("late", "{0} is \"late\"", what); Phrase Soon() => new("soon", "soon");"""));
        Assert.Empty(Phrases("""new Refusal("late", "It is late.")""")); // no phrase in that file
        Assert.Empty(Phrases("""Phrase one; new("late", $"{what} is late")""")); // no case, a finished text
    }

    [Fact]
    public void Are_the_same_keys_and_places_in_every_language() =>
        Assert.Empty(Sources.All(Folders, ".resx").Except(English()).SelectMany(file => Differences(Read(EnglishOf(file)), Read(file))));

    [Fact]
    public void Sees_a_key_that_is_missing_or_left_over_and_a_place_that_is_not_filled()
    {
        var texts = new Dictionary<string, string> { ["saved"] = "Saved {0}", ["why"] = "Why" };
        Assert.Empty(Faults(texts, """<p title="@T["why"]">@T["saved", Say.Of(a, b["c"])]</p>"""));
        Assert.Empty(Faults(texts, """<p>@T["why"] @T.With("saved", @<b class="x">@F(a, b)</b>)</p>"""));
        Assert.Equal(["“gone” has no text.", "Nobody says “why”."], Faults(texts, """@T["saved", 1] @T["gone"]"""));
        Assert.Equal(["“saved” has 1 places and is given 0."], Faults(texts, """@T["why"] @T["saved"]"""));
        Assert.Equal(["“saved” has 1 places and is given 2."], Faults(texts, """@T["why"] @T["saved", 1, 2]"""));
        Assert.Equal(["A key is not written out: T[key]"], Faults(texts, """@T["why"] @T["saved", 1] @T[key]"""));
    }

    [Fact]
    public void Sees_a_language_that_says_less()
    {
        var english = new Dictionary<string, string> { ["saved"] = "Saved {0}", ["why"] = "Why" };
        Assert.Empty(Differences(english, new Dictionary<string, string> { ["saved"] = "{0} gespeichert", ["why"] = "Warum" }));
        Assert.Equal(["saved", "why"], Differences(english, new Dictionary<string, string> { ["saved"] = "Gespeichert" }));
    }

    private static IEnumerable<string> Faults(Dictionary<string, string> texts, string source)
    {
        foreach (Match unknown in NotWritten().Matches(source)) yield return $"A key is not written out: {unknown.Value}";
        var said = Said().Matches(source).Select(match => (Key: match.Groups[2].Value, Given: Arguments(source, match.Index + match.Length))).ToList();
        foreach (var (key, given) in said)
        {
            if (!texts.TryGetValue(key, out var text)) yield return $"“{key}” has no text.";
            else if (PlacesOf(text).Length != given) yield return $"“{key}” has {PlacesOf(text).Length} places and is given {given}.";
        }

        foreach (var key in texts.Keys.Except(said.Select(one => one.Key))) yield return $"Nobody says “{key}”.";
    }

    private static IEnumerable<string> Phrases(string source) => !source.Contains("Phrase", StringComparison.Ordinal) ? []
        : PhraseSaid().Matches(source).Where(match => match.Groups[1].Value != "verbatim").Select(match => $"{match.Groups[1].Value}: {match.Groups[2].Value.Replace("\\\"", "\"", StringComparison.Ordinal)}");

    private static IEnumerable<string> Differences(Dictionary<string, string> english, Dictionary<string, string> other) =>
        english.Keys.Union(other.Keys).Where(key => !english.TryGetValue(key, out var one) || !other.TryGetValue(key, out var two) || !PlacesOf(one).SequenceEqual(PlacesOf(two)));

    // How many arguments follow the key: commas of this call, not of what stands in brackets within it.
    private static int Arguments(string source, int at)
    {
        var (depth, commas, quoted) = (0, 0, false);
        for (; depth >= 0; at++)
        {
            if (source[at] == '"') quoted = !quoted;
            if (quoted) continue;
            if (source[at] is '(' or '[' or '{') depth++;
            if (source[at] is ')' or ']' or '}') depth--;
            if (source[at] == ',' && depth == 0) commas++;
        }

        return commas;
    }

    private static string[] PlacesOf(string text) => [.. Place().Matches(text).Select(match => match.Value).Distinct().Order()];

    private static IEnumerable<string> English() => Sources.All(Folders, ".resx").Where(file => EnglishOf(file) == file);

    private static string EnglishOf(string file) => Path.Combine(Path.GetDirectoryName(file)!, $"{Component(file)}.resx");

    private static string Component(string file) => Path.GetFileName(file).Split('.')[0];

    private static string SourceOf(string file) => string.Join('\n', Sources.All([Path.GetDirectoryName(file)!], ".razor", ".cs").Where(path => Component(path) == Component(file)).Select(File.ReadAllText));

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(file).Root!.Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    [GeneratedRegex("""\bT(\[|\.With\()"([^"]+)"(?=[,\])])""")]
    private static partial Regex Said();

    [GeneratedRegex("""\bT(\[|\.With\()(?!"[^"]+"[,\])])[^\])]*.""")]
    private static partial Regex NotWritten();

    [GeneratedRegex("""\bnew(?: Phrase)?\("([a-z-]+)", "((?:[^"\\]|\\.)*)\x22""")]
    private static partial Regex PhraseSaid();

    [GeneratedRegex(@"\{\d[^}]*\}")]
    private static partial Regex Place();
}
