extern alias plant;

using plant::Cellwright.VirtualPlant.Biology;

namespace Cellwright.Tests.VirtualPlant;

public sealed class MakingVector
{
    // Means and acceptance: process-facts B.1 (0.40 overall), B11 (5e10 vg/mL), B17 (60 % full), C.1 (0.27 overall), C07 (1.5e7 TU/mL).
    [Fact]
    public void Aav_lots_have_the_published_titre_recovery_and_full_fraction()
    {
        var titres = new List<double>();
        var recoveries = new List<double>();
        for (var n = 0; n < 200; n++)
        {
            var lot = Produced($"AAV-{n}", 72);
            titres.Add(lot.GenomeTitre);
            var crude = lot.Genomes;
            Assert.InRange(lot.Viability, 60, 85);
            lot.Lyse();
            lot.Digest();
            lot.Clarify();
            lot.Affinity();
            lot.AnionExchange();
            lot.Concentrate(0.1);
            lot.SterileFilter();
            recoveries.Add(lot.Genomes / crude);
            Assert.InRange(lot.FullFraction, 50, 65);
        }

        Assert.InRange(Median(titres), 4.3e10, 5.7e10);
        Assert.InRange(recoveries.Average(), 0.36, 0.43);
    }

    [Fact]
    public void Lentiviral_lots_have_the_published_titre_and_recovery()
    {
        var titres = new List<double>();
        var recoveries = new List<double>();
        for (var n = 0; n < 200; n++)
        {
            var lot = Produced($"LV-{n}", 48);
            titres.Add(lot.FunctionalTitre);
            var crude = lot.TransducingUnits;
            lot.Digest();
            lot.Clarify();
            lot.AnionExchange();
            lot.Concentrate(0.7);
            lot.SterileFilter();
            recoveries.Add(lot.TransducingUnits / crude);
        }

        Assert.InRange(Median(titres), 1.3e7, 1.7e7);
        Assert.InRange(recoveries.Average(), 0.24, 0.30);
    }

    [Fact]
    public void P24_goes_with_the_functional_titre_but_is_not_converted_from_it()
    {
        var pairs = Enumerable.Range(0, 1000).Select(n => VectorDraws.Of(3, $"LV-{n}")).Select(d => (X: Math.Log(d.LentiTitre), Y: Math.Log(d.P24))).ToList();
        var (mx, my) = (pairs.Average(p => p.X), pairs.Average(p => p.Y));
        var correlation = pairs.Sum(p => (p.X - mx) * (p.Y - my)) / Math.Sqrt(pairs.Sum(p => Math.Pow(p.X - mx, 2)) * pairs.Sum(p => Math.Pow(p.Y - my, 2)));

        Assert.InRange(correlation, 0.5, 0.7);
    }

    [Fact]
    public void Lentivirus_loses_half_its_function_in_35_hours_of_warmth_and_40_percent_in_3_cold_days()
    {
        var warm = Produced("LV-1", 48);
        var cold = Produced("LV-1", 48);
        warm.EndProduction();
        cold.EndProduction();
        var before = warm.TransducingUnits;
        warm.Stand(35, 37);
        cold.Stand(72, 4);

        Assert.Equal(0.5, warm.TransducingUnits / before, 1e-6);
        Assert.Equal(0.6, cold.TransducingUnits / before, 1e-6);
    }

    [Fact]
    public void A_lot_runs_through_the_devices_from_inoculation_to_sterile_filtration()
    {
        var r = new Rehearsal();
        r.Order("BR-01", "inoculate", "AAV-9", true, ("volume", 50));
        r.Order("BR-01", "grow", "AAV-9", true, ("temperature", 37));
        r.Live(48);
        Assert.InRange(r.Measure("CC-01", "viable-cell-density", "AAV-9"), 1.5e6, 2.6e6);
        Assert.InRange(r.Last("BR-01", "temperature"), 36.7, 37.3);
        r.Order("BR-01", "transfect", "AAV-9");
        r.Order("BR-01", "produce", "AAV-9");
        r.Live(72);
        foreach (var phase in new[] { "lyse", "nuclease", "harvest" })
        {
            r.Order("BR-01", phase, "AAV-9");
            r.Live(2);
        }

        Assert.InRange(r.Measure("PC-01", "genome-titre", "AAV-9"), 2e10, 1.2e11);
        r.Order("FI-01", "clarify", "AAV-9");
        r.Live(1);
        Assert.True(r.Last("FI-01", "turbidity") < 10);
        r.Order("CR-01", "affinity", "AAV-9");
        r.Live(TimeSpan.FromMinutes(50), TimeSpan.FromSeconds(30));
        Assert.Contains(r.Of("CR-01", "ph"), s => s.Value is > 2.2 and < 3.0);
        r.Order("CR-01", "anion-exchange", "AAV-9");
        r.Live(TimeSpan.FromMinutes(50), TimeSpan.FromSeconds(30));
        Assert.InRange(r.Last("CR-01", "a260-a280"), 1.1, 1.35);
        r.Order("TF-01", "concentrate", "AAV-9");
        r.Live(0.5);
        Assert.InRange(r.Last("TF-01", "transmembrane-pressure"), 0.2, 0.6);
        r.Order("FI-01", "test", "AAV-9");
        r.Live(0.5);

        Assert.InRange(r.Measure("PC-01", "genome-titre", "AAV-9"), 0.5e13, 5e13);
        Assert.InRange(r.Measure("PC-01", "full-fraction", "AAV-9"), 45, 70);
        Assert.True(r.Last("FI-01", "bubble-point") >= 3.2);
    }

    private static VectorLot Produced(string id, int hours)
    {
        var lot = new VectorLot(VectorDraws.Of(3, id));
        lot.Inoculate(2e6, 50);
        lot.Transfect();
        for (var h = 0; h < hours; h++) lot.Advance(1, 37);
        return lot;
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
