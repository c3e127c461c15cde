using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Desk;

public sealed class RecordingAnAct
{
    public static TheoryData<string> Commands => [.. Scenarios.All.Keys];

    [Theory, MemberData(nameof(Commands)), Requirement("P11-10e1", "DI-5", "A11-12.4")]
    public async Task Leaves_one_entry_for_each_event_with_actor_terminal_and_time_with_offset(string name)
    {
        var scenario = Scenarios.All[name];
        var (office, signature) = await Scenarios.SetAsync(scenario);
        await using var _ = office;
        var before = (await office.EntriesAsync()).Count;
        var answer = await office.SendAsync(scenario.Command, scenario.By, null, signature);
        var entries = (await office.EntriesAsync()).Skip(before).ToList();
        Assert.Equal(answer.Happened, entries.TakeWhile(entry => entry.Stream == entries[0].Stream).Select(entry => entry.Type));
        Assert.All(entries, entry => Assert.Equal((scenario.By.Id, office.Now, TimeSpan.FromHours(1)), (entry.Actor, entry.At, entry.At.Offset)));
        var terminal = scenario.By.Holds(Role.System) ? null : "T-01";
        Assert.All(entries, entry => Assert.Equal(terminal, ((IStored)EventCatalogue.Read(entry.Type, entry.Data.Span)).AtTerminal));
    }

    [Fact, Requirement("P11-10e1", "P11-10e2", "A11-12.4")]
    public async Task That_changes_a_value_keeps_the_old_one_the_new_one_and_the_reason_in_the_stored_bytes()
    {
        await using var office = await new Office().RunningAsync("H1");
        await office.SendAsync(new RecordByHand(Floor.Id, "H1", "glucose", 4, "g/L", null), Floor.Olga);
        await office.SendAsync(new CorrectValue(Floor.Id, "H1", "glucose", 5, "g/L", "misread"), Floor.Otto);
        var entries = (await office.EntriesAsync()).Where(entry => entry.Type == nameof(ValueRecorded)).ToList();
        using var first = JsonDocument.Parse(entries[0].Data);
        using var corrected = JsonDocument.Parse(entries[1].Data);
        Assert.Equal((4, "olga"), (first.RootElement.GetProperty("Value").GetDouble(), entries[0].Actor));
        Assert.Equal((4, 5, "misread", "otto"), (corrected.RootElement.GetProperty("Supersedes").GetDouble(), corrected.RootElement.GetProperty("Value").GetDouble(), corrected.RootElement.GetProperty("Reason").GetString(), entries[1].Actor));
    }

    [Fact, Requirement("P11-10f", "P11-10e1")]
    public async Task That_was_refused_keeps_the_attempt_with_command_rule_sentence_actor_and_time()
    {
        await using var office = await new Office().RunningAsync();
        var answer = await office.SendAsync(new StartStep(Floor.Id, "O1"), Floor.Olga);
        var (entry, refused) = Assert.Single(await office.RefusedAsync());
        Assert.Equal(("refused/batch/B-1", "olga", office.Now), (entry.Stream, entry.Actor, entry.At));
        Assert.Equal(("StartStep", "sequence", answer.Refusal!.Sentence, "T-01"), (refused.Command, refused.Rule, refused.Sentence, refused.Terminal));
        Assert.Equal("O1", refused.Body.GetProperty("Step").GetString());
        Assert.Equal(0, (await office.BatchAsync()).Steps.Count(step => step.Key == "O1"));
    }

    [Fact]
    public async Task Of_the_server_itself_leaves_no_entry_when_it_is_refused()
    {
        await using var office = await new Office().RunningAsync();
        Assert.NotNull((await office.SendAsync(new Cellwright.Domain.Equipment.StartUse("XX-99", "B-1"), Performer.System)).Refusal);
        Assert.Empty(await office.RefusedAsync());
    }

    [Fact]
    public async Task On_what_has_changed_since_it_was_seen_is_refused()
    {
        await using var office = await new Office().RunningAsync("F1");
        var seen = await office.VersionAsync();
        await office.SendAsync(new Confirm(Floor.Id, "F1", "statement-1"), Floor.Otto);
        var answer = await office.SendAsync(new Confirm(Floor.Id, "F1", "statement-2"), Floor.Olga, expected: seen);
        Assert.Equal("version", answer.Refusal?.Rule);
        Assert.Null((await office.SendAsync(new Confirm(Floor.Id, "F1", "statement-2"), Floor.Olga, expected: seen + 1)).Refusal);
    }

    [Fact]
    public async Task At_the_same_time_as_twenty_others_on_one_batch_loses_none()
    {
        await using var office = await new Office().RunningAsync();
        var answers = await Task.WhenAll(Enumerable.Range(1, 20).Select(number =>
            Task.Run(() => office.SendAsync(new PlaceHold(Floor.Id, $"h{number}", $"Reason {number}"), Floor.Quirin))));
        Assert.All(answers, answer => Assert.Null(answer.Refusal));
        Assert.Equal(20, answers.Select(answer => answer.Version).Distinct().Count());
        Assert.Equal(20, (await office.BatchAsync()).Holds.Count);
        var stream = await office.StreamAsync();
        Assert.Equal(Enumerable.Range(1, stream.Count).Select(version => (long)version), stream.Select(entry => entry.Version));
    }

    [Fact, Requirement("P11-10e3")]
    public async Task While_the_database_is_gone_does_nothing_and_works_again_afterwards()
    {
        await using var office = await new Office().RunningAsync("P1");
        var version = await office.VersionAsync();
        var id = Guid.NewGuid();
        office.Record.Gone = true;
        var gone = await Assert.ThrowsAsync<RecordUnavailableException>(() => office.SendAsync(new Confirm(Floor.Id, "P1", "statement-1"), Floor.Olga, id));
        Assert.EndsWith(".", gone.Message);
        office.Record.Gone = false;
        Assert.Equal(version, await office.VersionAsync());
        Assert.Equal(version, (await office.StreamAsync()).Count);
        Assert.Equal([nameof(Confirmed)], (await office.SendAsync(new Confirm(Floor.Id, "P1", "statement-1"), Floor.Olga, id)).Happened);
    }

    [Fact, Requirement("DI-5")]
    public async Task Waits_while_the_clock_is_behind_the_record()
    {
        await using var office = await new Office().RunningAsync("F1");
        await office.SendAsync(new Confirm(Floor.Id, "F1", "statement-1"), Floor.Olga);
        var reached = office.Now;
        office.Clock.AdjustTime(office.Clock.GetUtcNow().AddMinutes(-1));
        Assert.Equal("clock", (await office.SendAsync(new Confirm(Floor.Id, "F1", "statement-2"), Floor.Olga)).Refusal?.Rule);
        Assert.Equal(reached, Assert.Single(await office.RefusedAsync()).Entry.At);
        office.Clock.AdjustTime(reached.AddMinutes(1));
        Assert.Null((await office.SendAsync(new Confirm(Floor.Id, "F1", "statement-2"), Floor.Olga)).Refusal);
    }

    [Fact]
    public async Task Can_be_considered_without_leaving_anything()
    {
        await using var office = await new Office().RunningAsync();
        var before = await office.CountAsync();
        Assert.Equal("sequence", (await office.ConsiderAsync(new StartStep(Floor.Id, "O1"), Floor.Olga))?.Rule);
        Assert.Null(await office.ConsiderAsync(new StartStep(Floor.Id, "C1"), Floor.Olga));
        Assert.Equal(before, await office.CountAsync());
    }
}
