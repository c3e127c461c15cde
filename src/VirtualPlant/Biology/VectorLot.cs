namespace Cellwright.VirtualPlant.Biology;

/// <summary>Where a vector lot stands.</summary>
public enum LotStage
{
    /// <summary>Nothing inoculated.</summary>
    Empty,

    /// <summary>HEK293 cells grow.</summary>
    Growing,

    /// <summary>Transfected; vector is made.</summary>
    Producing,

    /// <summary>Lysed or harvested; nothing more is made.</summary>
    Crude,

    /// <summary>In purification.</summary>
    Purifying,
}

/// <summary>
/// HEK293 cells in suspension and the vector that they make after transfection. Amounts (genomes, transducing units, p24) are
/// totals: concentrating changes the volume only, and every loss is a recovery of process-facts B.1 or C.1.
/// </summary>
public sealed class VectorLot(VectorDraws draws)
{
    // E LV decay row: half-life 35 h in medium at 37 Cel [56]; 60 % left after 3 days at 4 Cel [57].
    private static readonly double WarmDecay = Math.Log(2) / 35;
    private static readonly double ColdDecay = -Math.Log(0.6) / 72;

    private double made; // share of the titre of the whole run made so far
    private double lentiMade;
    private bool filtered;
    private double dosed = 1; // titre for the DNA that the cells got, over that of the process mean

    /// <summary>Where the lot stands.</summary>
    public LotStage Stage { get; private set; }

    /// <summary>Volume (L).</summary>
    public double Volume { get; private set; } = 50;

    /// <summary>Viable cells per mL; before the inoculation those of the seed train's last flask (B02).</summary>
    public double Density { get; private set; } = 2e6;

    /// <summary>Viability (%).</summary>
    public double Viability { get; private set; } = 98;

    /// <summary>Hours since transfection.</summary>
    public double SinceTransfection { get; private set; }

    /// <summary>Vector genomes of AAV, in total.</summary>
    public double Genomes { get; private set; }

    /// <summary>Transducing units of LV, in total.</summary>
    public double TransducingUnits { get; private set; }

    /// <summary>p24, in total (ng).</summary>
    public double P24 { get; private set; }

    /// <summary>Full capsids of all capsids (%).</summary>
    public double FullFraction { get; private set; } = draws.CrudeFull;

    /// <summary>Residual DNA (ng/mL).</summary>
    public double ResidualDna { get; private set; } = 3000;

    /// <summary>True once nuclease has cut the free DNA; without it clarification clogs.</summary>
    public bool Digested { get; private set; }

    /// <summary>True after lysis, which only AAV needs.</summary>
    public bool Lysed { get; private set; }

    /// <summary>Genome titre of AAV (per mL).</summary>
    public double GenomeTitre => Genomes / Millilitres;

    /// <summary>Functional titre of LV (TU/mL).</summary>
    public double FunctionalTitre => TransducingUnits / Millilitres;

    /// <summary>p24 (ng/mL).</summary>
    public double P24PerMillilitre => P24 / Millilitres;

    /// <summary>Infectious AAV (per mL); the ratio worsens after 48 h (E vg row).</summary>
    public double InfectiousAav => GenomeTitre / (draws.GenomesPerInfectious * (1 + 0.01 * Math.Max(SinceTransfection - 48, 0)));

    /// <summary>Glucose (g/L), fed to stay above 2 (B10).</summary>
    public double Glucose => Stage == LotStage.Empty ? 5 : Math.Max(2.2, 5.5 - 0.55 * Density / 1e6);

    /// <summary>Lactate (mmol/L).</summary>
    public double Lactate => Stage == LotStage.Empty ? 0.5 : Math.Min(22, 2 + 3.2 * Density / 1e6);

    /// <summary>pH of the medium or buffer (release 6.9 to 7.8 for LV, 7.3 +- 0.3 for AAV; value engineering judgement).</summary>
    public double Ph => Stage < LotStage.Purifying ? 7.12 : 7.3;

    /// <summary>Osmolality (mosm/kg); engineering judgement, inside C.2 and B.2.</summary>
    public double Osmolality => Stage < LotStage.Purifying ? 292 : 325;

    private double Millilitres => Volume * 1000;

    /// <summary>Inoculates the vessel.</summary>
    /// <param name="density">Viable cells per mL.</param>
    /// <param name="litres">Working volume.</param>
    public void Inoculate(double density, double litres) =>
        (Stage, Density, Volume, Viability, SinceTransfection) = (LotStage.Growing, density, litres, 98, 0);

    /// <summary>Adds the transfection complex, 5 % of the volume (B08).</summary>
    /// <param name="dna">DNA (ug per mL of culture); null for whatever gives the process mean. It decides the titre of AAV only: of LV no such curve is published here.</param>
    public void Transfect(double? dna = null)
    {
        if (Stage == LotStage.Empty) Inoculate(2e6, 50);
        if (Stage != LotStage.Growing) return;
        if (dna is { } dose) dosed = Density * YieldPerCell(dose / (Density / 1e6)) / (2e6 * YieldPerCell(0.7)); // B06, B07 targets: 2e6 cells/mL, 1.4 ug/mL
        (Stage, Density, Volume) = (LotStage.Producing, Density / 1.05, Volume * 1.05);
    }

    /// <summary>Ends production by lysis (AAV): the cells open.</summary>
    public void Lyse()
    {
        EndProduction();
        (Lysed, Density, Viability) = (true, 0, 0);
    }

