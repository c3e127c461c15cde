extern alias plant;

using plant::Cellwright.VirtualPlant.Biology;

namespace Cellwright.Tests.VirtualPlant;

[Long(30)]
public sealed class GrowingOnePatientsCells
{
    [Fact]
    public void Five_hundred_patients_expand_ten_to_a_hundred_fold_with_a_median_near_thirty()
    {
        var folds = new List<double>();
        for (var n = 0; n < 500; n++)
        {
            var cells = new TCellCulture(Patient.Of(7, $"P-{n}"));
            cells.Seed(1e8, 70);
            Grow(cells, feeds: true);
            folds.Add(cells.FoldExpansion);
        }

        folds.Sort();
        Assert.InRange(folds[250], 25, 35);
        Assert.InRange(folds[0], 10, 100);
        Assert.InRange(folds[^1], 10, 100);
    }

    [Fact]
    public void A_batch_run_as_the_example_recipe_stays_within_the_published_limits()
    {
        for (var seed = 1; seed <= 12; seed++)
        {
            var r = new Rehearsal(seed);
            r.Order("CP-01", "enrich", numbers: [("chamber-volume", 100)]);
            r.Live(1);
            Assert.InRange(r.Measure("CC-01", "viability"), 90, 100);
            Assert.True(r.Measure("FC-01", "cd4-cd8-purity") >= 80);
            r.Order("CP-01", "seed", numbers: [("chamber-volume", 70), ("@cells-seeded", 1e8), ("chamber-temperature", 37)]);
            r.Live(24);
            Assert.True(r.Measure("FC-01", "cd25-positive") >= 60);
            r.Order("CP-01", "transduce", numbers: [("chamber-volume", 100), ("@moi", 5)]);
            r.Live(24);
            r.Order("CP-01", "feed", numbers: [("chamber-volume", 200), ("@feed-volume", 100)]);
            r.Live(36);
            Assert.Equal(200, r.Last("CP-01", "chamber-volume"), 1.0);
            r.Order("CP-01", "wash");
            r.Live(34);
            Assert.InRange(r.Measure("CC-01", "viable-cell-density"), 0.5e6, 3e6);
            Assert.True(r.Measure("FC-01", "car-positive") >= 5);
            Assert.InRange(r.Measure("MA-01", "ph"), 6.9, 7.4);
            for (var day = 5; day < 12; day++)
            {
                Assert.True(r.Measure("MA-01", "glucose") >= 1.5, $"seed {seed} day {day}: {r.Measure("MA-01", "glucose")}");
                r.Order("CP-01", "feed", numbers: [("@feed-volume", day < 8 ? 125 : 250)]);
                r.Live(24);
            }

            r.Order("CP-01", "harvest");
            r.Live(2);
            var total = r.Measure("CC-01", "viable-cell-density") * r.Last("CP-01", "chamber-volume");
            Assert.True(total >= 0.9e9, $"seed {seed}: {total}");
            Assert.True(r.Measure("FC-01", "viability") >= 80);
            Assert.True(r.Measure("FC-01", "car-positive") >= 20 * 0.9);
            Assert.True(r.Measure("FC-01", "cd3") >= 80);
            Assert.InRange(r.Measure("PC-01", "vector-copy-number"), 0.5, 5);
        }
    }

    [Fact]
    public void An_unlucky_patient_misses_the_release_limits()
    {
        var r = new Rehearsal(unlucky: ["B-1"]);
        r.Order("CP-01", "harvest");
        r.Live(2);

        Assert.True(r.Measure("FC-01", "car-positive") < 20);
        Assert.True(r.Measure("CC-01", "viability") < 80);
    }

    [Fact]
    public void A_missed_feed_shows_in_glucose_and_lactate()
    {
        var fed = new TCellCulture(Patient.Of(1, "P"));
        var hungry = new TCellCulture(Patient.Of(1, "P"));
        foreach (var cells in new[] { fed, hungry })
        {
            cells.Seed(1e8, 70);
            Grow(cells, feeds: true, untilDay: 10);
        }

        fed.DrawOff(200);
        fed.Add(200);
        for (var h = 0; h < 24; h++)
        {
            fed.Advance(1, 37);
            hungry.Advance(1, 37);
        }

        Assert.True(hungry.Glucose < fed.Glucose - 0.5);
        Assert.True(hungry.Lactate > fed.Lactate + 4);
        Assert.True(hungry.Ph < fed.Ph);
    }

    [Fact]
    public void A_chamber_that_drifts_by_two_kelvin_slows_growth()
    {
        var warm = new TCellCulture(Patient.Of(1, "P"));
        var cool = new TCellCulture(Patient.Of(1, "P"));
        warm.Seed(1e8, 200);
        cool.Seed(1e8, 200);
        for (var h = 0; h < 168; h++)
        {
            warm.Advance(1, 37);
            cool.Advance(1, 35);
        }

        Assert.True(cool.Viable < 0.8 * warm.Viable);
    }

    [Fact]
    public void Volume_and_glucose_are_conserved_by_exchanges()
    {
        var cells = new TCellCulture(Patient.Of(1, "P"));
        cells.Seed(1e8, 70);
        cells.Add(130);
        Assert.Equal(200, cells.Volume, 1e-9);
        Assert.Equal(4.0, cells.Glucose, 1e-9);
        cells.DrawOff(50);
        Assert.Equal(150, cells.Volume, 1e-9);
        Assert.Equal(4.0, cells.Glucose, 1e-9);
        Assert.Equal(1e8, cells.Viable, 1e-3);
    }

    [Fact]
    public void Measuring_works_for_a_batch_that_was_never_announced()
    {
        var r = new Rehearsal();
        foreach (var device in r.Plant.Devices.Where(d => d.Phases.Contains("measure") || d.Phases.Contains("test")))
            r.Order(device.Id, device.Phases.Contains("measure") ? "measure" : "test", "NEVER-SEEN");
        r.Live(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        foreach (var device in r.Plant.Devices.Where(d => d.Phases.Contains("measure")))
            foreach (var tag in device.Tags)
                Assert.True(double.IsFinite(Assert.Single(r.Of(device.Id, tag.Name)).Value));
        Assert.True(r.Last("PC-01", "vector-copy-number") > 0.5);
        Assert.True(r.Last("PC-01", "genome-titre") > 1e10);
    }

    private static void Grow(TCellCulture cells, bool feeds, int untilDay = 12)
    {
        for (var h = 0; h < untilDay * 24; h++)
        {
            if (h == 24) cells.Transduce(5);
            if (h == 48) cells.Add(130);
            if (feeds && h >= 96 && h % 24 == 0)
            {
                var volume = h < 192 ? 125 : 200;
                if (cells.Volume < 250) cells.Add(250 - cells.Volume);
                for (var i = 0; i < 10; i++)
                {
                    cells.DrawOff(volume / 10.0);
                    cells.Add(volume / 10.0);
                }
            }

            cells.Advance(1, 37);
        }
    }
}
