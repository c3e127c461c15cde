using Cellwright.Domain.Basics;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Execution;

/// <summary>Values that the server computes from recorded ones.</summary>
internal static class Computing
{
    /// <summary>A computed value, with its formula and inputs in words.</summary>
    public static ValueRecorded Of(Func<string, double> valueOf, string step, ComputedValueDemand demand, double value, DateTimeOffset at) => new()
    {
        Step = step,
        Parameter = demand.Name,
        Value = value,
        Unit = demand.Parameter.Unit,
        Assessment = demand.Parameter.Assess(value),
        Source = ValueSource.Computed,
        Computation = $"{demand.Formula.Text} with {Inputs(valueOf, demand.Formula)}",
        SourceAt = at,
    };

    /// <summary>References of a formula and the values they have.</summary>
    public static string Inputs(Func<string, double> valueOf, Formula formula) =>
        string.Join(", ", formula.References.Select(reference => $"{reference} = {Recording.Number(valueOf(reference))}"));
}
