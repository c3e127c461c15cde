namespace Cellwright.Tests.Record;

/// <summary>21 CFR 211.188, item by item.</summary>
[Requirement("P211-188")]
public sealed class WhatTheRuleAsks
{
    private static async Task<string> Section(string id) => PrintedPage.Plain((await PrintedPage.Of(SampleBatch.Complete())).Section(id));

    private static async Task<string> Step(string key) => PrintedPage.Plain((await PrintedPage.Of(SampleBatch.Complete())).Step(key));

    [Fact]
    public async Task Item_a_The_master_record_word_for_word_and_its_hash()
    {
        var page = await PrintedPage.Of(SampleBatch.Complete());
        Assert.Contains(System.Net.WebUtility.HtmlDecode(SampleRecipe.Text), System.Net.WebUtility.HtmlDecode(page.Section("master")));
        Assert.Contains(Domain.Recipes.RecipeReader.HashOf(SampleRecipe.Text), page.Text);
    }

    [Fact]
    public async Task Item_b1_Dates() =>
        Assert.Contains("Started 2026-01-05 08:25:00 +01:00 by Olga Weber (olga) Completed 2026-01-06 08:30:00 +01:00 by Olga Weber (olga)", await Step("S5"));

    [Fact]
    public async Task Item_b2_Equipment_with_its_calibration() =>
        Assert.Contains("CP-01 processor cell-processor Closed processor 1, CR-2 S2 , 2026-01-05 08:04:00 +01:00 Olga Weber (olga) 2026-06-04 08:00:00 +01:00", await Section("equipment"));

    [Fact]
    public async Task Item_b3_Lots_of_each_material() =>
        Assert.Contains("Interleukin-2 IL2-77 Example Reagents X-9931", await Section("materials"));

    [Fact]
    public async Task Item_b4_Weights_and_measures_of_what_went_in() =>
        Assert.Contains("600 k[IU] S3 2026-01-05 08:07:00 +01:00", await Section("materials"));

    [Fact]
    public async Task Item_b5_In_process_results_with_limits() =>
        Assert.Contains("normal at least 95 % proven at least 90 % ▲ alert: outside the normal operating range", await Step("S6"));

    [Fact]
    public async Task Item_b6_Line_clearance_by_two_people() =>
        Assert.Contains("No material of another batch is in the room. 2026-01-05 08:00:00 +01:00 Olga Weber (olga) 2026-01-05 08:02:00 +01:00 Viktor Brandt (viktor)", await Section("clearance"));

    [Fact]
    public async Task Item_b7_Actual_yield_and_per_cent_of_theoretical() =>
        Assert.Contains("4.2 × 10⁹ 3.75 × 10⁹ 112 % 40 to 200 %", await Section("yields"));

    [Fact]
    public async Task Item_b10_Sampling() =>
        Assert.Contains("Culture at the start B-0042-S1 2026-01-05 08:12:00 +01:00 Olga Weber (olga)", await Section("samples"));

    [Fact]
    public async Task Item_b11_Who_performed_and_who_checked_each_significant_step()
    {
        Assert.Contains("2026-01-05 08:07:00 +01:00 Olga Weber (olga) 2026-01-05 08:09:00 +01:00 Viktor Brandt (viktor)", await Section("materials"));
        Assert.Contains("2026-01-05 08:15:00 +01:00 Olga Weber (olga) 2026-01-05 08:16:00 +01:00 Viktor Brandt (viktor)", await Step("S4"));
    }

    [Fact]
    public async Task Item_b12_Investigations()
    {
        Assert.Contains("B-0042-D1 S5 Chamber temperature was 38.19 °C in step S5", await Section("summary"));
        var report = await Section("deviations");
        Assert.Contains("the batch was held until it was decided", report);
        Assert.Contains("38.19 3:301", report);
    }

    [Fact, Requirement("DI-3")]
    public async Task Each_act_bears_its_own_true_time()
    {
        var steps = (await PrintedPage.Of(SampleBatch.Complete())).Step("S4");
        foreach (var minute in new[] { "08:12:00", "08:15:00", "08:16:00", "08:20:00", "08:22:00", "08:23:00" }) Assert.Contains($"2026-01-05 {minute} +01:00", steps);
    }
}
