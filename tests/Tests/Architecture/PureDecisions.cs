using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Cellwright.Domain.Basics;

namespace Cellwright.Tests.Architecture;

/// <summary>A decision reads no clock, no file and no network: the compiler refuses it, and the compiled domain shows it.</summary>
public sealed partial class PureDecisions
{
    private static readonly string Domain = Path.Combine(Checkout.Root, "src", "Domain");

    private static readonly string[] Banned =
    [
        "P:System.DateTime.Now", "P:System.DateTime.UtcNow", "P:System.DateTime.Today", "P:System.DateTimeOffset.Now", "P:System.DateTimeOffset.UtcNow", "T:System.TimeProvider",
        "M:System.Guid.NewGuid", "M:System.Guid.CreateVersion7", "T:System.Random", "T:System.IO.File", "T:System.IO.Directory", "N:System.Net",
        "T:System.Threading.Tasks.Task", "T:System.Threading.Tasks.ValueTask", "T:System.Environment",
    ];

    [Fact]
    public void Are_watched_by_the_compiler()
    {
        var project = File.ReadAllText(Path.Combine(Domain, "Domain.csproj"));
        Assert.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", project, StringComparison.Ordinal);
        Assert.Contains("<AdditionalFiles Include=\"BannedSymbols.txt\" />", project, StringComparison.Ordinal);
        Assert.Contains("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", File.ReadAllText(Path.Combine(Checkout.Root, "Directory.Build.props")), StringComparison.Ordinal);
        Assert.Empty(Banned.Except(File.ReadLines(Path.Combine(Domain, "BannedSymbols.txt")).Select(line => line.Split(';')[0])));
    }

    [Fact]
    public void Are_never_excepted_from_it() =>
        Assert.DoesNotContain(
            Sources.All(["src"], ".cs", ".csproj", ".props", ".editorconfig", ".globalconfig").Append(Path.Combine(Checkout.Root, ".editorconfig")).Append(Path.Combine(Checkout.Root, "Directory.Build.props")),
            path => IsException(File.ReadAllText(path)));

    [Theory]
    [InlineData("#pragma warning disable RS0030 // only this once")]
    [InlineData("[SuppressMessage(\"ApiDesign\", \"RS0030:Do not use banned APIs\")]")]
    [InlineData("<NoWarn>$(NoWarn);rs0030</NoWarn>")]
    [InlineData("dotnet_diagnostic.RS0030.severity = none")]
    [InlineData("dotnet_analyzer_diagnostic.category-ApiDesign.severity = none")]
    [InlineData("#pragma warning disable")]
    public void Are_seen_to_be_excepted_on_a_bad_sample(string line) => Assert.True(IsException($"using System;\n{line}\n"));

    // By the rule's number, by its category, or with all others.
    private static bool IsException(string text) => Excepted().IsMatch(text);

    [Fact]
    public void Use_nothing_banned_in_their_compiled_form() =>
        Assert.Empty(typeof(Performer).Assembly.GetTypes().SelectMany(type => BannedIn(type).Select(used => $"{type.Name} uses {used}")));

    [Fact]
    public void Are_seen_to_be_impure_on_a_bad_sample() =>
        Assert.Equal(["System.DateTimeOffset.UtcNow", "System.Guid.NewGuid", "System.IO.File", "System.Random"], BannedIn(typeof(BadSample)).Order(StringComparer.Ordinal));

    private static IEnumerable<string> BannedIn(Type type)
    {
        var names = Uses.Of(type).Select(used => Getter().Replace(Uses.Name(used), ".")).ToHashSet();

        // The compiler's own iterators ask which thread they are on.
        if (type.IsDefined(typeof(CompilerGeneratedAttribute), false) && names.Remove("System.Environment.CurrentManagedThreadId")) names.Remove("System.Environment");
        return Banned.Where(symbol => symbol[0] == 'N' ? names.Any(name => name.StartsWith(symbol[2..] + ".", StringComparison.Ordinal)) : names.Contains(symbol[2..])).Select(symbol => symbol[2..]);
    }

    [GeneratedRegex(@"RS0030|category-ApiDesign|#pragma warning disable\s*(?:$|//)", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Excepted();

    [GeneratedRegex(@"\.get_")]
    private static partial Regex Getter();

    private static class BadSample
    {
        public static string Text() => File.ReadAllText($"{DateTimeOffset.UtcNow}{Guid.NewGuid()}{new Random(1).Next()}");
    }
}
