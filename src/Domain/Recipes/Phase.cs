namespace Cellwright.Domain.Recipes;

/// <summary>ISA-88 phase: the smallest thing that is started and completed. Each step type is one subclass in one file.</summary>
public abstract record Phase
{
    /// <summary>Id within the recipe, e.g. <c>A14</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it is, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>What to do, in one or two sentences for the operator.</summary>
    public string Instruction { get; init; } = "";

    /// <summary>Equipment role it works on, or null.</summary>
    public string? Equipment { get; init; }

    /// <summary>ISA-88 equipment phase that the device runs while this phase is active, or null.</summary>
    public string? EquipmentPhase { get; init; }

    /// <summary>Parameters with their limits.</summary>
    public IReadOnlyList<Parameter> Parameters { get; init; } = [];

    /// <summary>Shortest time from start to completion; the step cannot be completed before.</summary>
    public TimeSpan? MinimumDuration { get; init; }

    /// <summary>Longest time from start to completion; a deviation opens when it runs out.</summary>
    public TimeSpan? MaximumDuration { get; init; }

    /// <summary>Times counted from other phases to this one.</summary>
    public IReadOnlyList<TimeWindow> Windows { get; init; } = [];

    /// <summary>Meaning of the signature asked for at completion (e.g. <c>responsibility</c>), or null.</summary>
    public string? Signature { get; init; }

    /// <summary>
    /// Id of the step whose place it takes when the quality unit decides so after a deviation; it stands right behind that step and is
    /// passed by otherwise. Null for a step that is always performed.
    /// </summary>
    public string? AlternativeTo { get; init; }

    /// <summary>Keys of sources for its durations and windows, or <c>engineering-judgement</c>.</summary>
    public IReadOnlyList<string> Basis { get; init; } = [];

    /// <summary>The name of the step type in the text, e.g. <c>incubate</c>.</summary>
    public abstract string Type { get; }

    /// <summary>What must have happened before the step can be completed; the page draws itself from these.</summary>
    public abstract IEnumerable<Demand> Demands { get; }

    /// <summary>What is wrong with the fields of this type, one sentence each.</summary>
    public virtual IEnumerable<string> Check(Recipe recipe) => [];

    /// <summary>A demand for each parameter that is recorded: from equipment when it is bound to a tag, else by hand.</summary>
    protected IEnumerable<Demand> Values(bool secondPerson) =>
        Parameters.Where(parameter => !parameter.SettingOnly).Select(Demand (parameter) =>
            parameter.Tag is null ? new HandValueDemand(parameter, secondPerson) : new EquipmentValueDemand(parameter));

    /// <summary>The parameter of that name.</summary>
    /// <exception cref="KeyNotFoundException">No such parameter.</exception>
    public Parameter Parameter(string name) =>
        Parameters.FirstOrDefault(parameter => parameter.Name == name)
        ?? throw new KeyNotFoundException($"Phase {Id} has no parameter {name}.");
}

/// <summary>Which end of a phase a clock starts at.</summary>
public enum Edge
{
    /// <summary>When the phase starts.</summary>
    Start,

    /// <summary>When the phase is completed.</summary>
    End,
}

/// <summary>A time window between two phases: hold time, "within 72 h of collection", "not before 16 h".</summary>
/// <param name="From">Phase at which the clock starts (latest iteration).</param>
/// <param name="FromEdge">At its start or its end.</param>
/// <param name="To">The edge of the phase that bears this window.</param>
/// <param name="Minimum">Not before this has passed, or null.</param>
/// <param name="Maximum">Not after this has passed, or null; a deviation opens when it runs out.</param>
public sealed record TimeWindow(string From, Edge FromEdge, Edge To, TimeSpan? Minimum, TimeSpan? Maximum);
