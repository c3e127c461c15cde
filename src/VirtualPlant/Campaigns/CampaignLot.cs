using Cellwright.VirtualPlant.Biology;
using Cellwright.VirtualPlant.Faults;

namespace Cellwright.VirtualPlant.Campaigns;

/// <summary>
/// One lot of vector of a campaign, lived through on the devices of the plant: inoculation, growth to the transfection gate, production, harvest, and its results at the titre
/// bench. What differs between lots is drawn from process-facts section E; spans of what is put in are engineering judgement inside the normal ranges of B07 and C04.
/// </summary>
internal sealed class CampaignLot : LivedBatch
{
    /// <summary>Between two samples of the culture (B10: every 8 to 16 h [40]).</summary>
    public const int Hours = 8;

    /// <summary>Growth before the gate is looked at (B05, C02 of the recipes).</summary>
    public const int Growth = 48;

    private const string Reactor = "BR-01", Counter = "CC-01", Analyser = "MA-01", Bench = "PC-01";
    private const double Gate = 1.8e6; // per mL: the recipes' gate below the target of B06, C03
    private const int PlasmidLots = 4;

    private CampaignLot(Product product, int seed, int number, string id, FaultOrder? fault)
        : base(seed, number, id, fault, Reactor, Counter, Analyser, Bench)
    {
        Product = product;
        Draw D(string quantity) => Draw.Of(seed, id, quantity);
        Dna = Math.Round(product == Product.Aav ? D("dna").Normal(1.4, 0.15, 1.0, 2.0) : D("dna").Normal(1.5, 0.05, 1.3, 1.7), 3); // B07, C04: targets and ranges; SD EJ
        TransgeneShare = Math.Round(D("transgene-share").Normal(30, 1, 27, 33), 1); // B07 [41]; SD EJ; the plant knows no effect of it
        PlasmidLot = 1 + (number % PlasmidLots);
        SeedDoubling = D("seed-doubling").Normal(0, 0.5, -1.5, 1.5); // error of the seed train's doubling time, EJ
        var draws = VectorDraws.Of(seed, id);
        SeedDoubling = Math.Round(SeedDoubling + draws.DoublingTime, 1);
        Plant.Batch(id).Draw(product == Product.Aav ? OfDose(draws) : OfPlasmidLot(draws, seed, PlasmidLot, D("lenti").Normal(), D("p24").Normal()));
        Plant.Batch(id).Product = product;
    }

    public Product Product { get; }

    /// <summary>DNA that is put in (ug/mL).</summary>
    public double Dna { get; }

    /// <summary>Transgene plasmid of the three (%).</summary>
    public double TransgeneShare { get; }

    /// <summary>Number of the plasmid lot.</summary>
    public int PlasmidLot { get; }

    /// <summary>Doubling time that the seed train showed (h).</summary>
    public double SeedDoubling { get; }

    /// <summary>Viability of the seed train's last flask, counted (%).</summary>
    public double SeedViability { get; private set; }

    /// <summary>Density counted after inoculation (per mL).</summary>
    public double Inoculated { get; private set; }

    /// <summary>Hours from inoculation to transfection.</summary>
    public double Transfected { get; private set; }

    /// <inheritdoc />
    public override IReadOnlyList<double> Starting => [SeedDoubling, SeedViability, Inoculated, Dna, Product == Product.Aav ? TransgeneShare : PlasmidLot];

    /// <summary>Columns of the rows, means of what the reactor showed and what the instruments gave at the end: device, tag, unit, and what it observes.</summary>
    public static IReadOnlyList<(string Device, string Tag, string Unit, string Class)> Tags { get; } =
    [
        (Reactor, "temperature", "Cel", "equipment"), (Reactor, "ph", "[pH]", "equipment"), (Reactor, "dissolved-oxygen", "%", "equipment"), (Reactor, "agitation", "/min", "equipment"),
        (Reactor, "vessel-pressure", "mbar", "equipment"), (Reactor, "volume", "L", "equipment"), (Reactor, "base-total", "mL", "biology"), (Reactor, "capacitance", "pF/cm", "biology"),
        (Counter, "viable-cell-density", "/mL", "biology"), (Counter, "viability", "%", "biology"), (Analyser, "glucose", "g/L", "biology"), (Analyser, "lactate", "mmol/L", "biology"),
    ];

