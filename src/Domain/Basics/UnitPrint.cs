namespace Cellwright.Domain.Basics;

/// <summary>Units as people on the floor read them: <c>Cel</c> is °C. What is stored, and what is signed, keeps the UCUM code.</summary>
public static class UnitPrint
{
    private static readonly Dictionary<string, string> Prints = new(StringComparer.Ordinal)
    {
        ["1"] = "", ["Cel"] = "°C", ["[pH]"] = "pH", ["/mL"] = "per mL", ["/uL"] = "per µL", ["/L"] = "per L", ["/kg"] = "per kg",
        ["/m3"] = "per m³", ["m3"] = "m³", ["[IU]"] = "IU", ["k[IU]"] = "kIU", ["[IU]/mL"] = "IU/mL", ["{cells}"] = "cells", ["/min"] = "per min",
        ["10*6/mL"] = "× 10⁶ per mL", ["10*6"] = "× 10⁶", ["10*9"] = "× 10⁹", ["10*6/kg"] = "× 10⁶ per kg", ["um"] = "µm", ["uL"] = "µL", ["ug/mL"] = "µg/mL",
        ["mosm/kg"] = "mOsm/kg", ["[g]"] = "× g", ["Cel/min"] = "°C/min",
    };

    /// <summary>The unit in print; what has no better print stays as it is.</summary>
    public static string Of(string ucum) => Prints.TryGetValue(ucum, out var print) ? print : ucum;

    /// <summary>The unit as a sentence names it, e.g. after "counted in".</summary>
    public static string Named(string ucum) => Of(ucum) is { Length: > 0 } print ? print : "plain numbers";

    /// <summary>A number with its unit in print.</summary>
    public static string With(string number, string ucum) => $"{number} {Of(ucum)}".TrimEnd();
}
