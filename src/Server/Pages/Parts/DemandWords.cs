using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;
using Microsoft.Extensions.Localization;

namespace Cellwright.Server.Pages.Parts;

/// <summary>A demand in words: what it is called on a line, and what was recorded for it.</summary>
public sealed class DemandWords(IStringLocalizer<DemandWords> T)
{
    /// <summary>Its title.</summary>
    public string Title(Demand demand) => demand switch
    {
        EquipmentValueDemand value => value.Parameter.Title,
        HandValueDemand value => value.Parameter.Title,
        ComputedValueDemand value => value.Parameter.Title,
        MaterialDemand material => T["add", material.Material.Title],
        SampleDemand sample => T["sample-of", sample.Title],
        ConfirmationDemand confirmation => confirmation.Text,
        CheckInDemand checkIn => T["check-in", checkIn.Role.Name, checkIn.Role.Class],
        CheckOutDemand checkOut => T["check-out", checkOut.Role.Name],
        _ => demand.Name,
    };

    /// <summary>What a signature in a step means; that of a second person with the title or the sentence of what was verified.</summary>
    public string Meaning(Phase phase, StepSignature signature) => signature.Entry is not { } entry ? signature.Meaning
        : T["verification-of", phase.Demands.FirstOrDefault(demand => demand.Name == entry) is { } demand ? Title(demand).TrimEnd('.')
            : phase.Parameters.FirstOrDefault(parameter => parameter.Name == entry)?.Title ?? entry];

    /// <summary>How it is met, in one word or two.</summary>
    public string How(Demand demand) => demand switch
    {
        EquipmentValueDemand => T["from-equipment"],
        HandValueDemand => T["typed"],
        ComputedValueDemand => T["computed"],
        MaterialDemand or CheckInDemand => T["scan"],
        SampleDemand => T["sample"],
        ConfirmationDemand => T["confirm"],
        _ => "",
    };

    /// <summary>The parameter whose value it gives, or null.</summary>
    public static Parameter? ParameterOf(Demand demand) => demand switch
    {
        EquipmentValueDemand value => value.Parameter,
        HandValueDemand value => value.Parameter,
        ComputedValueDemand value => value.Parameter,
        MaterialDemand material => material.Amount,
        _ => null,
    };

    /// <summary>The current value for a demand, or null.</summary>
    public static RecordedValue? ValueOf(Step step, Demand demand) =>
        ParameterOf(demand) is { } parameter ? step.Current(parameter.Name) : null;

    /// <summary>True when somebody recorded it and a second person must still verify it.</summary>
    public static bool AwaitsVerification(Step step, Demand demand) => ToVerify(step, demand) is not null;

    /// <summary>The entry of a demand that a second person must still verify, or null: it, or the amount of an addition that was corrected.</summary>
    public static string? ToVerify(Step step, Demand demand) =>
        step.For(demand.Name)?.AwaitsVerification == true || step.Current(demand.Name)?.AwaitsVerification == true ? demand.Name
        : demand is MaterialDemand { Amount.Name: var amount } && step.Current(amount)?.AwaitsVerification == true ? amount
        : null;

    /// <summary>What was recorded, e.g. the value or the lot; empty when nothing was.</summary>
    public string Recorded(Step step, Demand demand)
    {
        var value = ValueOf(step, demand);
        var number = value is null ? "" : Say.Value(value.Value, value.Unit);
        return demand switch
        {
            MaterialDemand => step.For(demand.Name) is { } added ? T["lot", added.What, number] : "",
            ConfirmationDemand => step.For(demand.Name) is null ? "" : T["confirmed"],
            SampleDemand or CheckInDemand or CheckOutDemand => step.For(demand.Name)?.What ?? "",
            _ => number,
        };
    }

    /// <summary>Who recorded it and when, or null.</summary>
    public static (string By, DateTimeOffset At)? Entry(Step step, Demand demand) =>
        step.For(demand.Name) is { } done ? (done.By, done.At)
        : ValueOf(step, demand) is { } value ? (value.By, value.At)
        : null;
}
