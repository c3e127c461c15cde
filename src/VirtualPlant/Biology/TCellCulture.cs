namespace Cellwright.VirtualPlant.Biology;

/// <summary>Where one patient's cells stand.</summary>
public enum CellStage
{
    /// <summary>The collected material as received.</summary>
    Received,

    /// <summary>CD4+/CD8+ cells after magnetic enrichment.</summary>
    Enriched,

    /// <summary>Growing.</summary>
    Culture,

    /// <summary>Harvested and washed; no longer growing.</summary>
    Harvested,

    /// <summary>In the final formulation.</summary>
    Formulated,

    /// <summary>Frozen and thawed again.</summary>
    Thawed,
}

/// <summary>
/// One patient's cells from receipt to the thawed product. Amounts are conserved: cells leave only by the recoveries and by
/// death, volume only by what is drawn off, glucose only by what cells eat and what is drawn off.
/// </summary>
public sealed class TCellCulture(Patient patient)
{
    private const double MediumGlucose = 4.0; // g/L, EJ
    private const double MediumPh = 7.38; // EJ

    // Growth shape over culture age in days (E doubling-time row: lag 48 h counted to the middle of the ramp; plateau late): EJ.
    private const double LagEnds = 1.5, FullSpeed = 4, Slows = 9, Ends = 12, SlowShare = 0.4;
    private const double Shape = (FullSpeed - LagEnds) / 2 + (Slows - FullSpeed) + (Ends - Slows) * (1 + SlowShare) / 2;

    private double glucoseMass; // mg
    private double lactateAmount; // umol
    private double moi;
    private double transducedAt = double.NaN;

    /// <summary>Where the cells stand.</summary>
    public CellStage Stage { get; private set; }

    /// <summary>Viable cells.</summary>
    public double Viable { get; private set; } = patient.Collected / (patient.IncomingCd3 / 100);

    /// <summary>Volume that holds them (mL). The collection bag holds 100 mL (EJ).</summary>
    public double Volume { get; private set; } = 100;

    /// <summary>Viable cells seeded into the culture.</summary>
    public double Seeded { get; private set; }

    /// <summary>Days since the seed.</summary>
    public double Age { get; private set; }

    /// <summary>Stress by wrong temperature or hunger: percentage points of viability lost so far.</summary>
    public double Stress { get; private set; }

    /// <summary>Viable cells per mL.</summary>
    public double Density => Viable / Math.Max(Volume, 1);

    /// <summary>Viable cells over those seeded; 1 before the culture starts.</summary>
    public double FoldExpansion => Seeded > 0 ? Viable / Seeded : 1;

    /// <summary>Glucose in g/L.</summary>
    public double Glucose => Stage < CellStage.Culture ? MediumGlucose : glucoseMass / Math.Max(Volume, 1);

    /// <summary>Lactate in mmol/L.</summary>
    public double Lactate => Stage < CellStage.Culture ? 0.5 : lactateAmount / Math.Max(Volume, 1);

    /// <summary>pH of the medium: buffered medium that lactate acidifies (0.016 per mmol/L, EJ).</summary>
    public double Ph => MediumPh - 0.016 * Math.Min(Lactate, 50);

    /// <summary>Osmolality in mosm/kg: medium 290, each mmol/L of lactate adds about one (EJ).</summary>
    public double Osmolality => Stage >= CellStage.Formulated ? 1300 : 288 + Lactate;

    /// <summary>Viable cells of all cells (%).</summary>
    public double Viability => Math.Clamp(Stage switch
    {
        CellStage.Received => patient.IncomingViability,
        CellStage.Enriched => Math.Min(patient.IncomingViability + 1, 99),
        CellStage.Thawed => patient.FinalViability - 11, // A35: 85 after thaw; step EJ
        _ => Course(),
    } - Stress, 0, 99.5);

