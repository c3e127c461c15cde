using System.Collections.Frozen;

namespace Cellwright.Domain.Basics.Units;

/// <summary>
/// The atoms and prefixes. From UCUM's tables 1 to 5, except: the mole is a base quantity here, and not a count, so that
/// mol/L and /mL are never mistaken for each other; <c>NTU</c> and <c>AU</c> (absorbance) are what instruments print and UCUM lacks.
/// </summary>
public static class UnitAtoms
{
    private sealed record Definition(Dimension Dimension, Ratio Factor, bool Metric);

    private static readonly FrozenDictionary<string, int> Prefixes = new Dictionary<string, int>
    {
        ["E"] = 18, ["P"] = 15, ["T"] = 12, ["G"] = 9, ["M"] = 6, ["k"] = 3, ["h"] = 2, ["da"] = 1,
        ["d"] = -1, ["c"] = -2, ["m"] = -3, ["u"] = -6, ["n"] = -9, ["p"] = -12, ["f"] = -15, ["a"] = -18,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Definition> Atoms = Define();

    /// <summary>Every atom, without prefixes.</summary>
    public static IEnumerable<string> Symbols => Atoms.Keys;

    internal static Unit? Find(string symbol)
    {
        if (symbol == "Cel") return new Unit("Cel", Dimension.Of("K"), Ratio.One, isCelsius: true);
        if (Atoms.TryGetValue(symbol, out var atom)) return new Unit(symbol, atom.Dimension, atom.Factor);
        for (var length = 1; length <= 2 && length < symbol.Length; length++)
        {
            if (Prefixes.TryGetValue(symbol[..length], out var exponent)
                && Atoms.TryGetValue(symbol[length..], out atom) && atom.Metric)
                return new Unit(symbol, atom.Dimension, atom.Factor * Ratio.TenTo(exponent));
        }

        return null;
    }

    private static FrozenDictionary<string, Definition> Define()
    {
        var atoms = new Dictionary<string, Definition>(StringComparer.Ordinal);
        void Base(string symbol, bool metric = true) => atoms[symbol] = new(Dimension.Of(symbol), Ratio.One, metric);
        void Derived(string symbol, Ratio factor, Dimension dimension, bool metric = true) => atoms[symbol] = new(dimension, factor, metric);

        // UCUM base units; the coherent system is metre, second, gram, kelvin, coulomb, radian, candela, and here mole.
        Base("m"); Base("s"); Base("g"); Base("K"); Base("C"); Base("rad"); Base("cd"); Base("mol");
        var (m, s, g, c) = (Dimension.Of("m"), Dimension.Of("s"), Dimension.Of("g"), Dimension.Of("C"));
        var perSecond = Dimension.None.Times(s, -1);
        var newton = g.Times(m).Times(s, -2);
        var joule = newton.Times(m);
        var pascal = newton.Times(m, -2);
        var volt = joule.Times(c, -1);
        Ratio thousand = Ratio.TenTo(3);

        Derived("Hz", Ratio.One, perSecond);
        Derived("N", thousand, newton);
        Derived("Pa", thousand, pascal);
        Derived("bar", Ratio.TenTo(8), pascal);
        Derived("J", thousand, joule);
        Derived("W", thousand, joule.Times(s, -1));
        Derived("A", Ratio.One, c.Times(s, -1));
        Derived("V", thousand, volt);
        Derived("F", Ratio.TenTo(-3), c.Times(volt, -1));
        Derived("S", Ratio.TenTo(-3), c.Times(s, -1).Times(volt, -1));
        Derived("Ohm", thousand, volt.Times(c, -1).Times(s));
        Derived("L", Ratio.TenTo(-3), Dimension.None.Times(m, 3));
        Derived("l", Ratio.TenTo(-3), Dimension.None.Times(m, 3));
        Derived("osm", Ratio.One, Dimension.Of("mol"));
        Derived("kat", Ratio.One, Dimension.Of("mol").Times(perSecond));
        Derived("U", new Ratio(1, 60_000_000), Dimension.Of("mol").Times(perSecond));
        Derived("min", new Ratio(60, 1), s, metric: false);
        Derived("h", new Ratio(3600, 1), s, metric: false);
        Derived("d", new Ratio(86_400, 1), s, metric: false);
        Derived("wk", new Ratio(604_800, 1), s, metric: false);
        Derived("%", Ratio.TenTo(-2), Dimension.None, metric: false);
        Derived("[ppth]", Ratio.TenTo(-3), Dimension.None, metric: false);
        Derived("[ppm]", Ratio.TenTo(-6), Dimension.None, metric: false);
        Derived("[ppb]", Ratio.TenTo(-9), Dimension.None, metric: false);
        Derived("10*", new Ratio(10, 1), Dimension.None, metric: false);
        Derived("10^", new Ratio(10, 1), Dimension.None, metric: false);

        // Arbitrary units: comparable with themselves only.
        Base("[IU]"); Base("[EU]", metric: false); Base("[CFU]", metric: false); Base("[pH]", metric: false);
        Base("NTU", metric: false); Base("AU");
        return atoms.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
