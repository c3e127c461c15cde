using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Cellwright.Tests.Architecture;

/// <summary>A scientist who calls the statistics reads beside each function what it takes, what it gives and when it refuses.</summary>
public sealed partial class DocumentingStatistics
{
    [Fact]
    public void Says_of_every_public_function_what_it_takes_and_when_it_refuses()
    {
        var read = Sources.All(["src/Statistics"], ".cs").Select(path => (Path: Path.GetRelativePath(Checkout.Root, path), Code: File.ReadAllText(path))).ToList();
        var faults = read.SelectMany(one => Faults(one.Code).Select(fault => $"{one.Path}: {fault}")).ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public void Reads_every_public_function_that_was_compiled()
    {
        var read = Sources.All(["src/Statistics"], ".cs").SelectMany(path => Functions(File.ReadAllText(path))).Where(function => function.IsPublic).Select(function => function.Name).ToLookup(name => name);
        var compiled = typeof(Cellwright.Statistics.UnusableInputException).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => !method.IsSpecialName && !method.IsDefined(typeof(CompilerGeneratedAttribute), false)).Select(method => method.Name).ToLookup(name => name);
        Assert.Equal(compiled.Select(one => (one.Key, one.Count())).Order(), read.Select(one => (one.Key, one.Count())).Order());
    }

    [Fact]
    public void Sees_what_a_function_does_not_say() =>
        Assert.Equal(
            [
                "Sample does not say what high is.",
                "Sample.Direct does not say when it refuses.", "Sample.Thrown does not say when it refuses.", "Sample.ByAnother does not say when it refuses.",
                "Sample.Silent has no summary.", "Sample.Silent does not say what value is.", "Sample.Silent does not say what of is.",
            ],
            Faults("""
                /// <summary>From low on.</summary>
                public sealed record Sample(double low, double high)
                {
                    /// <summary>Of a value.</summary>
                    public static double Direct(double value)
                    {
                        Input.Finite(value, "value");

                        return value;
                    }

                    /// <summary>Of a value.</summary>
                    public double Thrown(double value) =>
                        value > 0 ? value : throw new ArgumentException("Give a value above zero.");

                    /// <summary>Of a <paramref name="value"/>.</summary>
                    public double ByAnother(double value) => new[] { value }.Sum(one => Again(one));

                    [Pure]
                    public (double Low, double High) Silent(double value, Func<double, (int, int)> of = null) => (value, value);

                    /// <summary>Of a value.</summary>
                    /// <param name="other">Another one.</param>
                    /// <exception cref="UnusableInputException">A value that is not finite.</exception>
                    public double Said(double value, double other = 1) => Direct(value) + other;

                    /// <summary>Nothing can go wrong: what refuses is another's.</summary>
                    public double Sound() => Other.Check(low);

                    /// <summary>No function.</summary>
                    public double Mean => Check(low);

                    private static double Again(double value)
                    {
                        return value == 0 ? 0 : Check(value);
                    }

                    private static double Check(double value)
                    {
                        Input.Positive(value, "value");
                        return value;
                    }

                    internal static double Inside(double value) => Check(value);
                }

                internal static class Hidden
                {
                    public static double Direct(double value) => Input.Finite(value);
                }
                """));

    private sealed record Function(string Name, bool IsPublic, string Documentation, string[] Parameters, string Body);

    private static IEnumerable<string> Faults(string code)
    {
        foreach (var type in Types().Matches(code).Where(type => type.Groups["access"].Value == "public"))
        {
            var name = type.Groups["name"].Value;
            foreach (var parameter in Unsaid(type.Groups["documentation"].Value, Names(type.Groups["parameters"].Value))) yield return $"{name} does not say what {parameter} is.";
            var functions = Functions(type.Value).ToList();
            var refusing = Refusing(functions);
            foreach (var function in functions.Where(one => one.IsPublic))
            {
                if (!Summary().IsMatch(function.Documentation)) yield return $"{name}.{function.Name} has no summary.";
                foreach (var parameter in Unsaid(function.Documentation, function.Parameters)) yield return $"{name}.{function.Name} does not say what {parameter} is.";
                if (refusing.Contains(function) && !function.Documentation.Contains("<exception cref=", StringComparison.Ordinal)) yield return $"{name}.{function.Name} does not say when it refuses.";
            }
        }
    }

    private static IEnumerable<Function> Functions(string code) =>
        Types().Matches(code).Where(type => type.Groups["access"].Value == "public").SelectMany(type => Members().Matches(type.Value)).Select(member => new Function(
            member.Groups["name"].Value, member.Groups["access"].Value == "public", member.Groups["documentation"].Value, Names(member.Groups["parameters"].Value), member.Groups["body"].Value));

    // What refuses itself, and what calls something of its own class that does and is not public: what is public says so where it stands.
    private static HashSet<Function> Refusing(List<Function> functions)
    {
        var refusing = functions.Where(function => Refusal().IsMatch(function.Body)).ToHashSet();
        while (functions.Where(function => !refusing.Contains(function) && refusing.Any(other => !other.IsPublic && Calls(function, other))).ToList() is { Count: > 0 } more) refusing.UnionWith(more);
        return refusing;
    }

    // By its name alone, so that overloads count as one; what stands behind the name of a type is that type's.
    private static bool Calls(Function function, Function other) => Regex.IsMatch(function.Body, $@"(?<!\b[A-Z]\w*\.)\b{other.Name}\b");

    private static IEnumerable<string> Unsaid(string documentation, string[] parameters) =>
        parameters.Where(name => !documentation.Contains($"<param name=\"{name}\">", StringComparison.Ordinal) && !Regex.IsMatch(Summary().Match(documentation).Value, $@"\b{name}\b"));

    // The last word of each, once what stands in brackets, and what it is if nothing is said, are left out.
    private static string[] Names(string parameters)
    {
        while (Brackets().IsMatch(parameters)) parameters = Brackets().Replace(parameters, "");
        return [.. parameters.Split(',').Select(one => one.Split('=')[0].Trim()).Where(one => one.Length > 0).Select(one => one[(one.LastIndexOf(' ') + 1)..])];
    }

    // A type with its body: up to the brace, or the semicolon, that ends it on the left margin.
    [GeneratedRegex(@"(?<documentation>(?:^///.*\n)*)(?:^\[.*\n)*^(?<access>public|internal) (?:\w+ )*?(?:class|record struct|record|struct|interface) (?<name>\w+)(?:\((?<parameters>(?>[^()]+|(?<open>\()|(?<-open>\)))*(?(open)(?!)))\))?(?:[^\n]*;$|(?:.*\n)*?^\})", RegexOptions.Multiline)]
    private static partial Regex Types();

    // A function with its body: all that is indented further than it is, and its braces.
    [GeneratedRegex(@"(?<documentation>(?:^    ///.*\n)*)(?:^    \[.*\n)*^    (?<access>public|internal|private|protected)\b[^=;{\n]*?\b(?<name>\w+)\((?<parameters>(?>[^()]+|(?<open>\()|(?<-open>\)))*(?(open)(?!)))\)(?<body>.*(?:\n(?:     .*|    [{}].*|[ ]*$))*)", RegexOptions.Multiline)]
    private static partial Regex Members();

    [GeneratedRegex(@"<summary>(?=[\s/]*[^\s/])[\s\S]*?</summary>")]
    private static partial Regex Summary();

    [GeneratedRegex(@"<[^<>]*>|\([^()]*\)|\[[^\[\]]*\]")]
    private static partial Regex Brackets();

    [GeneratedRegex(@"\bInput\.|\bthrow\b")]
    private static partial Regex Refusal();
}