    /// <summary>CD3+ (%): enriched cells become nearly pure T cells (97.9 to 98.6 observed [3]).</summary>
    public double Cd3 => Stage switch
    {
        CellStage.Received => patient.IncomingCd3,
        CellStage.Enriched => patient.EnrichedCd3,
        _ => patient.EnrichedCd3 + (98.2 - patient.EnrichedCd3) * Math.Min(Age / 6, 1),
    };

    /// <summary>CD4+/CD8+ purity (%).</summary>
    public double Purity => Stage == CellStage.Received ? 0.9 * patient.IncomingCd3 : patient.Purity;

    /// <summary>CD4:CD8; it drifts toward CD8 by 0.05 on the log scale a day (E drift row).</summary>
    public double Ratio => patient.Cd4Cd8Ratio * Math.Exp(-0.05 * Age);

    /// <summary>CD25+ (%): up within a day of activation, down slowly from day 4 (shape EJ).</summary>
    public double Cd25 => Stage < CellStage.Culture ? 6
        : 6 + (patient.Activation - 6) * (1 - Math.Exp(-Age / 0.25)) * Math.Exp(-Math.Max(Age - 4, 0) / 8);

    /// <summary>Mean integrations per cell: E VCN row, CAR+ = 1 - exp(-0.21 m), scaled by the root of MOI over 5 (EJ).</summary>
    public double CopyNumber => double.IsNaN(transducedAt) ? 0
        : -Math.Log(1 - patient.CarPositive / 100) / 0.21 * Math.Sqrt(moi / 5);

    /// <summary>CAR+ of viable CD3+ (%): expression appears over three days after the vector (EJ).</summary>
    public double CarPositive => double.IsNaN(transducedAt) ? 0.2
        : 100 * (1 - Math.Exp(-0.21 * CopyNumber)) * (1 - Math.Exp(-Math.Max(Age - transducedAt, 0) / 0.7));

    /// <summary>Cell diameter (um): small at rest, blasts early, smaller again late (EJ).</summary>
    public double Diameter => Stage < CellStage.Culture ? 7.4 : 7.4 + 4.2 * (1 - Math.Exp(-Age)) * Math.Exp(-Math.Max(Age - 4, 0) / 12);

    /// <summary>Cells in clumps (%): activation clusters, then few (EJ).</summary>
    public double Aggregates => Stage < CellStage.Culture ? 1 : 1.5 + 5 * Age * Math.Exp(-Age / 1.5);

    /// <summary>CD4+/CD8+ enrichment of what was collected into a volume.</summary>
    public void Enrich(double volume)
    {
        if (Stage != CellStage.Received) return;
        (Stage, Viable, Volume) = (CellStage.Enriched, patient.Collected * patient.EnrichmentRecovery, volume);
    }

    /// <summary>Starts the culture with a number of viable cells (at most those there are) in fresh medium.</summary>
    public void Seed(double cells, double volume)
    {
        Enrich(volume);
        if (Stage != CellStage.Enriched) return;
        (Stage, Age, Volume) = (CellStage.Culture, 0, volume);
        Seeded = Viable = Math.Min(cells, Viable);
        (glucoseMass, lactateAmount) = (MediumGlucose * volume, 0.5 * volume);
    }

    /// <summary>A culture in the middle of its way, for a rehearsal that starts there.</summary>
    public void AssumeCulture(double age, bool transduced)
    {
        if (Stage >= CellStage.Culture) return;
        Seed(1e8, 200);
        while (Age < age)
        {
            if (transduced && Age >= 1 && double.IsNaN(transducedAt)) Transduce(5);
            Advance(0.5, 37);
            (glucoseMass, lactateAmount) = (3 * Volume, 6 * Volume);
        }
    }

    /// <summary>Adds vector at a multiplicity of infection (TU per cell).</summary>
    public void Transduce(double multiplicity) => (moi, transducedAt) = (Math.Max(multiplicity, 0), Age);

