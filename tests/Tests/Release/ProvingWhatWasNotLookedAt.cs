using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Release;
using Cellwright.Domain.Release.Exceptions;

namespace Cellwright.Tests.Release;

/// <summary>The proof for what nobody looks at is computed from the record again, and finds what is wrong in it.</summary>
public sealed class ProvingWhatWasNotLookedAt
{
    [Fact, Requirement("P211-192")]
    public void Runs_every_rule_over_a_clean_batch_and_finds_each_kept()
    {
        var examination = PlayedBatch.Completed().Examination;
        Assert.Empty(examination.Exceptions.Select(exception => exception.What));
        Assert.All(examination.Rules, rule => Assert.True(rule.Kept && rule.Checks.Count > 0, rule.Name));
        Assert.Equal(["master-record", "sequence", "limits", "time", "lots", "equipment", "training", "second-person", "paper", "signatures", "computed", "complete"], examination.Rules.Select(rule => rule.Name));
        Assert.All(examination.Rules.SelectMany(rule => rule.Checks), check => Assert.True(check is { Inputs.Length: > 0, Outcome.Length: > 0 }));
    }

    [Fact]
    public void Gives_the_same_for_the_same_record_and_another_digest_for_another()
    {
        var played = PlayedBatch.Completed();
        var digest = played.Examination.Digest;
        Assert.Equal(digest, Examination.Of(played.Record).Digest);
        Assert.NotEqual(digest, played.Corrects(5).Examination.Digest);
    }

    [Fact, Requirement("P211-110")]
    public void Names_the_limits_that_judged_a_value_and_what_they_rest_on() =>
        Assert.Contains(Rule(PlayedBatch.Completed(), "limits").Checks, check => check is { Subject: "M1/vector-volume", Outcome: "normal" }
            && check.Inputs == "1 mL; normal 0.8 to 1.2 mL, proven 0.5 to 2 mL; limits rest on engineering-judgement; process average 1, standard deviation 0.05, from data dosing-2025-11");

    /// <summary>Each rule is seen to fail on a record that breaks it, as only a fault or a forger could.</summary>
    public static TheoryData<string, string> Broken => new()
    {
        { "sequence", "was not open" }, { "limits", "recorded as" }, { "time", "earlier" }, { "lots", "expired" }, { "equipment", "stands in" },
        { "training", "no training" }, { "second-person", "same person" }, { "paper", "did or typed it" }, { "signatures", "not what stood" }, { "computed", "computed again it is" }, { "complete", "lacks" }, { "master-record", "approved text" },
    };

    [Theory, MemberData(nameof(Broken)), Requirement("P211-192")]
    public void Is_seen_to_find_a_broken_rule(string rule, string words)
    {
        var played = Forged(rule);
        Assert.Contains(Rule(played, rule).Checks, check => !check.Kept && check.Outcome.Contains(words, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(played.Examination.Exceptions, exception => exception.Kind == ExceptionKind.RuleBroken && exception.Id.StartsWith($"rule:{rule}:", StringComparison.Ordinal));
    }

    private static Domain.Release.Proof.RuleProof Rule(PlayedBatch played, string name) => played.Examination.Rules.Single(rule => rule.Name == name);

    // What no command would let through, put on the record past the commands.
    private static PlayedBatch Forged(string rule) => rule switch
    {
        "sequence" => PlayedBatch.Completed().Has<Batch>(PlayedBatch.Id, "olga", new StepStarted("W1")),
        "limits" => PlayedBatch.Completed(meanwhile: played => played.Has<Batch>(PlayedBatch.Id, "olga", Glucose(11))),
        "time" => new PlayedBatch().Began().Has<Batch>(PlayedBatch.Id, "olga", new StepCompleted("H1"), new StepStarted("K1"), new StepCompleted("K1"), new StepStarted("W1"), new StepCompleted("W1")),
        "lots" => new PlayedBatch().Has<Domain.Materials.Lot>("V-2", "olga", new Domain.Materials.LotReceived("V-2", "vector", "S", "S", PlayedBatch.Start.AddDays(-1), 9, "mL"), new Domain.Materials.LotReleased("C", new("quirin", "Q", "approval", PlayedBatch.Start, "")))
            .Began().Has<Batch>(PlayedBatch.Id, "olga", new MaterialAdded("M1", "vector", "vector", "V-2", 1, "mL", false)),
        "equipment" => PlayedBatch.Completed(meanwhile: played => played.Has<EquipmentItem>("CP-01", "emil", new EquipmentMoved("CR-9", "?"))
            .Has<Batch>(PlayedBatch.Id, "olga", new EquipmentCheckedIn("E1", "processor", "processor", "CP-01", null))),
        "training" => PlayedBatch.Completed(meanwhile: played => played.Has<Batch>(PlayedBatch.Id, "emil", Glucose(4))),
        "second-person" => PlayedBatch.Completed(meanwhile: played => played.Has<Batch>(PlayedBatch.Id, "olga", Glucose(4), new EntryVerified("H1", "glucose", true, "olga", "Olga", Statements.Hash("?")))),
        "paper" => PlayedBatch.Completed().Has<Batch>(PlayedBatch.Id, "otto", new Confirmed("W1", "statement-1", "All is done.", false) { Late = new("olga", "Olga", PlayedBatch.Start, "B-7-P4", "Down", "olga", "Olga", "") }),
        "signatures" => PlayedBatch.Completed(meanwhile: played => played.Has<Batch>(PlayedBatch.Id, "olga", new StepSigned("H1", "olga", "Olga", "responsibility", Statements.Hash("another text")))),
        "computed" => PlayedBatch.Completed().Has<Batch>(PlayedBatch.Id, "olga", Glucose(9) with { Step = "K1", Parameter = "sugar", Unit = "g", Source = ValueSource.Computed, Computation = "?" }),
        "complete" => PlayedBatch.Completed().Has<Batch>(PlayedBatch.Id, "olga", Glucose(4) with { AwaitsVerification = true }),
        _ => new PlayedBatch().Has<Batch>(PlayedBatch.Id, "sofia", new BatchOrdered(PlayedBatch.Id, Domain.Recipes.RecipeReader.HashOf(Other), Other, "PO", null)),
    };

    private static readonly string Other = ReleaseRecipe.Text.Replace("glucose, title: Glucose, unit: g/L, normal: [2, 6]", "glucose, title: Glucose, unit: g/L, normal: [2, 7]", StringComparison.Ordinal);

    private static ValueRecorded Glucose(double value) => new()
    {
        Step = "H1", Parameter = "glucose", Value = value, Unit = "g/L", Assessment = Domain.Recipes.Assessment.Normal, Source = ValueSource.Hand, SourceAt = PlayedBatch.Start,
    };
}
