using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;
using Parallel = Cellwright.Domain.Recipes.Parallel;

namespace Cellwright.Tests.Execution;

/// <summary>
/// A second, independent reading of the flow: what is left of it is rewritten after each completed step (as a regular expression is by its
/// derivative, Brzozowski 1964). It keeps no decisions and shares nothing with the walk of the product.
/// </summary>
internal sealed partial class ResidualFlow
{
    private abstract record Rest;
    private sealed record One(string Key) : Rest;
    private sealed record Then(ImmutableList<Rest> Parts) : Rest;
    private sealed record All(ImmutableList<Rest> Parts) : Rest;
    private sealed record Undecided(Choice Choice, ImmutableList<int> Inside) : Rest;
    private sealed record Round(Repeat Repeat, ImmutableList<int> Inside, int Number, Rest Body) : Rest;

    private readonly HashSet<string> started = [];
    private readonly HashSet<string> done = [];
    private readonly Dictionary<string, double?> latest = [];
    private readonly HashSet<string> recorded = [];
    private Rest? rest;

    public ResidualFlow(FlowNode flow) => rest = Settle(Of(flow, []));

    public bool IsDone => rest is null;

    /// <summary>Takes an act if it is allowed now.</summary>
    public bool Accepts(char act, string key, double value) => act switch
    {
        's' => Starts(key),
        'r' => Records(key, value),
        _ => Completes(key),
    };

    private bool Starts(string key)
    {
        if (rest is null || !Heads(rest).Contains(key) || !started.Add(key)) return false;
        foreach (var known in latest.Keys.Where(known => known.StartsWith(StepKey.Phase(key) + "/", StringComparison.Ordinal)).ToList()) latest[known] = null;
        return true;
    }

    /// <summary>Takes what a step has in the place of all that it asks for.</summary>
    public void Fills(string key, IEnumerable<(string Parameter, double Value)> values)
    {
        recorded.Add(key);
        foreach (var (parameter, value) in values) Knows(key, parameter, value);
    }

    /// <summary>Takes a value, also a corrected one.</summary>
    public void Knows(string key, string parameter, double value) => latest[$"{StepKey.Phase(key)}/{parameter}"] = value;

    private bool Records(string key, double value)
    {
        if (IsDone || !started.Contains(key) || done.Contains(key) || !recorded.Add(key)) return false;
        Knows(key, "v", value);
        return true;
    }

    private bool Completes(string key)
    {
        if (rest is null || !recorded.Contains(key) || !done.Add(key)) return false;
        rest = Without(rest, key) is { } left ? Settle(left) : null;
        return true;
    }

    private bool Holds(Formula condition)
    {
        var parts = Comparison().Match(condition.Text);
        if (!parts.Success) throw new NotSupportedException($"{condition.Text} is more than this reading can judge.");
        var limit = double.Parse(parts.Groups["limit"].Value, CultureInfo.InvariantCulture);
        return latest.GetValueOrDefault(parts.Groups["value"].Value) is { } value && (parts.Groups["by"].Value == "<" ? value < limit : value >= limit);
    }

    private static Rest Of(FlowNode node, ImmutableList<int> inside) => node switch
    {
        PhaseNode { Phase.AlternativeTo: not null } => new Then([]), // nobody decides on it here
        PhaseNode phase => new One(phase.Phase.Id + (inside.IsEmpty ? "" : "#" + string.Join('.', inside))),
        Sequence sequence => new Then([.. sequence.Nodes.Select(child => Of(child, inside))]),
        Parallel parallel => new All([.. parallel.Branches.Select(branch => Of(branch, inside))]),
        Choice choice => new Undecided(choice, inside),
        Repeat repeat => new Round(repeat, inside, 1, Of(repeat.Body, inside.Add(1))),
        _ => throw new NotSupportedException(),
    };

    // Decides what stands at the front, on the values known now; null when nothing is left.
    private Rest? Settle(Rest of) => of switch
    {
        One => of,
        Then { Parts: [] } => null,
        Then { Parts: [var first, ..] } then => Settle(first) is { } settled ? new Then(then.Parts.SetItem(0, settled)) : Settle(new Then(then.Parts.RemoveAt(0))),
        All all => all.Parts.Select(Settle).OfType<Rest>().ToImmutableList() is { IsEmpty: false } left ? new All(left) : null,
        Undecided choice => Settle(Of(choice.Choice.Cases.FirstOrDefault(one => Holds(one.When))?.Do ?? choice.Choice.Else, choice.Inside)),
        Round round => Settle(round.Body) is { } body ? round with { Body = body }
            : (round.Repeat.Until is { } until && Holds(until)) || round.Number == round.Repeat.AtMost ? null
            : Settle(new Round(round.Repeat, round.Inside, round.Number + 1, Of(round.Repeat.Body, round.Inside.Add(round.Number + 1)))),
        _ => throw new NotSupportedException(),
    };

    private static IEnumerable<string> Heads(Rest of) => of switch
    {
        One one => [one.Key],
        Then then => Heads(then.Parts[0]),
        All all => all.Parts.SelectMany(Heads),
        Round round => Heads(round.Body),
        _ => [],
    };

    private static Rest? Without(Rest of, string key) => of switch
    {
        One one => one.Key == key ? null : one,
        Then then => new Then([.. Without(then.Parts[0], key) is { } left ? [left] : ImmutableList<Rest>.Empty, .. then.Parts.Skip(1)]),
        All all => new All([.. all.Parts.Select(part => Without(part, key)).OfType<Rest>()]),
        Round round => round with { Body = Without(round.Body, key) ?? new Then([]) },
        _ => of,
    };

    [GeneratedRegex(@"\A\[(?<value>\w+/[\w-]+)\] (?<by><|>=) (?<limit>[0-9.e+]+)(?:'[^']*')?\z")]
    private static partial Regex Comparison();
}
