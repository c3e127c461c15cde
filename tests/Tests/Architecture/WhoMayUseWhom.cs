using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Cellwright.Domain.Basics;

namespace Cellwright.Tests.Architecture;

/// <summary>Projects and modules use those before them, never those after (ARCHITECTURE.md); each guard is seen to fail on a bad sample.</summary>
public sealed partial class WhoMayUseWhom
{
    /// <summary>What of ours each project may use.</summary>
    private static readonly Dictionary<string, string[]> Projects = new()
    {
        ["Cellwright.Statistics"] = [],
        ["Cellwright.Domain"] = ["Cellwright.Statistics"],
        ["Cellwright.Ledger"] = [],
        ["cellwright-verify"] = ["Cellwright.Ledger"],
        ["Cellwright.VirtualPlant"] = [],
    };

    /// <summary>Modules of the domain in their order.</summary>
    private static readonly string[] Modules =
        ["Basics", "People", "Suppliers", "Materials", "Identity", "Equipment", "Recipes", "Execution", "Deviations", "Laboratory", "Monitoring", "Changes", "Comparability", "Release", "Filing"];

    [Fact]
    public void Holds_between_projects()
    {
        var found = Projects.Keys.Select(name => Path.Combine(AppContext.BaseDirectory, name + ".dll")).Where(File.Exists).ToList();
        Assert.True(found.Count >= 4, "Domain, Ledger, Verify and VirtualPlant lie beside the tests.");
        Assert.Empty(found.SelectMany(path => Foreign(path, Projects[Path.GetFileNameWithoutExtension(path)])));
    }

    [Fact]
    public void Lets_statistics_stand_on_its_numerics_alone()
    {
        Assert.Empty(Strange(typeof(Cellwright.Statistics.UnusableInputException).Assembly.Location));
        Assert.Contains("Cellwright.Ledger", Strange(typeof(WhoMayUseWhom).Assembly.Location));
    }

    [Fact]
    public void Is_seen_broken_between_projects_on_a_bad_sample() =>
        Assert.Contains("cellwright", Foreign(typeof(WhoMayUseWhom).Assembly.Location, Projects["Cellwright.Ledger"]));

    [Fact]
    public void Holds_between_the_modules_of_the_domain()
    {
        var types = typeof(Performer).Assembly.GetTypes().Where(type => type.Namespace?.StartsWith("Cellwright.Domain.", StringComparison.Ordinal) ?? false).ToList();
        Assert.All(types, type => Assert.Contains(Module(type.Namespace), Modules));
        Assert.Empty(types.SelectMany(type => Backward(type, Module(type.Namespace)!)));
    }

    [Fact]
    public void Is_seen_broken_between_modules_on_a_bad_sample()
    {
        Assert.Equal(["BadSample uses Cellwright.Domain.Deviations.Deviation"], Backward(typeof(BadSample), "Execution"));
        Assert.Contains("BadCaller uses Cellwright.Domain.Execution.Clocks", Backward(typeof(BadCaller), "Recipes"));
        Assert.Empty(Backward(typeof(BadSample), "Deviations"));
    }

    [Fact]
    public void Holds_for_every_project_file()
    {
        var references = Directory.GetFiles(Path.Combine(Checkout.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .SelectMany(path => Referenced(Path.GetFileNameWithoutExtension(path), File.ReadAllText(path)))
            .Order(StringComparer.Ordinal);
        Approved.Matches("projects.txt", references);
    }

    [Theory]
    [InlineData("<ProjectReference Include=\"../Server/Server.csproj\" />")]
    [InlineData("<ProjectReference\n      Include='..\\Server\\Server.csproj'>")]
    [InlineData("<ProjectReference Condition=\"'$(X)' == ''\" Include=\"../Server/Server.csproj\" />")]
    [InlineData("<Reference Include=\"../Server/bin/Server.dll\" />")]
    public void Is_seen_broken_in_a_project_file_on_a_bad_sample(string line)
    {
        var found = Assert.Single(Referenced("Ledger", $"<Project><ItemGroup>{line}</ItemGroup></Project>"));
        Assert.Equal("Ledger -> Server", found);
        Assert.DoesNotContain(found, File.ReadLines(Path.Combine(Checkout.Root, "tests", "Tests", "Approved", "projects.txt")));
        Assert.Empty(Referenced("Server", "<ProjectReference Include=\"../VirtualPlant/VirtualPlant.csproj\" ReferenceOutputAssembly=\"false\" />"));
    }

    // What is only built beforehand is not used.
    private static IEnumerable<string> Referenced(string project, string text) =>
        ProjectReference().Matches(text).Where(found => !found.Value.Contains("ReferenceOutputAssembly=\"false\"", StringComparison.Ordinal))
            .Select(found => $"{project} -> {Path.GetFileNameWithoutExtension(found.Groups["path"].Value.Replace('\\', '/'))}");

    [GeneratedRegex("""<(?:Project)?Reference\s[^>]*?\bInclude=["'](?<path>[^"']+)["'][^>]*>""")]
    private static partial Regex ProjectReference();

    private static string? Module(string? name) => name is not null && name.StartsWith("Cellwright.Domain.", StringComparison.Ordinal) ? name.Split('.')[2] : null;

    private static IEnumerable<string> Backward(Type type, string module) =>
        Uses.Of(type).OfType<Type>()
            .Where(used => Module(used.Namespace) is { } other && Array.IndexOf(Modules, other) > Array.IndexOf(Modules, module))
            .Select(used => $"{type.Name} uses {used.FullName}").Distinct();

    private static IEnumerable<string> Foreign(string path, string[] allowed) =>
        References(path).Where(name => name.StartsWith("cellwright", StringComparison.OrdinalIgnoreCase) && !allowed.Contains(name));

    /// <summary>What an assembly uses beyond the runtime and MathNet.Numerics.</summary>
    private static IEnumerable<string> Strange(string path) => References(path).Where(name => name != "MathNet.Numerics" && !name.StartsWith("System.", StringComparison.Ordinal));

    private static string[] References(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }

    private sealed record BadSample(Cellwright.Domain.Deviations.Deviation? Later);

    private static class BadCaller
    {
        public static object Now(object batch) => Cellwright.Domain.Execution.Clocks.Running((Cellwright.Domain.Execution.Batch)batch).Count();
    }
}
