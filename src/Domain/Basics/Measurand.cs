using Cellwright.Domain.Basics.Units;

namespace Cellwright.Domain.Basics;

/// <summary>
/// What a result measures (JCGM 200:2012, 2.3). Two measurands may share a unit and are still two: particles, infectious units and biological effect of one lot are never
/// converted into each other.
/// </summary>
public enum Measurand
{
    /// <summary>Encapsidated genomes of AAV (vg), by qPCR or ddPCR.</summary>
    VectorGenomes,

    /// <summary>AAV capsids, with genome or without, by ELISA or chromatography.</summary>
    CapsidParticles,

    /// <summary>Capsids that hold a genome, of all capsids.</summary>
    FullCapsidFraction,

    /// <summary>p24 capsid protein of a lentiviral vector, by ELISA: it counts every particle.</summary>
    P24,

    /// <summary>Genomic RNA copies of a lentiviral vector, by RT-qPCR.</summary>
    RnaCopies,

    /// <summary>Infectious units, by the end point of an infection (TCID50).</summary>
    InfectiousUnits,

    /// <summary>Transducing units (TU): cells that took up and integrated or express the transgene.</summary>
    TransducingUnits,

    /// <summary>Biological effect, relative to a reference or in units of activity.</summary>
    Potency,

    /// <summary>Vector genomes per infectious unit.</summary>
    GenomesPerInfectiousUnit,

    /// <summary>Transducing units per mass of p24.</summary>
    TransducingUnitsPerP24,
}

/// <summary>What follows from a measurand: its words, its units, and of which two others it is the ratio.</summary>
public static class Measurands
{
    /// <summary>The rule that a refused conversion names.</summary>
    public const string ConversionRule = "measurand-conversion";

    private static readonly Unit Litre = Unit.Parse("L"), Gram = Unit.Parse("g"), International = Unit.Parse("[IU]");

    private static readonly Dictionary<string, Measurand> ByKey = Enum.GetValues<Measurand>().ToDictionary(Key, StringComparer.Ordinal);

    /// <summary>As files write it, e.g. <c>vector-genomes</c>.</summary>
    public static string Key(Measurand measurand) => string.Concat(measurand.ToString().Select((letter, at) => char.IsUpper(letter) ? $"{(at > 0 ? "-" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));

    /// <summary>The measurand that files write so, or null.</summary>
    public static Measurand? Find(string key) => ByKey.TryGetValue(key, out var found) ? found : null;

    /// <summary>As a person says it.</summary>
    public static string Words(Measurand measurand) => measurand switch
    {
        Measurand.P24 => "p24",
        Measurand.RnaCopies => "RNA copies",
        Measurand.TransducingUnitsPerP24 => "transducing units per p24",
        _ => Key(measurand).Replace('-', ' '),
    };

    /// <summary>The two measurands whose ratio it is, or null for one that is no ratio. The ratio is a measurand of its own: with it neither of the two follows from the other.</summary>
    public static (Measurand Of, Measurand Per)? Ratio(Measurand measurand) => measurand switch
    {
        Measurand.FullCapsidFraction => (Measurand.VectorGenomes, Measurand.CapsidParticles),
        Measurand.GenomesPerInfectiousUnit => (Measurand.VectorGenomes, Measurand.InfectiousUnits),
        Measurand.TransducingUnitsPerP24 => (Measurand.TransducingUnits, Measurand.P24),
        _ => null,
    };

    /// <summary>True where lots differ by factors rather than by amounts, so that its statistics are done on logarithms: all but a fraction.</summary>
    public static bool IsLogarithmic(Measurand measurand) => measurand != Measurand.FullCapsidFraction;

    /// <summary>True when a value of it can be in that unit: an amount, an amount in a volume, or an amount in a mass.</summary>
    public static bool Fits(Measurand measurand, Unit unit) => measurand switch
    {
        Measurand.FullCapsidFraction => unit.Dimension.IsNone,
        Measurand.Potency => unit.Dimension.IsNone || Amount(unit, International),
        Measurand.GenomesPerInfectiousUnit => Counts(unit),
        Measurand.TransducingUnitsPerP24 => unit.IsCommensurableWith(Unit.One.Per(Gram)),
        Measurand.P24 => Amount(unit, Gram),
        _ => Counts(unit) || (!unit.Dimension.IsNone && Amount(unit, Unit.One)),
    };

    /// <summary>Units that it is written in, for a sentence.</summary>
    public static string Units(Measurand measurand) => measurand switch
    {
        Measurand.FullCapsidFraction => "% or 1",
        Measurand.Potency => "%, 1, [IU] or [IU]/mL",
        Measurand.GenomesPerInfectiousUnit => "1",
        Measurand.TransducingUnitsPerP24 => "/ng",
        Measurand.P24 => "ng/mL or ng",
        _ => "/mL or 1",
    };

    /// <summary>Why one measurand does not become another, and what can be done instead.</summary>
    public static string Refusal(string from, string to) =>
        $"{from} and {to} are different measurands, and a value of one is never converted into the other. Measure each; how far they go together over lots is a question for a correlation study, which gives no factor to convert with.";

    private static bool Counts(Unit unit) => unit.Dimension.IsNone && !unit.Equals(Unit.Percent);

    private static bool Amount(Unit unit, Unit of) => unit.IsCommensurableWith(of) || unit.IsCommensurableWith(of.Per(Litre)) || unit.IsCommensurableWith(of.Per(Gram));
}
