using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;

namespace Cellwright.Tests.Execution;

internal static class Performing
{
    /// <summary>A step with everything that it asks for: recorded, verified, signed and completed.</summary>
    public static Floor Performed(this Floor floor, string key)
    {
        var phase = TestRecipe.Recipe.Phase(StepKey.Phase(key));
        floor.Has([new StepStarted(key), .. phase.Demands.SelectMany(demand => Met(key, demand))]);
        if (phase.Signature is { } meaning) floor.Has(new StepSigned(key, "olga", "Printed olga", meaning, ""));
        return floor.Has(new StepCompleted(key));
    }

    private static IEnumerable<Event<Batch>> Met(string key, Demand demand) => demand switch
    {
        EquipmentValueDemand value => [Values.Of(key, value.Name, value.Parameter.Normal.Low ?? 1, value.Parameter.Unit)],
        HandValueDemand value => [Values.Of(key, value.Name, value.Parameter.Normal.Low ?? 1, value.Parameter.Unit) with { Source = ValueSource.Hand }],
        ComputedValueDemand value => [Values.Of(key, value.Name, value.Parameter.Normal.Low ?? 1, value.Parameter.Unit) with { Source = ValueSource.Computed }],
        MaterialDemand added =>
        [
            new MaterialAdded(key, added.Name, added.Material.Name, "V-1", 1, added.Amount.Unit, false),
            Values.Of(key, added.Amount.Name, 1, added.Amount.Unit) with { Source = ValueSource.Hand },
        ],
        SampleDemand sample => [new SampleTaken(key, sample.Name, $"{Floor.Id}-S1")],
        ConfirmationDemand said => [new Confirmed(key, said.Name, said.Text, false)],
        CheckInDemand checkIn => [new EquipmentCheckedIn(key, checkIn.Name, checkIn.Role.Name, checkIn.Role.Name is "processor" ? "CP-01" : "CC-01", null)],
        CheckOutDemand checkOut => [new EquipmentCheckedOut(key, checkOut.Name, checkOut.Role.Name, checkOut.Role.Name is "processor" ? "CP-01" : "CC-01")],
        _ => throw new NotSupportedException(),
    };
}