    /// <summary>Adds fresh medium (mL).</summary>
    public void Add(double millilitres)
    {
        Volume += millilitres;
        glucoseMass += MediumGlucose * millilitres;
        lactateAmount += 0.5 * millilitres;
    }

    /// <summary>Draws off medium (mL) while the cells are held back.</summary>
    public void DrawOff(double millilitres)
    {
        var share = Math.Clamp(millilitres / Math.Max(Volume, 1), 0, 1);
        glucoseMass *= 1 - share;
        lactateAmount *= 1 - share;
        Volume -= Volume * share;
    }

    /// <summary>Ends the culture; part of the cells is lost by the wash (A26).</summary>
    public void Harvest()
    {
        if (Stage != CellStage.Culture) return;
        (Stage, Viable) = (CellStage.Harvested, Viable * patient.HarvestRecovery);
    }

    /// <summary>Brings the cells into the cryoprotectant.</summary>
    public void Formulate()
    {
        Harvest();
        if (Stage == CellStage.Harvested) Stage = CellStage.Formulated;
    }

    /// <summary>Thaws the frozen product: viability falls, dead cells are no longer counted as viable.</summary>
    public void Thaw()
    {
        if (Stage != CellStage.Formulated) return;
        var before = Viability;
        Stage = CellStage.Thawed;
        Viable *= Viability / before;
    }

    /// <summary>Lets the cells live for a time at a temperature.</summary>
    public void Advance(double hours, double temperature)
    {
        if (Stage != CellStage.Culture) return;
        var days = hours / 24;
        var rate = Math.Log(patient.Fold) / Shape * Speed(Age) * Fit(temperature);
        var grown = Viable * (Math.Exp(rate * days) - 1);

        // Uptake per new cell and for upkeep, less per cell in those who expand more, so that the exchanges
        // of A21 and A22 keep a normal patient above 1.5 g/L (A20): EJ.
        var appetite = Math.Pow(30 / patient.Fold, 0.7) * 1e-6;
        var eaten = Math.Min(glucoseMass, (0.33 * grown + 0.04 * Viable * days) * appetite);
        glucoseMass -= eaten;
        lactateAmount += eaten / 180.16 * 1000 * 1.5; // 1.5 mol of lactate a mol of glucose, EJ
        Viable += grown;
        Age += days;

        // Wrong warmth and hunger kill slowly (percentage points a day): EJ.
        var hurt = (4 * Math.Max(temperature - 38, 0) + 1.5 * Math.Max(30 - temperature, 0) + 8 * Math.Max(0.5 - Glucose, 0)) * days;
        Stress = Math.Min(Stress + hurt, 60);
        Viable *= 1 - Math.Min(hurt / 100, 0.5);
    }

    private static double Speed(double age) =>
        age < LagEnds ? 0
        : age < FullSpeed ? (age - LagEnds) / (FullSpeed - LagEnds)
        : age < Slows ? 1
        : Math.Max(0.1, 1 - (1 - SlowShare) * (age - Slows) / (Ends - Slows));

    // Growth is undisturbed within 0.5 K of 37, above 0.8 g/L of glucose and below 25 mmol/L of lactate: EJ.
    private double Fit(double temperature)
    {
        var off = Math.Max(Math.Abs(temperature - 37) - 0.5, 0);
        return Math.Exp(-off * off / 4) * Math.Min(1, Glucose / 0.8) * Math.Clamp((50 - Lactate) / 25, 0, 1);
    }

    // Viability over the culture: start, dip on days 1 and 2, recovered by day 5 (E dip row), then to its end value.
    private double Course()
    {
        var start = Math.Min(patient.IncomingViability + 1, 99);
        var drift = start + (patient.FinalViability - start) * Math.Min(Age / 10, 1);
        var dip = patient.Dip * Math.Exp(-Math.Pow((Age - 1.6) / 1.1, 2));
        return drift - dip;
    }
}
