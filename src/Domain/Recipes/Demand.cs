namespace Cellwright.Domain.Recipes;

/// <summary>Something that must have happened before a step can be completed. Names are unique within the phase.</summary>
/// <param name="Name">What entries refer to.</param>
public abstract record Demand(string Name);

/// <summary>Somebody confirms a sentence; a second person verifies when <see cref="SecondPerson"/>.</summary>
public sealed record ConfirmationDemand(string Name, string Text, bool SecondPerson = false) : Demand(Name);

/// <summary>A value that flows from equipment.</summary>
public sealed record EquipmentValueDemand(Parameter Parameter) : Demand(Parameter.Name);

/// <summary>A value that a person enters; a second person verifies when <see cref="SecondPerson"/>.</summary>
public sealed record HandValueDemand(Parameter Parameter, bool SecondPerson) : Demand(Parameter.Name);

/// <summary>A value that the server computes from recorded values.</summary>
public sealed record ComputedValueDemand(Parameter Parameter, Formula Formula) : Demand(Parameter.Name);

/// <summary>A lot of a material is scanned and added; the amount is a parameter.</summary>
public sealed record MaterialDemand(string Name, Material Material, Parameter Amount) : Demand(Name);

/// <summary>A sample is taken and labelled.</summary>
public sealed record SampleDemand(string Name, string Title) : Demand(Name);

/// <summary>An equipment item is scanned into a role: identity, calibration, cleaning, room.</summary>
public sealed record CheckInDemand(string Name, EquipmentRole Role) : Demand(Name);

/// <summary>The item of a role is given back.</summary>
public sealed record CheckOutDemand(string Name, EquipmentRole Role) : Demand(Name);
