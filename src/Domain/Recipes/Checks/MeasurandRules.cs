using Cellwright.Domain.Basics;
using Cellwright.Domain.Basics.Units;
using Cellwright.Domain.Recipes.Expressions;
using Cellwright.Domain.Recipes.StepTypes;

namespace Cellwright.Domain.Recipes.Checks;

/// <summary>
/// A value stays what it was measured as: units and tags fit the measurand, and no formula turns one measurand into another. What a formula computes from one measurand is
/// taken to be of it even where its parameter declares none, so that a conversion in two steps is found too.
/// </summary>
internal sealed class MeasurandRules
{
    private const string Rule = "measurand";

    private readonly Checking checking;
    private readonly Dictionary<string, Measurand> carried = new(StringComparer.Ordinal);
    private readonly HashSet<Formula> refused = [];

    private MeasurandRules(Checking checking) => this.checking = checking;

    public static void Check(Checking checking)
    {
        var rules = new MeasurandRules(checking);
        foreach (var phase in checking.Recipe.Phases)
            foreach (var parameter in phase.Parameters) rules.Declared(phase, parameter);
        if (rules.carried.Count == 0) return;
        var computations = checking.Recipe.Phases.SelectMany(phase => ComputationsOf(phase).Select(one => (phase, one))).ToList();
        while (computations.Count(one => rules.Carries(one.phase, one.one)) > 0)
        {
            // Until nothing is passed on any further: a value may be computed from one that is computed.
        }

        foreach (var (phase, computation) in computations) rules.Converts(phase, computation);
        foreach (var yield in checking.Recipe.Phases.OfType<Yield>()) rules.OfOne(yield);
        foreach (var formula in checking.Formulas) rules.Compares(formula);
    }

    private static IEnumerable<Computation> ComputationsOf(Phase phase) => phase switch
    {
        Compute compute => compute.Computations,
        Yield yield => [yield.Actual, yield.Theoretical],
        _ => [],
    };

    private void Declared(Phase phase, Parameter parameter)
    {
        var what = $"{parameter.Name} of step {phase.Id}";
        var tag = parameter.Tag is { } name && checking.ClassOf(parameter.From ?? phase.Equipment) is { } known ? known.Tag(name) : null;
        if (parameter.Measurand is not { } measurand)
        {
            if (tag is { Measurands: [var only] }) carried[$"{phase.Id}/{parameter.Name}"] = only;
            else if (tag is { Measurands.Count: > 1 })
                checking.Warning(parameter, "tag", Rule, $"{what} comes from tag {tag.Name}, which may be {string.Join(" or ", tag.Measurands.Select(Measurands.Words))}. Say which: measurand: {Measurands.Key(tag.Measurands[0])}.");
            return;
        }

        carried[$"{phase.Id}/{parameter.Name}"] = measurand;
        if (Unit.TryParse(parameter.Unit, out var unit) && !Measurands.Fits(measurand, unit))
            checking.Error(parameter, "measurand", Rule, $"{what} is in {parameter.Unit}, and {Measurands.Words(measurand)} cannot be. Write {Measurands.Units(measurand)}, or the measurand that it is.");
        if (tag is not null && !tag.Measurands.Contains(measurand))
            checking.Error(parameter, "measurand", Rule, $"{what} is {Measurands.Words(measurand)}, and its tag {tag.Name} measures {(tag.Measurands.Count == 0 ? "no measurand of a vector" : string.Join(" or ", tag.Measurands.Select(Measurands.Words)))}. Take it from the tag that measures it.");
    }

    /// <summary>Passes the measurand on to a parameter that declares none; true when that is news.</summary>
    private bool Carries(Phase phase, Computation computation)
    {
        var reference = $"{phase.Id}/{computation.Parameter}";
        if (carried.ContainsKey(reference) || phase.Parameters.FirstOrDefault(one => one.Name == computation.Parameter) is not { } parameter) return false;
        if (Of(computation.Formula) is not [var only] || Powers(computation.Formula.Expression) is { Count: 0 }) return false;

        // A volume or a time that is worked out from a titre is no titre.
        if (!Unit.TryParse(parameter.Unit, out var unit) || !Enum.GetValues<Measurand>().Any(any => Measurands.Fits(any, unit))) return false;
        carried[reference] = only;
        return true;
    }

