using System.Text.RegularExpressions;
using Cellwright.Domain.Basics;
using Cellwright.Server.Equipment.Connectors;
using Cellwright.Tests.Desk;

namespace Cellwright.Tests.Architecture;

/// <summary>The code reads like its design: short files, documented acts, and lists that do not change unseen.</summary>
public sealed class ReadingTheSource
{
    private const int LongestFile = 350;

    [Fact]
    public void Takes_no_long_breath() =>
        Assert.Empty(Sources.All(["src", "tests"], ".cs", ".razor", ".js", ".css").Where(path => TooLong(File.ReadLines(path))).Select(path => Path.GetRelativePath(Checkout.Root, path)));

    [Fact]
    public void Sees_a_file_that_is_too_long()
    {
        Assert.False(TooLong(Enumerable.Repeat("", LongestFile)));
        Assert.True(TooLong(Enumerable.Repeat("", LongestFile + 1)));
    }

    [Fact]
    public void Finds_every_command_and_event_documented()
    {
        var sources = Sources.All(["src/Domain"], ".cs").Select(File.ReadAllLines).ToList();
        var names = EventCatalogue.Types.Keys.Concat(Scenarios.All.Keys);
        Assert.DoesNotContain(names, name => !sources.Any(lines => IsDocumented(lines, name)));
    }

    [Fact]
    public void Sees_a_command_without_a_word()
    {
        Assert.True(IsDocumented(["/// <summary>Does it.</summary>", "[AllowedTo(Role.QA)]", "public sealed record DoIt(string Id) : Command<Batch>"], "DoIt"));
        Assert.False(IsDocumented(["", "[AllowedTo(Role.QA)]", "public sealed record DoIt(string Id) : Command<Batch>"], "DoIt"));
        Assert.False(IsDocumented(["// does it", "public sealed record DoIt : Command<Batch>"], "DoIt"));
    }

    [Fact]
    public void Finds_the_events_that_were_approved() =>
        Approved.Matches("events.txt", EventCatalogue.Types.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair =>
            $"{pair.Key}: {string.Join(", ", pair.Value.GetProperties().Where(property => property.Name != "EqualityContract").Select(property => $"{Name(property.PropertyType)} {property.Name}"))}".TrimEnd()));

    [Fact]
    public void Finds_the_commands_that_were_approved() =>
        Approved.Matches("commands.txt", Scenarios.All.Values.Select(scenario => scenario.Command.GetType()).OrderBy(type => type.Name, StringComparer.Ordinal).Select(type =>
            $"{type.Name}({string.Join(", ", type.GetConstructors().OrderByDescending(one => one.GetParameters().Length).First().GetParameters().Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}"))})"));

    [Fact]
    public void Finds_the_connectors_that_were_approved() =>
        Approved.Matches("connectors.txt", typeof(Connector).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Connector)) && !type.IsAbstract).Select(type => type.Name).Order(StringComparer.Ordinal));

    private static bool TooLong(IEnumerable<string> lines) => lines.Count() > LongestFile;

    private static bool IsDocumented(string[] lines, string name)
    {
        var at = Array.FindIndex(lines, line => Regex.IsMatch(line, $@"^public sealed (partial )?record {name}\b"));
        while (at > 0 && lines[at - 1].StartsWith('[')) at--;
        return at > 0 && lines[at - 1].StartsWith("///", StringComparison.Ordinal);
    }

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