    /// <summary>Cuts free DNA.</summary>
    public void Digest()
    {
        EndProduction();
        if (!Digested) ResidualDna *= 0.05; // EJ
        Digested = true;
    }

    /// <summary>Ends production by harvest.</summary>
    public void EndProduction()
    {
        if (Stage >= LotStage.Crude) return;
        if (Stage < LotStage.Producing) AssumeCrude();
        Stage = LotStage.Crude;
    }

    /// <summary>A lot at the end of production, for a rehearsal that starts there.</summary>
    public void AssumeCrude()
    {
        if (Stage == LotStage.Empty) Inoculate(2e6, 50);
        if (Stage == LotStage.Growing) Transfect();
        while (SinceTransfection < 60) Advance(1, 37);
        Stage = LotStage.Crude;
    }

    /// <summary>Clarifies; AAV and LV lose by their own recoveries.</summary>
    public void Clarify() => Purify(r => r.Clarify, 1);

    /// <summary>Affinity capture: eluate of a hundredth of the load (EJ).</summary>
    public void Affinity()
    {
        Purify(r => r.Affinity, 0.01);
        ResidualDna *= 0.2; // EJ
    }

    /// <summary>Anion exchange: empties are left behind, and the pool is a third of an eluate or a twelfth of a bulk (EJ).</summary>
    public void AnionExchange()
    {
        Purify(r => r.AnionExchange, Volume > 5 ? 1.0 / 12 : 1.0 / 3);
        if (!Exchanged) (FullFraction, ResidualDna) = (draws.PoolFull, ResidualDna * 0.1);
        Exchanged = true;
    }

    /// <summary>Concentrates and exchanges the buffer to a volume (L).</summary>
    public void Concentrate(double litres)
    {
        Purify(r => r.Concentrate, Math.Max(litres, 0.001) / Volume);
        Concentrated = true;
        ResidualDna *= 0.5; // by diafiltration, EJ
    }

    /// <summary>Final 0.2 um filtration.</summary>
    public void SterileFilter()
    {
        if (!filtered) Purify(r => r.Filter, 1);
        filtered = true;
    }

    /// <summary>True after a concentration.</summary>
    public bool Concentrated { get; private set; }

    /// <summary>True after anion exchange: what is concentrated then is the bulk.</summary>
    public bool Exchanged { get; private set; }

    /// <summary>Lets the vessel run for a time at a temperature.</summary>
    public void Advance(double hours, double temperature)
    {
        if (Stage is not (LotStage.Growing or LotStage.Producing))
        {
            Stand(hours, temperature);
            return;
        }

        var fit = Math.Exp(-Math.Pow(Math.Max(Math.Abs(temperature - 37) - 0.3, 0) / 2, 2)); // EJ
        var crowd = Math.Max(0, 1 - Density / (Stage == LotStage.Growing ? 1.4e7 : 9.5e6)); // B10 peak [40]; growth ceiling EJ
        var slower = Stage == LotStage.Growing ? 1 : Math.Exp(-SinceTransfection / 20);
        Density *= Math.Exp(Math.Log(2) / draws.DoublingTime * fit * crowd * slower * hours);
        if (Stage == LotStage.Growing) return;

        SinceTransfection += hours;
        var age = Math.Min(SinceTransfection / 72, 1.3);
        var before = Viability;
        Viability = 98 - (98 - draws.HarvestViability) * age * age;
        Density *= Viability / before;

        // AAV: made between about 18 and 60 h after transfection (B11 [38] [40]); LV: from 24 h, net titre of C07 at 48 h.
        var share = Ramp(SinceTransfection, 18, 60);
        Genomes += draws.AavTitre * dosed * Millilitres * (share - made) * fit;
        made = share;
        var lenti = Ramp(SinceTransfection, 14, 48);
        var born = (lenti - lentiMade) * fit;
        lentiMade = lenti;
        TransducingUnits += draws.LentiTitre * Millilitres * born;
        P24 += draws.P24 * Millilitres * born;
    }

    /// <summary>LV loses function while it stands, faster when warm (log-linear between the two published rates, EJ).</summary>
    public void Stand(double hours, double temperature)
    {
        if (Stage < LotStage.Crude) return;
        var rate = ColdDecay * Math.Pow(WarmDecay / ColdDecay, (temperature - 4) / 33);
        TransducingUnits *= Math.Exp(-rate * hours);
    }

    // E, AAV cell-specific yield: y = y_max d^3 / (d^3 + 0.8^3), d in ug of DNA per 1e6 cells [40]; model EJ.
    private static double YieldPerCell(double d) => d * d * d / ((d * d * d) + (0.8 * 0.8 * 0.8));

    private static double Ramp(double hours, double start, double end)
    {
        var x = Math.Clamp((hours - start) / (end - start), 0, 1);
        return x * x * (3 - 2 * x);
    }


    private void Purify(Func<VectorDraws.Recoveries, double> recovery, double volumeShare)
    {
        EndProduction();
        Stage = LotStage.Purifying;
        Volume *= volumeShare;
        Genomes *= recovery(draws.Aav);
        TransducingUnits *= recovery(draws.Lenti);
        P24 *= Math.Min(1, recovery(draws.Lenti) * 1.15); // particles are lost less than function (C11 [64]); 1.15 EJ
        (Density, Viability) = (0, 0);
    }
}
