using Cellwright.Domain.Basics;
using Cellwright.Domain.Release;
using Cellwright.Domain.Release.Commands;

namespace Cellwright.Tests.Release;

public sealed class RecordingTestResults
{
    private const string Id = PlayedBatch.Id;

    [Fact, Requirement("P211-194")]
    public void Is_valid_once_another_person_reviewed_it_on_what_stands()
    {
        var played = PlayedBatch.Completed();
        played.When(new ReviewTestResult(Id, "endotoxin"), "viktor").ThenRefused("result");
        played.Does(new RecordTestResult(Id, "endotoxin", "LAL-7, method 3.1", played.Now, 0.1, "[IU]/mL"), "both");
        Assert.Equal(TestStanding.AwaitsReview, Of(played, "endotoxin").Standing);
        played.When(new ReviewTestResult(Id, "endotoxin"), "viktor").ThenRefused("signature");
        played.When(new ReviewTestResult(Id, "endotoxin"), "both", Signed(played, "both")).ThenRefused("second-person");
        played.When(new ReviewTestResult(Id, "endotoxin"), "viktor", new(played.Who("viktor"), "second review", "?")).ThenRefused("shown");
        played.When(new ReviewTestResult(Id, "endotoxin"), "viktor", Signed(played, "viktor")).Stands();
        played.When(new ReviewTestResult(Id, "endotoxin"), "viktor", Signed(played, "viktor")).ThenNothing();
        Assert.Equal(TestStanding.Met, Of(played, "endotoxin").Standing);
    }

    [Fact, Requirement("P211-165")]
    public void Takes_a_value_of_the_record_as_it_stands_there()
    {
        var played = PlayedBatch.Completed(viability: 85);
        Assert.Equal((TestStanding.Met, 85.0), (Of(played, "viability").Standing, Of(played, "viability").Value));
        played.When(new RecordTestResult(Id, "viability", "r", played.Now, 97, "%")).ThenRefused("recorded", "H1/viability");
        Assert.Equal(TestStanding.Missed, Of(PlayedBatch.Completed(viability: 75), "viability").Standing);
    }

    [Fact]
    public void Is_refused_for_what_is_no_result_of_the_test()
    {
        var played = PlayedBatch.Completed();
        var good = new RecordTestResult(Id, "endotoxin", "LAL-7", played.Now, 0.1, "[IU]/mL");
        played.When(good with { BatchId = "B-9" }).ThenRefused("batch");
        played.When(good with { Test = "colour" }).ThenRefused("recipe", "It asks for viability, endotoxin, sterility");
        foreach (var wrong in new[] { good with { Value = null }, good with { Value = double.NaN }, good with { Unit = "mg" }, good with { Words = "low" } }) played.When(wrong).ThenRefused("value", "number in [IU]/mL");
        foreach (var wrong in new[] { good with { Test = "sterility" }, good with { Test = "sterility", Value = null, Unit = null, Words = " " } }) played.When(wrong).ThenRefused("value", "\"no growth\" is what is expected");
        played.When(good with { Reference = " " }).ThenRefused("reference");
        played.When(good with { PerformedAt = played.Now.AddMinutes(1) }).ThenRefused("time");
    }

    [Fact, Requirement("P11-10e2")]
    public void Keeps_the_result_that_another_stands_in_place_of()
    {
        var played = PlayedBatch.Completed().Tested();
        played.When(new RecordTestResult(Id, "endotoxin", "LAL-8", played.Now, 0.2, "[IU]/mL")).ThenRefused("reason");
        played.Does(new RecordTestResult(Id, "endotoxin", "LAL-8", played.Now, 0.2, "[IU]/mL", Reason: "Wrong dilution"));
        Assert.Equal([0.1, 0.2], played.Disposition.Results.Select(result => result.Value!.Value));
        Assert.Equal(TestStanding.AwaitsReview, Of(played, "endotoxin").Standing);
    }

    private static TestState Of(PlayedBatch played, string test) => Testing.Of(played.Batch, played.Disposition).Single(state => state.Specification.Test == test);

    private static SignatureGiven Signed(PlayedBatch played, string signer) => new(played.Who(signer), "second review", SignedText.Hash(played.ResultStatement("endotoxin")));
}
