using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Materials;
using Cellwright.Domain.People;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Release.Commands;
using Cellwright.Domain.Release.Exceptions;

namespace Cellwright.Tests.Release;

/// <summary>What asks for a person's eyes is found in the record, once for each matter, with its evidence.</summary>
public sealed class FindingExceptions
{
    [Fact, Requirement("P211-192")]
    public void Shows_a_value_in_the_alert_range_with_its_limits()
    {
        var found = Only(PlayedBatch.Completed(glucose: 7), ExceptionKind.AlertValue);
        Assert.Equal(("value:H1/glucose#1", "H1", "glucose", "olga"), (found.Id, found.Step, found.Parameter, found.By));
        Assert.Contains(new Evidence("normal operating range", "2 to 6 g/L"), found.Evidence);
        Assert.Contains(found.Evidence, line => line.Label == "verified by" && line.Text.Contains("viktor", StringComparison.Ordinal));
    }

    [Fact, Requirement("P211-192")]
    public void Shows_a_deviation_once_and_lets_it_be_accepted_only_when_it_is_closed()
    {
        var played = PlayedBatch.Completed(glucose: 11);
        var open = Only(played, ExceptionKind.Deviation);
        Assert.Contains("closed, by signature", open.Awaits, StringComparison.Ordinal);
        played.When(new AcceptException(PlayedBatch.Id, open.Id, open.Fingerprint), "quirin").ThenRefused("open", "B-7-D1 is open");
        Assert.Null(Only(played.Decides("B-7-D1"), ExceptionKind.Deviation).Awaits);
    }

    [Fact]
    public void Shows_a_time_limit_that_ran_out_with_its_deviation_as_one_matter()
    {
        var played = new PlayedBatch().Began().Does(new CompleteStep(PlayedBatch.Id, "H1")).After(300);
        played.Does(new ExpireClock(PlayedBatch.Id, Clocks.Running(played.Batch).Single().Id), "system");
        var found = Only(played, ExceptionKind.ClockExpiry);
        Assert.Equal("deviation:B-7-D1", found.Id);
        Assert.DoesNotContain(played.Examination.Exceptions, exception => exception.Kind == ExceptionKind.Deviation);
    }

    [Fact, Requirement("A11-9")]
    public void Shows_a_correction_with_everything_that_was_computed_again()
    {
        var found = Only(PlayedBatch.Completed().Corrects(5), ExceptionKind.Correction);
        Assert.Equal(2, found.Entries.Count);
        Assert.Contains(found.Evidence, line => line is { Label: "reason", Text: "misread" });
        Assert.Contains(found.Evidence, line => line.Label == "computed again" && line.Text.StartsWith("K1/sugar: 8 superseded by 10", StringComparison.Ordinal));
    }

    [Fact]
    public void Shows_a_hold_with_who_lifted_it_and_a_pause_with_who_resumed()
    {
        var played = PlayedBatch.Completed(meanwhile: batch => batch
            .Does(new PlaceHold(PlayedBatch.Id, "recall", "Recall of a lot"), "quirin").Does(new ReleaseHold(PlayedBatch.Id, "recall", "Not concerned"), "quirin")
            .Does(new PauseBatch(PlayedBatch.Id, "Alarm")).Does(new ResumeBatch(PlayedBatch.Id, "Clear"), "sofia"));
        Assert.Contains("Not concerned", Only(played, ExceptionKind.Hold).Evidence.Single().Text, StringComparison.Ordinal);
        Assert.Contains("sofia", Only(played, ExceptionKind.Pause).Evidence.Single().Text, StringComparison.Ordinal);
    }

    [Fact, Requirement("P11-10f")]
    public void Groups_refused_acts_by_command_and_rule()
    {
        var found = Only(PlayedBatch.Completed(meanwhile: batch => batch.Refused("CompleteStep", "incomplete").Refused("CompleteStep", "incomplete", "viktor")), ExceptionKind.RefusedActs);
        Assert.Equal(("refused:CompleteStep:incomplete", 2, 2), (found.Id, found.Evidence.Count, found.Entries.Count));
    }

    [Fact]
    public void Shows_a_late_entry_and_a_fallback()
    {
        var late = new ValueRecorded
        {
            Step = "H1", Parameter = "glucose", Value = 4, Unit = "g/L", Assessment = Domain.Recipes.Assessment.Normal, Source = ValueSource.Fallback, SourceAt = PlayedBatch.Start.AddHours(-1), Reason = "The server was down.",
        };
        var kinds = PlayedBatch.Completed(meanwhile: batch => batch.Has<Batch>(PlayedBatch.Id, "olga", late)).Examination.Exceptions.Select(exception => exception.Kind).ToList();
        Assert.Contains(ExceptionKind.Fallback, kinds);
        Assert.Contains(ExceptionKind.LateEntry, kinds);
    }

    [Fact, Requirement("P211-192")]
    public void Shows_a_lot_that_was_rejected_and_an_item_that_failed_after_they_had_served()
    {
        var played = PlayedBatch.Completed().Has<Lot>("V-1", "quirin", new LotRejected("Contaminated"))
            .Has<EquipmentItem>("CP-01", "emil", new CalibrationRecorded(PlayedBatch.Start.AddDays(1), PlayedBatch.Start.AddDays(2), false, "C-2"));
        Assert.Equal(2, played.Examination.Exceptions.Count(exception => exception.Kind == ExceptionKind.UnfitAfterwards));
    }

    [Fact, Requirement("DI-2")]
    public void Lists_the_critical_entries_of_the_audit_trail_that_no_exception_holds()
    {
        var played = PlayedBatch.Completed(meanwhile: batch => batch
            .Has<Person>("olga", "ada", new RolesChanged([Role.Operator, Role.Verifier], "Night shift"))
            .Has<EquipmentItem>("CP-01", "system", new DeviceEventRecorded(DeviceEventKind.Offline, "It is silent.")));
        Assert.Equal(["CP-01: It is silent.", "Roles of olga became Operator, Verifier: Night shift"], played.Examination.OwnTrail.Select(item => item.What).Order(StringComparer.Ordinal));
        Assert.Contains(played.Corrects(5).Examination.Trail, item => item.Exception?.StartsWith("correction:", StringComparison.Ordinal) == true);
        Assert.Empty(PlayedBatch.Completed().Has<Person>("olga", "ada", new RolesChanged([Role.Operator], "After the batch")).Examination.OwnTrail);
    }

    private static ReviewException Only(PlayedBatch played, ExceptionKind kind) => Assert.Single(played.Examination.Exceptions, exception => exception.Kind == kind);
}
