using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Deviations;

/// <summary>The alarm of an open deviation waits for a reason and until a time; the deviation itself never does.</summary>
[Requirement("P211-100")]
public sealed class ShelvingAnAlarm
{
    private static readonly DateTimeOffset Now = Acting.Start;
    private static readonly DateTimeOffset Until = Now.AddHours(2);

    [Fact]
    public void Takes_it_off_the_lists_until_then_and_leaves_the_deviation_open()
    {
        var state = Shelved().State;
        Assert.Equal(new Shelving(Until, "The probe is being replaced", "sofia", Now), state.ShelvedAt(Now));
        Assert.Equal((DeviationStatus.Open, false, false), (state.Status, state.IsDecided, state.CallsAt(Now)));
    }

    [Fact]
    public void Comes_back_by_itself_at_its_end()
    {
        var state = Shelved().State;
        Assert.False(state.CallsAt(Until.AddTicks(-1)));
        Assert.True(state.CallsAt(Until));
    }

    [Fact]
    public void Is_announced_at_its_end_once_as_long_as_nobody_decided()
    {
        var shelved = Shelved();
        shelved.When(new ReturnAlarm(Case.Id), Performer.System, at: Until.AddTicks(-1)).ThenNothing();
        var back = shelved.When(new ReturnAlarm(Case.Id), Performer.System, at: Until).Then(new AlarmReturned(Until)).State;
        Assert.True(back.CallsAt(Until));
        Assert.Single(back.Shelvings);
        shelved.When(new ReturnAlarm(Case.Id), Performer.System, at: Until.AddHours(1)).ThenNothing();
    }

    [Fact]
    public void Is_not_announced_where_something_else_brought_it_back_or_ended_it()
    {
        foreach (Event<Deviation> ended in new Event<Deviation>[] { new HoldDecided("Wait"), new ContinuationDecided("No effect", "quirin", "Quirin", ""), new AlarmShelved(Now, "Taken off"), new AlarmShelved(Until.AddHours(3), "Longer") })
            Shelved().Has("quirin", ended).When(new ReturnAlarm(Case.Id), Performer.System, at: Until.AddHours(1)).ThenNothing();
        Case.Open(holds: false).When(new ReturnAlarm(Case.Id), Performer.System, at: Until.AddHours(1)).ThenNothing();
    }

    [Fact, Requirement("P211-192")]
    public void Tells_at_its_end_whoever_may_shelve_it_and_whoever_works_on_it()
    {
        var state = Case.Open(holds: false).Has("quirin", new DeviationAssigned("emil", "Emil", "")).State;
        var notice = Notice.Of(Case.Id, new AlarmReturned(Until), state)!;
        Assert.Equal((NoticeKind.AlarmReturned, "emil", false), (notice.Kind, notice.Person, notice.Urgent));
        Assert.Equal([Role.QA, Role.Supervisor], notice.Roles);
        Assert.Contains("deviation B-1-D1 of batch B-1 is back", notice.Sentence, StringComparison.Ordinal);
        Assert.Null(Notice.Of(Case.Id, new AlarmShelved(Until, "Why"), state));
    }

