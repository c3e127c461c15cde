namespace Cellwright.VirtualPlant.Biology;

/// <summary>What is particular to one vector lot, drawn from process-facts section E.</summary>
public sealed record VectorDraws
{
    /// <summary>HEK293 doubling time (h).</summary>
    public required double DoublingTime { get; init; }

    /// <summary>AAV crude titre at 72 h after transfection (vg/mL).</summary>
    public required double AavTitre { get; init; }

    /// <summary>Full fraction of the crude AAV (%).</summary>
    public required double CrudeFull { get; init; }

    /// <summary>Full fraction of the anion-exchange pool (%).</summary>
    public required double PoolFull { get; init; }

    /// <summary>Vector genomes per infectious unit.</summary>
    public required double GenomesPerInfectious { get; init; }

    /// <summary>Lentiviral functional titre at 48 h after transfection (TU/mL).</summary>
    public required double LentiTitre { get; init; }

    /// <summary>p24 at harvest (ng/mL): drawn together with the titre, never converted from it.</summary>
    public required double P24 { get; init; }

    /// <summary>Viability at 72 h after transfection (%).</summary>
    public required double HarvestViability { get; init; }

    /// <summary>Recoveries of the steps, AAV then LV (fractions).</summary>
    public required Recoveries Aav { get; init; }

    /// <summary>Recoveries of the lentiviral steps, functional.</summary>
    public required Recoveries Lenti { get; init; }

    /// <summary>Recoveries as fractions: clarification, affinity, anion exchange, concentration, final filter.</summary>
    public sealed record Recoveries(double Clarify, double Affinity, double AnionExchange, double Concentrate, double Filter);

    /// <summary>Draws the lot behind a batch.</summary>
    public static VectorDraws Of(int seed, string batch)
    {
        Draw D(string quantity) => Draw.Of(seed, batch, quantity);
        var pool = D("aav-pool").Normal(58, 3.5, 51, 65); // B17 [44]: 40 to 65 by pooling; a normal lot passes 50

        // Titre and p24 are correlated 0.6 (E, LV particles row): one common normal, one of its own.
        var common = D("lenti").Normal();
        var own = 0.6 * common + 0.8 * D("p24").Normal();
        return new VectorDraws
        {
            DoublingTime = D("doubling").Normal(24, 1, 21, 27.5), // B02
            AavTitre = D("aav-titre").LogNormal(5e10, 0.25, 2.4e10, 1e11), // B11 target; E: sigma 0.25 between lots
            CrudeFull = D("aav-full").Normal(20, 6, 8, 40), // E: mean 0.20, SD 0.08 as a beta; narrower normal EJ
            PoolFull = pool,
            GenomesPerInfectious = D("aav-infectious").LogNormal(10, 0.4, 4, 30), // E
            LentiTitre = 1.5e7 * Math.Exp(0.2 * Math.Clamp(common, -2.5, 2.5)), // C07, E: CV 0.2
            P24 = Math.Clamp(300 * Math.Exp(0.35 * own), 110, 600), // C07 p24 row: 100 to 600; sigma EJ
            HarvestViability = D("viability").Normal(75, 4, 63, 84), // B11
            Aav = new(
                D("aav-clarify").Normal(0.90, 0.03, 0.81, 0.98), // B14; SD EJ
                D("aav-affinity").Normal(0.73, 0.04, 0.65, 0.80), // E: normal 73 +- 5 [42], held to its range
                (70 - (pool - 58)) / 100, // E: recovery falls a point per point of purity [44]
                D("aav-concentrate").Normal(0.90, 0.02, 0.84, 0.96), // B.1 yield check
                D("aav-filter").Normal(0.95, 0.02, 0.87, 0.99)), // B19
            Lenti = new(
                D("lv-clarify").Normal(0.90, 0.05, 0.80, 0.98), // C09
                0.70, // no affinity step is published for LV here; a figure is needed if someone runs it: EJ
                D("lv-aex").Normal(0.50, 0.05, 0.36, 0.64), // C10; SD 5 points
                D("lv-concentrate").Normal(0.80, 0.05, 0.65, 0.90), // C11
                D("lv-filter").Normal(0.75, 0.05, 0.60, 0.88)), // C13
        };
    }
}