    private void Converts(Phase phase, Computation computation)
    {
        if (phase.Parameters.FirstOrDefault(one => one.Name == computation.Parameter) is not { } parameter) return;
        var (what, found, powers) = ($"{parameter.Name} of step {phase.Id}", Of(computation.Formula), Powers(computation.Formula.Expression));
        var ratio = Enum.GetValues<Measurand>().Cast<Measurand?>().FirstOrDefault(any => IsRatio(any!.Value, powers) && found.Count == 2);
        if (found.Count > 1 && ratio is { } own && parameter.Measurand != own && parameter.Measurand is null)
            checking.Error(computation.Formula, null, Rule, $"{what} is {Measurands.Words(own)}, a measurand of its own. Write measurand: {Measurands.Key(own)}.");
        else if (found.Count > 1 && (ratio is null || parameter.Measurand != ratio))
            Refuse(computation.Formula, what, Measurands.Words(found[0]), Measurands.Words(found[1]));
        else if (found is [var from] && powers is not { Count: 0 } && parameter.Measurand is { } to && to != from)
            Refuse(computation.Formula, what, Measurands.Words(from), Measurands.Words(to));
    }

    /// <summary>A recovery sets what there is against what there was of the same measurand.</summary>
    private void OfOne(Yield yield)
    {
        if (carried.TryGetValue($"{yield.Id}/{yield.Actual.Parameter}", out var actual) && carried.TryGetValue($"{yield.Id}/{yield.Theoretical.Parameter}", out var theoretical) && actual != theoretical)
            Refuse(yield.Actual.Formula, $"{yield.Percent} of step {yield.Id}", Measurands.Words(actual), Measurands.Words(theoretical));
    }

    /// <summary>Nothing is added to, or compared with, what is of another measurand.</summary>
    private void Compares(Formula formula)
    {
        foreach (var node in formula.Expression.All)
        {
            if (node is not (Sum or Comparison or Call { Name: "min" or "max" })) continue;
            var sides = node.Parts.Select(Of).Where(side => side.Count > 0).ToList();
            if (sides.Count < 2 || sides.TrueForAll(side => side.SequenceEqual(sides[0]))) continue;
            var all = sides.SelectMany(side => side).Distinct().ToList();
            Refuse(formula, formula.Text, Measurands.Words(all[0]), Measurands.Words(all[1]));
            return;
        }
    }

    // Once a formula, however many ways it is wrong in.
    private void Refuse(Formula at, string what, string one, string other)
    {
        if (refused.Add(at)) checking.Error(at, null, Measurands.ConversionRule, $"{what} would turn one measurand into another. {Measurands.Refusal(one, other)}");
    }

    private static bool IsRatio(Measurand measurand, IReadOnlyDictionary<Measurand, int>? powers) =>
        Measurands.Ratio(measurand) is { } parts && powers is { Count: 2 } && powers.GetValueOrDefault(parts.Of) == 1 && powers.GetValueOrDefault(parts.Per) == -1;

    private IReadOnlyList<Measurand> Of(Formula formula) => Of(formula.Expression);

    private IReadOnlyList<Measurand> Of(Expression expression) =>
        [.. expression.All.OfType<Reference>().Where(reference => carried.ContainsKey(reference.Name)).Select(reference => carried[reference.Name]).Distinct().Order()];

    /// <summary>To what power each measurand stands in the result, those that cancel left out; null where that cannot be said, as of a logarithm.</summary>
    private IReadOnlyDictionary<Measurand, int>? Powers(Expression expression)
    {
        if (Of(expression).Count == 0) return new Dictionary<Measurand, int>();
        return expression switch
        {
            Reference reference => new Dictionary<Measurand, int> { [carried[reference.Name]] = 1 },
            Negation or Conversion => Powers(expression.Parts.First()),
            Product product => Joined(Powers(product.Left), Powers(product.Right), product.Divide ? -1 : 1),
            Exponentiation { Exponent: Number { Value: var power } } raised when power == Math.Truncate(power) && Math.Abs(power) < 10 => Joined(new Dictionary<Measurand, int>(), Powers(raised.Base), (int)power),
            Sum or Call { Name: "min" or "max" or "abs" or "round" } => Alike([.. expression.Parts.Where(part => !part.IsBare).Select(Powers)]),
            _ => null,
        };
    }

    private static IReadOnlyDictionary<Measurand, int>? Joined(IReadOnlyDictionary<Measurand, int>? left, IReadOnlyDictionary<Measurand, int>? right, int times) =>
        left is null || right is null ? null
        : left.Keys.Union(right.Keys).Select(key => (key, Power: left.GetValueOrDefault(key) + (times * right.GetValueOrDefault(key)))).Where(one => one.Power != 0).ToDictionary(one => one.key, one => one.Power);

    private static IReadOnlyDictionary<Measurand, int>? Alike(IReadOnlyList<IReadOnlyDictionary<Measurand, int>?> parts) =>
        parts[0] is { } first && parts.All(part => part is not null && part.Count == first.Count && part.All(one => first.GetValueOrDefault(one.Key) == one.Value)) ? first : null;
}