    [Fact]
    public void Is_no_reason_for_haste_until_its_end()
    {
        // W1 starts at most 4 h after P1 ended.
        var batch = Floor.In().Performed("P1").State;
        var now = Clocks.Running(batch).First().Until.AddMinutes(-30);
        var open = Case.Open(holds: false).State;
        var shelved = open with { Shelved = true, Shelvings = [new Shelving(now.AddMinutes(20), "Why", "sofia", now)] };
        var (before, after) = (Risk.Of(open, batch, now), Risk.Of(shelved, batch, now));
        Assert.Equal(["not decided", "30 min left"], before.Because.Select(one => one.ToString().Split(':')[0]).Where(said => said is "not decided" or "30 min left").Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(["not classified", "nobody is assigned"], after.Because.Select(one => one.ToString()));
        Assert.Equal(Risk.Of(open, batch, now.AddMinutes(20)).Because.Select(one => one.ToString()), Risk.Of(shelved, batch, now.AddMinutes(20)).Because.Select(one => one.ToString()));
    }

    [Fact]
    public void Comes_back_when_the_batch_is_held_for_it()
    {
        var held = Shelved().When(new WidenDeviation(Case.Id, "mass", "More", true, []), Performer.System).State;
        Assert.True(held.CallsAt(Now) && held.HoldsNow);
        Assert.True(Shelved().When(new DecideToHold(Case.Id, "Wait"), Case.Quirin).State.CallsAt(Now));
        Assert.False(Shelved().When(new WidenDeviation(Case.Id, "gas", "More", false, []), Performer.System).State.CallsAt(Now));
    }

    [Theory]
    [InlineData(null, DeviationSeverity.Minor, false)]
    [InlineData(null, DeviationSeverity.Major, true)]
    [InlineData(DeviationSeverity.Minor, DeviationSeverity.Major, true)]
    [InlineData(DeviationSeverity.Major, DeviationSeverity.Major, false)]
    [InlineData(DeviationSeverity.Major, DeviationSeverity.Minor, false)]
    [InlineData(DeviationSeverity.Minor, DeviationSeverity.Critical, true)]
    public void Comes_back_when_it_is_found_more_severe(DeviationSeverity? before, DeviationSeverity after, bool calls)
    {
        var open = Case.Open(holds: false);
        if (before is { } known) open.Has("quirin", new DeviationClassified(known, DeviationClass.Equipment, "Seen"));
        open.Has("sofia", new AlarmShelved(Until, "Why"));
        Assert.Equal(calls, open.When(new ClassifyDeviation(Case.Id, after, DeviationClass.Equipment, "Looked closer"), Case.Quirin).State.CallsAt(Now));
    }

    [Fact]
    public void Is_taken_off_the_shelf_before_its_end_by_an_end_of_now()
    {
        var back = Shelved().When(new ShelveAlarm(Case.Id, Now, "The spare probe does not fit"), Case.Sofia).Then(new AlarmShelved(Now, "The spare probe does not fit")).State;
        Assert.True(back.CallsAt(Now));
        Assert.Equal(2, back.Shelvings.Count);
        Case.Open(holds: false).When(new ShelveAlarm(Case.Id, Now, "Not shelved"), Case.Sofia).ThenNothing();
    }

    [Fact]
    public void Is_put_there_again_with_another_end_and_not_twice_with_the_same()
    {
        Shelved().When(Command, Case.Sofia).ThenNothing();
        Assert.Equal(Until.AddHours(1), Shelved().When(Command with { Until = Until.AddHours(1) }, Case.Sofia).State.ShelvedAt(Now)!.Until);
    }

    [Fact]
    public void Is_refused_where_the_batch_waits_for_the_decision() => Case.Open(holds: true).When(Command, Case.Sofia).ThenRefused("holds", "cannot be shelved");

    [Fact]
    public void Is_refused_for_a_critical_one() =>
        Case.Open(holds: false).Has("quirin", new DeviationClassified(DeviationSeverity.Critical, DeviationClass.Equipment, "Seen")).When(Command, Case.Sofia).ThenRefused("severity", "critical");

    [Fact]
    public void Is_refused_without_a_reason()
    {
        Case.Open(holds: false).When(Command with { Reason = " " }, Case.Sofia).ThenRefused("reason");
        Shelved().When(Command with { Until = Now, Reason = "" }, Case.Sofia).ThenRefused("reason");
    }

    [Fact]
    public void Is_refused_for_longer_than_twelve_hours()
    {
        Case.Open(holds: false).When(Command with { Until = Now.AddHours(12) }, Case.Sofia).Stands();
        Case.Open(holds: false).When(Command with { Until = Now.AddHours(12).AddSeconds(1) }, Case.Sofia).ThenRefused("until", "12 hours");
    }

    [Fact]
    public void Is_refused_once_it_was_decided()
    {
        Case.Open(holds: false).Has("quirin", new ContinuationDecided("No effect", "quirin", "Quirin", "")).When(Command, Case.Sofia).ThenRefused("deviation");
        Assert.Null(Shelved().Has("quirin", new ContinuationDecided("No effect", "quirin", "Quirin", "")).State.ShelvedAt(Now));
    }

    private static ShelveAlarm Command => new(Case.Id, Until, "The probe is being replaced");

    private static Case Shelved() => Case.Open(holds: false).Has("sofia", new AlarmShelved(Until, "The probe is being replaced"));
}
