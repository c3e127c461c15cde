using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;

namespace Cellwright.Browser.Guides;

/// <summary>The guides in <c>docs/use</c>: what stands between two marks in each is told by the how-tos, the rest is written by hand.</summary>
internal static partial class Guide
{
    private const string Begin = "<!-- The how-tos are told by tests/Browser/Guides, which do what they say: change them there. -->", End = "<!-- End of the how-tos. -->";
    private static readonly ConcurrentDictionary<(string Guide, string Title), string> Told = [];

    /// <summary>True while the guides are written anew, false while they are compared.</summary>
    public static bool Writing { get; set; }

    /// <summary>Where the guides lie.</summary>
    public static string Folder { get; } = Path.Combine(Checkout.Root, "docs", "use");

    /// <summary>Where their pictures lie.</summary>
    public static string Pictures { get; } = Path.Combine(Folder, "pictures");

    /// <summary>Every day, by the name of its guide.</summary>
    public static IReadOnlyDictionary<string, Type> Days { get; } = typeof(Guide).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(Day))).ToDictionary(type => type.GetCustomAttribute<GuideAttribute>()!.Name);

    /// <summary>The how-tos of a day in their order.</summary>
    public static IReadOnlyList<MethodInfo> HowTos(Type day) =>
        [.. day.GetMethods().Where(method => method.IsDefined(typeof(HowToAttribute))).OrderBy(method => method.GetCustomAttribute<HowToAttribute>()!.Place)];

    /// <summary>Its name as a heading: <c>Do_a_step</c> is "Do a step".</summary>
    public static string Title(MemberInfo howTo) => howTo.Name.Replace('_', ' ');

    /// <summary>A how-to was performed to its end: its text is kept for writing, or must be the committed one.</summary>
    public static void Tell(string guide, string title, string text)
    {
        if (Writing) Told[(guide, title)] = text;
        else
            Assert.True(Committed(guide).GetValueOrDefault(title) == text,
                $"docs/use/{guide}.md does not say what \"{title}\" does now: run `dotnet run --project tests/Browser -- guides`, read the difference and commit it. It does:\n{text}");
    }

    /// <summary>The committed how-tos of a guide, by title, in order.</summary>
    public static OrderedDictionary<string, string> Committed(string guide) => Sections(File.ReadAllText(Path.Combine(Folder, $"{guide}.md")));

    /// <summary>The how-tos between the marks of a guide's text.</summary>
    public static OrderedDictionary<string, string> Sections(string markdown)
    {
        var (from, to) = (markdown.IndexOf(Begin, StringComparison.Ordinal), markdown.IndexOf(End, StringComparison.Ordinal));
        Assert.True(from >= 0 && to > from, "The guide has no place for its how-tos.");
        var sections = new OrderedDictionary<string, string>();
        foreach (var section in Heading().Split(markdown[(from + Begin.Length)..to]).Where(part => part.StartsWith("### ", StringComparison.Ordinal)))
            sections.Add(section[4..section.IndexOf('\n', StringComparison.Ordinal)], section.TrimEnd() + "\n");
        return sections;
    }

    /// <summary>Puts what was told into the guides; a guide of which a how-to is missing stays as it is.</summary>
    public static int WriteAll()
    {
        foreach (var (guide, day) in Days)
        {
            var titles = HowTos(day).Select(Title).ToList();
            if (!titles.TrueForAll(title => Told.ContainsKey((guide, title)))) continue;
            var path = Path.Combine(Folder, $"{guide}.md");
            var text = File.ReadAllText(path);
            var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
            if (from < 0 || to < from) throw new InvalidOperationException($"{path} has no place for its how-tos: put these two lines into it.\n{Begin}\n{End}");
            File.WriteAllText(path, $"{text[..from]}{Begin}\n\n{string.Join('\n', titles.Select(title => Told[(guide, title)]))}\n{text[to..]}");
            Console.WriteLine($"docs/use/{guide}.md: {titles.Count} how-tos");
        }

        var shown = Days.Keys.SelectMany(guide => Committed(guide).Values).ToList();
        foreach (var picture in Directory.GetFiles(Pictures).Where(path => !shown.Exists(section => section.Contains($"(pictures/{Path.GetFileName(path)})", StringComparison.Ordinal)))) File.Delete(picture);
        return 0;
    }

    [GeneratedRegex("^(?=### )", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