    /// <summary>Names of the starting material.</summary>
    public static IReadOnlyList<string> Variables(bool aav) =>
        ["z_seed_doubling_h", "z_seed_viability", "z_inoculated_per_mL", .. aav ? (string[])["z_dna_ug_per_mL", "z_transgene_share"] : ["z_dna_ug_per_mL", "z_plasmid_lot"]];

    /// <summary>Lives through a lot.</summary>
    /// <exception cref="FormatException">A fault that its device cannot have.</exception>
    public static CampaignLot Live(Product product, int seed, int number, string id, FaultOrder? fault)
    {
        var lot = new CampaignLot(product, seed, number, id, fault);
        lot.Live();
        return lot;
    }

    /// <summary>Time is that of growth and then of production: what a lot waited at the gate is not counted.</summary>
    public override double TimeOf(double hours) => hours <= Growth ? hours : Math.Max(Growth, Growth + hours - Transfected);

    // E: sigma 0.25 between lots. Part of it is now what the DNA per cell makes of it, so what is left is less: 0.15, EJ.
    private static VectorDraws OfDose(VectorDraws draws) => draws with { AavTitre = 5e10 * Math.Pow(draws.AavTitre / 5e10, 0.15 / 0.25) };

    // E: CV 0.2 within a plasmid lot, 0.4 between plasmid lots; p24 goes with the titre at 0.6 over all (draws as in VectorDraws).
    private static VectorDraws OfPlasmidLot(VectorDraws draws, int seed, int plasmidLot, double within, double own)
    {
        var log = (0.4 * Draw.Of(seed, $"plasmid-{plasmidLot}", "titre").Normal(0, 1, -1.5, 1.5)) + (0.2 * Math.Clamp(within, -2.5, 2.5));
        var common = log / Math.Sqrt(0.2);
        return draws with { LentiTitre = 1.5e7 * Math.Exp(log), P24 = Math.Clamp(300 * Math.Exp(0.35 * ((0.6 * common) + (0.8 * own))), 110, 600) };
    }

    private void Live()
    {
        Begin();
        Measure(Counter);
        SeedViability = Last(Counter, "viability");
        var density = Draw.Of(0, Id, "inoculation").Normal(0.5e6, 0.03e6, 0.4e6, 0.6e6); // B04; SD EJ
        Order(Reactor, "inoculate", ("inoculation-density", density));
        Measure(Counter);
        Inoculated = Last(Counter, "viable-cell-density");
        Order(Reactor, "grow");
        for (var hours = Hours; hours <= Growth; hours += Hours) Row(hours, hours);
        var at = (double)Growth;
        for (var more = 0; more < 8 && Last(Counter, "viable-cell-density") < Gate; more++)
        {
            at += 3;
            To(at);
            Measure(Counter);
        }

        Transfected = at;
        Order(Reactor, "transfect", ("dna", Dna));
        Order(Reactor, "produce");
        var production = Product == Product.Aav ? 72 : 48; // B11, C07
        for (var hours = Hours; hours <= production; hours += Hours) Row(at + hours, Growth + hours);
        Order(Reactor, Product == Product.Aav ? "lyse" : "harvest");
        Measure(Bench);
        if (Product == Product.Aav)
        {
            Results.Add(("vector-genomes", Last(Bench, "genome-titre"), "/mL"));
            Results.Add(("full-capsid-fraction", Last(Bench, "full-fraction"), "%"));
            Results.Add(("infectious-units", Last(Bench, "infectious-titre"), "/mL"));
        }
        else
        {
            Results.Add(("p24", Last(Bench, "p24"), "ng/mL"));
            Results.Add(("transducing-units", Last(Bench, "infectious-titre"), "/mL"));
        }
    }

    private void Row(double hours, double time)
    {
        var before = Moment;
        To(hours - 0.05);
        Measure(Counter, Analyser);
        To(hours);
        var interval = Since(before);
        Times.Add(time);
        Rows.Add([.. Tags.Select(tag => interval[(tag.Device, tag.Tag)].ToArray() is { Length: > 0 } values ? (tag.Tag == "base-total" ? values[^1] : values.Average()) : double.NaN)]);
    }
}
