using Cellwright.Domain.Recipes;
using Microsoft.Extensions.Localization;
using FlowParallel = Cellwright.Domain.Recipes.Parallel;

namespace Cellwright.Server.Pages.Parts;

/// <summary>A step as a box; its place is that of the upper left corner.</summary>
public sealed record SfcStep(Phase Phase, double X, double Y);

/// <summary>A line from point to point, each <c>x,y</c>; with an arrow where a loop returns.</summary>
public sealed record SfcLine(string Points, bool Arrow = false);

/// <summary>A transition: a short bar across the line, with its condition beside it.</summary>
public sealed record SfcTransition(double X, double Y, string Condition);

/// <summary>A title of a unit procedure or operation.</summary>
public sealed record SfcTitle(double Y, string Text, bool Unit);

/// <summary>
/// The flow of a recipe laid out as a procedure function chart in the manner of ISA-88 and IEC 60848: steps as boxes, transitions as
/// bars across the line between them, a double line where branches run beside each other, a single one where one of them is chosen,
/// an arrow back where steps are repeated.
/// </summary>
public sealed class Sfc
{
    /// <summary>Width of a step's box.</summary>
    public const double StepWidth = 236;

    /// <summary>Height of a step's box: large enough for a finger.</summary>
    public const double StepHeight = 48;

    private const double Link = 26;
    private const double Gap = 36;
    private const double LoopRoom = 44;
    private readonly IStringLocalizer<Sfc> T;
    private readonly List<SfcStep> steps = [];
    private readonly List<SfcLine> lines = [];
    private readonly List<SfcTransition> transitions = [];
    private readonly List<SfcTitle> titles = [];

    private Sfc(IStringLocalizer<Sfc> words) => T = words;

    /// <summary>Boxes.</summary>
    public IReadOnlyList<SfcStep> Steps => steps;

    /// <summary>Lines.</summary>
    public IReadOnlyList<SfcLine> Lines => lines;

    /// <summary>Transitions.</summary>
    public IReadOnlyList<SfcTransition> Transitions => transitions;

    /// <summary>Titles.</summary>
    public IReadOnlyList<SfcTitle> Titles => titles;

    /// <summary>Width of the whole.</summary>
    public double Width { get; private init; }

    /// <summary>Height of the whole.</summary>
    public double Height { get; private set; }

    /// <summary>Lays a recipe out.</summary>
    public static Sfc Of(Recipe recipe, IStringLocalizer<Sfc> words)
    {
        var operations = recipe.Procedure.SelectMany(unit => unit.Operations).ToList();
        var width = operations.Select(operation => WidthOf(operation.Flow)).Append(StepWidth).Max() + Gap;
        var picture = new Sfc(words) { Width = width };
        var (y, middle) = (8.0, width / 2);
        var first = true;
        foreach (var unit in recipe.Procedure)
        {
            picture.titles.Add(new(y + 16, unit.Title, true));
            y += 26;
            foreach (var operation in unit.Operations)
            {
                picture.titles.Add(new(y + 14, operation.Title, false));
                y += 24;
                if (!first) picture.Down(middle, y - 50, y);
                first = false;
                y = picture.Draw(operation.Flow, middle, y);
                picture.Down(middle, y, y + Link);
                picture.transitions.Add(new(middle, y + (Link / 2), ""));
                y += Link;
            }
        }

        picture.Height = y + 8;
        return picture;
    }

    private static double WidthOf(FlowNode node) => node switch
    {
        Sequence sequence => sequence.Nodes.Select(WidthOf).Append(StepWidth).Max(),
        FlowParallel parallel => Beside(parallel.Branches),
        Choice choice => Beside([.. choice.Cases.Select(one => one.Do), choice.Else]),
        Repeat repeat => WidthOf(repeat.Body) + (2 * LoopRoom),
        _ => StepWidth,
    };

    private static double Beside(IReadOnlyList<Sequence> branches) => branches.Sum(WidthOf) + (Gap * (branches.Count - 1));

    private double Draw(FlowNode node, double middle, double y)
    {
        switch (node)
        {
            case PhaseNode phase:
                steps.Add(new(phase.Phase, middle - (StepWidth / 2), y));
                return y + StepHeight;
            case Sequence sequence:
                for (var index = 0; index < sequence.Nodes.Count; index++)
                {
                    if (index > 0) y = Then(middle, y, sequence.Nodes[index - 1], sequence.Nodes[index]);
                    y = Draw(sequence.Nodes[index], middle, y);
                }

                return y;
            case FlowParallel parallel:
                return Branches(parallel.Branches, [], middle, y, both: true);
            case Choice choice:
                return Branches([.. choice.Cases.Select(one => one.Do), choice.Else], [.. choice.Cases.Select(one => one.When.Text), T["else"]], middle, y, both: false);
            case Repeat repeat:
                return Again(repeat, middle, y);
            default:
                return y;
        }
    }

    // Between two steps stands a transition: the one before is complete. A branching brings its own.
    private double Then(double middle, double y, FlowNode before, FlowNode after)
    {
        Down(middle, y, y + Link);
        if (before is not Choice && after is not Choice) transitions.Add(new(middle, y + (Link / 2), ""));
        return y + Link;
    }

    private double Branches(IReadOnlyList<Sequence> branches, IReadOnlyList<string> conditions, double middle, double y, bool both)
    {
        var x = middle - (Beside(branches) / 2);
        var middles = new List<double>();
        foreach (var branch in branches)
        {
            var width = WidthOf(branch);
            middles.Add(x + (width / 2));
            x += width + Gap;
        }

        Across(middles, y, both);
        var head = y + (both ? 16 : 34);
        var ends = branches.Select((branch, index) => Draw(branch, middles[index], head)).ToList();
        var end = ends.Max() + 18;
        for (var index = 0; index < branches.Count; index++)
        {
            Down(middles[index], y, head);
            if (!both) transitions.Add(new(middles[index], y + 18, conditions[index]));
            Down(middles[index], ends[index], end);
        }

        Across(middles, end, both);
        return end;
    }

    private double Again(Repeat repeat, double middle, double y)
    {
        var top = y + 12;
        Down(middle, y, top);
        var end = Draw(repeat.Body, middle, top);
        var side = middle - (WidthOf(repeat.Body) / 2) - (LoopRoom / 2);
        Down(middle, end, end + 56);
        transitions.Add(new(middle, end + 40, repeat.Until is { } until ? T["until-or", until.Text, repeat.AtMost] : T["times-done", repeat.AtMost]));
        lines.Add(new(FormattableString.Invariant($"{middle},{end + 14} {side},{end + 14} {side},{top} {middle - 2},{top}"), Arrow: true));
        transitions.Add(new(side, (top + end) / 2, T["again"]));
        return end + 56;
    }

    private void Across(List<double> middles, double y, bool both)
    {
        var (from, to) = (middles[0] - 12, middles[^1] + 12);
        lines.Add(new(FormattableString.Invariant($"{from},{y} {to},{y}")));
        if (both) lines.Add(new(FormattableString.Invariant($"{from},{y + 4} {to},{y + 4}")));
    }

    private void Down(double x, double from, double to) => lines.Add(new(FormattableString.Invariant($"{x},{from} {x},{to}")));
}
