using Cellwright.Domain.Recipes.Expressions;

namespace Cellwright.Domain.Recipes.Checks;

/// <summary>
/// Which cases of a choice can be taken. A condition that compares recorded values with constants changes only at these constants,
/// so trying each of them, a point between and a point beyond either end decides it exactly; any other condition is taken to be possible.
/// </summary>
internal sealed record Reachability(IReadOnlyList<bool> Cases, bool Else)
{
    // Enough for four values with five constants each; beyond it nothing is claimed.
    private const int MostPoints = 20_000;

    public static Reachability Of(IReadOnlyList<Formula> conditions)
    {
        var simple = conditions.Select(condition => condition.IsCondition ? Thresholds(condition.Expression) : null).ToList();
        var axes = simple.OfType<List<(string Reference, double At)>>().SelectMany(list => list)
            .GroupBy(threshold => threshold.Reference)
            .ToDictionary(group => group.Key, group => Points([.. group.Select(threshold => threshold.At).Distinct().Order()]));
        if (axes.Values.Aggregate(1.0, (product, points) => product * points.Count) > MostPoints)
            return new([.. conditions.Select(_ => true)], true);

        var taken = new bool[conditions.Count];
        var none = false;
        foreach (var point in Grid([.. axes]))
        {
            var index = 0;
            for (; index < conditions.Count; index++)
            {
                if (simple[index] is null) taken[index] = true;
                else if (conditions[index].Holds(reference => point[reference])) break;
            }

            if (index < conditions.Count) taken[index] = true;
            else none = true;
        }

        return new(taken, none);
    }

    private static IEnumerable<Dictionary<string, double>> Grid(KeyValuePair<string, List<double>>[] axes)
    {
        if (axes.Length == 0) return [new(StringComparer.Ordinal)];
        return Grid(axes[1..]).SelectMany(rest => axes[0].Value.Select(value => new Dictionary<string, double>(rest, StringComparer.Ordinal) { [axes[0].Key] = value }));
    }

    private static List<double> Points(List<double> thresholds) =>
    [
        thresholds[0] - 1 - Math.Abs(thresholds[0]),
        .. thresholds,
        .. thresholds.Zip(thresholds.Skip(1), (low, high) => (low + high) / 2),
        thresholds[^1] + 1 + Math.Abs(thresholds[^1]),
    ];

    // Null when a comparison is not of one recorded value with a constant.
    private static List<(string, double)>? Thresholds(Expression expression)
    {
        var thresholds = new List<(string, double)>();
        foreach (var comparison in expression.All.OfType<Comparison>())
        {
            var (value, constant) = IsConstant(comparison.Right) ? (comparison.Left, comparison.Right) : (comparison.Right, comparison.Left);
            if (!IsConstant(constant)) return null;
            var at = constant.Evaluate(_ => double.NaN);
            if (IsConstant(value)) continue;
            switch (value)
            {
                case Reference reference:
                    thresholds.Add((reference.Name, at));
                    break;
                case Conversion { Inner: Reference reference } conversion:
                    thresholds.Add((reference.Name, conversion.To.Convert(at, conversion.From)));
                    break;
                default:
                    return null;
            }
        }

        return thresholds;
    }

    private static bool IsConstant(Expression expression) => !expression.All.OfType<Reference>().Any();
}
