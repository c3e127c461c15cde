using System.Text.RegularExpressions;
using Cellwright.Domain.Basics;

namespace Cellwright.Tests.Architecture;

/// <summary>Every command has a domain test: given events, when the command, then events or a refusal. That it can be sent again, and by whom, is tested for all of them elsewhere.</summary>
public sealed class TellingEveryDecision
{
    // What is tried for each command by one list proves nothing of its rules, nor does what comes in by HTTP.
    private static readonly string[] Others = ["Desk", "Server", "Architecture"];

    [Fact]
    public void Is_done_for_every_command()
    {
        var tests = Sources.All([Path.Combine("tests", "Tests")], ".cs").Where(path => !Others.Any(folder => path.Contains($"{Path.DirectorySeparatorChar}{folder}{Path.DirectorySeparatorChar}", StringComparison.Ordinal))).Select(File.ReadAllText).ToList();
        var commands = typeof(Command<>).Assembly.GetTypes().Where(type => !type.IsAbstract && type.BaseType is { IsGenericType: true } of && of.GetGenericTypeDefinition() == typeof(Command<>)).Select(type => type.Name).ToList();
        Assert.True(commands.Count > 100, $"Only {commands.Count} commands were found.");
        Assert.DoesNotContain(commands, command => !tests.Any(test => Tells(test, command)));
    }

    [Fact]
    public void Is_told_from_merely_naming_a_command()
    {
        Assert.True(Tells("Given.Nothing<Lot>().When(new RejectLot(\"L\"), Acting.As(Role.QA)).ThenRefused(\"lot\");", "RejectLot"));
        Assert.True(Tells("static readonly RejectLot Reject = new(\"L\"); Lot().When(Reject, by);", "RejectLot"));
        Assert.False(Tells("var sent = Assert.IsType<RejectLot>(reaction.Command);", "RejectLot"));
        Assert.False(Tells("office.SendAsync(new RejectLot(\"L\"), Ada);", "RejectLot"));
        Assert.False(Tells("Lot().When(new RejectLotLater(\"L\"), by);", "RejectLot"));
    }

    private static bool Tells(string test, string command) =>
        (test.Contains(".When(", StringComparison.Ordinal) || test.Contains(".Decide(", StringComparison.Ordinal)) && Regex.IsMatch(test, $@"\bnew {command}\(|\b{command} \w+ ?(?:=>?|\()");
}
