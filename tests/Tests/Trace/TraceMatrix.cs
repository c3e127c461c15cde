using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace Cellwright.Tests.Trace;

/// <summary>Which test proves which requirement: generated from the tests themselves, so that a row without a test is a gap that everyone can see.</summary>
public static partial class TraceMatrix
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "docs", "validate");

    /// <summary>Where the committed matrix lies.</summary>
    public static string File { get; } = Path.Combine(Folder, "trace.md");

    /// <summary>Requirement ids that this product covers so far, with our wording, in the order of <c>docs/validate/requirements.md</c>.</summary>
    public static IReadOnlyList<(string Id, string Words)> Requirements() => Parse(System.IO.File.ReadAllText(Path.Combine(Folder, "requirements.md")));

    /// <summary>The rows of a table whose first column is an id.</summary>
    public static IReadOnlyList<(string Id, string Words)> Parse(string markdown) =>
        [.. Row().Matches(markdown).Select(row => (row.Groups[1].Value, row.Groups[2].Value.Trim()))];

    /// <summary>Every test of the product: of this project, and of the one for the browser.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Tests() => Tests([.. typeof(TraceMatrix).Assembly.GetExportedTypes(), .. Browser().GetExportedTypes()]);

    /// <summary>Ids and the tests that name them, of these types.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Tests(IEnumerable<Type> types) =>
        (from type in types
         where type.IsClass && !type.IsAbstract
         from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
         where method.GetCustomAttributes().Any(attribute => attribute is FactAttribute)
         from id in Ids(type).Concat(Ids(method)).Distinct()
         group $"{Area(type.FullName!)}.{method.Name}" by id)
        .ToDictionary(group => group.Key, IReadOnlyList<string> (group) => [.. group.Order(StringComparer.Ordinal)]);

    // By name: each project of tests compiles the attribute for itself.
    private static IEnumerable<string> Ids(MemberInfo member) =>
        from named in member.GetCustomAttributesData()
        where named.AttributeType.Name == nameof(RequirementAttribute)
        from id in (IReadOnlyCollection<CustomAttributeTypedArgument>)named.ConstructorArguments[0].Value!
        select (string)id.Value!;

    // Built before this project, as it is.
    private static Assembly Browser()
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory); // tests/Tests/bin/<configuration>/<framework>
        return Assembly.LoadFrom(Path.Combine(Checkout.Root, "tests", "Browser", "bin", own.Parent!.Name, own.Name, "Cellwright.Browser.dll"));
    }

    // Cellwright.Tests.Execution.CorrectingAValue is of the area Execution; Cellwright.Browser.TwoTablets of the area Browser.
    internal static string Area(string type) =>
        type.StartsWith("Cellwright.Tests.", StringComparison.Ordinal) ? type["Cellwright.Tests.".Length..] : type["Cellwright.".Length..];

    /// <summary>The matrix as Markdown.</summary>
    public static string Text(IReadOnlyList<(string Id, string Words)> requirements, IReadOnlyDictionary<string, IReadOnlyList<string>> tests)
    {
        var text = new StringBuilder("""
            # Trace matrix

            Generated from the tests by `dotnet run --project tests/Tests -- trace`; a test fails when it is out of date. The wording of each
            requirement is in [requirements.md](requirements.md). One line a proof; a requirement without a test is a **gap**.

            | id | proved by |
            |---|---|

            """);
        var ids = requirements.Select(requirement => requirement.Id);
        foreach (var id in ids.Concat(tests.Keys.Except(ids).Order(StringComparer.Ordinal)))
            foreach (var proof in tests.GetValueOrDefault(id, []).Select(Words).DefaultIfEmpty("**gap**"))
                text.Append($"| {id} | {proof} |\n");

        return text.ToString();
    }

    /// <summary>Writes the committed matrix anew.</summary>
    public static int Write()
    {
        System.IO.File.WriteAllText(File, Text(Requirements(), Tests()));
        return 0;
    }

    // Execution.CorrectingAValue.Is_refused_without_a_reason: a sentence.
    private static string Words(string test)
    {
        var dot = test.LastIndexOf('.');
        return $"`{test[..dot]}` {test[(dot + 1)..].Replace('_', ' ')}";
    }

    [GeneratedRegex(@"^\| ((?:P11|P211|DI|MET|A11)-[0-9a-z.]+) \|([^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
