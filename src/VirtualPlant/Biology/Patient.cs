namespace Cellwright.VirtualPlant.Biology;

/// <summary>
/// What one patient brings, drawn from process-facts section E and held inside the acceptance of section A unless the
/// patient is an unlucky one. The same seed and batch id always give the same patient.
/// </summary>
public sealed record Patient
{
    /// <summary>CD3+ cells collected (cells).</summary>
    public required double Collected { get; init; }

    /// <summary>CD3+ of CD45+ at receipt (%).</summary>
    public required double IncomingCd3 { get; init; }

    /// <summary>Viability at receipt (%).</summary>
    public required double IncomingViability { get; init; }

    /// <summary>Recovery of CD4+/CD8+ cells by the enrichment (fraction).</summary>
    public required double EnrichmentRecovery { get; init; }

    /// <summary>CD4+/CD8+ purity after enrichment (%).</summary>
    public required double Purity { get; init; }

    /// <summary>CD3+ after enrichment (%).</summary>
    public required double EnrichedCd3 { get; init; }

    /// <summary>CD4:CD8 at the start.</summary>
    public required double Cd4Cd8Ratio { get; init; }

    /// <summary>CD25+ one day after activation (%).</summary>
    public required double Activation { get; init; }

    /// <summary>Viable cells on day 12 over viable cells seeded, in an undisturbed culture.</summary>
    public required double Fold { get; init; }

    /// <summary>CAR+ of viable CD3+ at MOI 5 (%).</summary>
    public required double CarPositive { get; init; }

    /// <summary>Fall of viability on days 1 and 2 (percentage points).</summary>
    public required double Dip { get; init; }

    /// <summary>Viability at the end of an undisturbed culture (%).</summary>
    public required double FinalViability { get; init; }

    /// <summary>Recovery of viable cells by harvest and wash (fraction).</summary>
    public required double HarvestRecovery { get; init; }

    /// <summary>Draws the patient behind a batch.</summary>
    /// <param name="seed">The plant's seed.</param>
    /// <param name="batch">Batch id.</param>
    /// <param name="unlucky">A low start, poor transduction and slow growth: the failing tail of section E.</param>
    public static Patient Of(int seed, string batch, bool unlucky = false)
    {
        Draw D(string quantity) => Draw.Of(seed, batch, quantity);
        var patient = new Patient
        {
            Collected = D("collected").LogNormal(2.6e9, 0.91, 0.8e9, 1.2e10), // E row 1 [10]; floor: minimum of A02 [9] with a margin
            IncomingCd3 = D("incoming-cd3").Normal(45, 9, 25, 75), // A05; CV 0.2 EJ
            IncomingViability = D("incoming-viability").Normal(97.5, 0.6, 96, 99), // A05; SD EJ
            EnrichmentRecovery = D("recovery").Normal(0.55, 0.06, 0.38, 0.80), // A11, E row 7 [1]
            Purity = 100 * Logistic(D("purity").Normal(3.89, 0.75, 2.0, 6.5)), // E row 6 [1]: around 98; floor 88 EJ
            EnrichedCd3 = D("enriched-cd3").Normal(90, 4, 82, 98), // A11 [1] 89 +- 10, narrower so that a normal patient passes: EJ
            Cd4Cd8Ratio = D("ratio").LogNormal(1.4, 0.5, 0.55, 2.9), // E row 8 [8], span of A11
            Activation = D("activation").Normal(88, 4, 76, 97), // A14; SD EJ
            Fold = D("fold").LogNormal(30, 0.5, 13, 98), // E fold row [1] [7]; see the remark below
            CarPositive = 100 * Logistic(D("car").Normal(-0.708, 0.25, -1.15, 0.2)), // E CAR+ row: median 33 %, sigma 0.25 on log odds
            Dip = D("dip").Normal(3, 0.7, 1, 5), // E dip row, fresh start
            FinalViability = D("final-viability").Normal(96, 1.5, 92, 98.5), // E final viability [3] [5]: main part; the tail is for the unlucky
            HarvestRecovery = D("harvest").Normal(0.90, 0.03, 0.82, 0.97), // A26; SD EJ
        };

        // The contract clips the expansion at 10 to 100; a normal patient is held at 13 or more, because fewer
        // than 1.2e9 cells (A25) cannot make the dose. Three points of the hundred are moved by it.
        return unlucky
            ? patient with
            {
                Collected = 0.5e9,
                IncomingCd3 = 18,
                Fold = D("fold").LogNormal(11, 0.1, 10, 12.5),
                CarPositive = D("car").Normal(14, 2, 8, 18),
                Dip = 12, // E dip row, thawed start
                FinalViability = D("final-viability").Normal(74, 3, 61, 79), // E: the low tail of [14]
            }
            : patient;
    }

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
