using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Ledger;
using Cellwright.Server.Desk;

namespace Cellwright.Tests.Desk;

/// <summary>An act repeated has no second effect, whatever the act: for every command of the domain (11.10(e), 11.10(f)).</summary>
[Long(30)]
public sealed class SendingACommandAgain
{
    public static TheoryData<string> Commands => [.. Scenarios.All.Keys];

    [Fact]
    public void Is_tried_for_every_command_of_the_domain() =>
        Assert.Equal(
            typeof(Command<>).Assembly.GetTypes().Where(type => !type.IsAbstract && type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(Command<>)).Select(type => type.Name).Order(),
            Scenarios.All.Keys.Order());

    [Theory, MemberData(nameof(Commands))]
    public async Task Gives_the_first_answer_and_no_second_entry_five_times_at_once_too(string name)
    {
        var scenario = Scenarios.All[name];
        var (office, signature) = await Scenarios.SetAsync(scenario);
        await using var _ = office;
        var before = (int)await office.CountAsync();
        var id = Guid.NewGuid();

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => office.SendAsync(scenario.Command, scenario.By, id, signature))));
        Assert.All(answers, answer => Assert.Null(answer.Refusal));
        Assert.All(answers, answer => Assert.Equal((answers[0].Version, string.Join(' ', answers[0].Happened)), (answer.Version, string.Join(' ', answer.Happened))));
        Assert.NotEmpty(answers[0].Happened);

        var recorded = await office.CountAsync();
        office.Clock.Advance(TimeSpan.FromMinutes(5));
        var again = await office.SendAsync(scenario.Command, scenario.By, id, signature);
        Assert.Equal((answers[0].Version, null), (again.Version, again.Refusal));
        var entries = (await office.EntriesAsync()).Skip(before).ToList();
        Assert.Equal(answers[0].Happened, entries.Where(entry => entry.Stream == entries[0].Stream).Select(entry => entry.Type));
        Assert.Equal(recorded, before + entries.Count);
    }

    [Theory, MemberData(nameof(Commands))]
    public async Task Is_known_again_by_the_hash_that_stands_in_records_since_ever(string name)
    {
        var scenario = Scenarios.All[name];
        var (office, signature) = await Scenarios.SetAsync(scenario);
        await using var _ = office;
        var id = Guid.NewGuid();
        await office.SendAsync(scenario.Command, scenario.By, id, signature);
        var first = (await office.EntriesAsync()).First(entry => entry.CommandId == id);
        byte[] hash = SHA256.HashData([.. Encoding.UTF8.GetBytes(name), 0, .. JsonSerializer.SerializeToUtf8Bytes(scenario.Command, scenario.Command.GetType(), EventCatalogue.Options)]);
        Assert.IsType<AlreadyDone>(await office.Record.AppendAsync(new Append(first.Stream, long.MaxValue, id, hash, first.Actor, first.At, [new NewEntry("none", "{}"u8.ToArray())]), TestContext.Current.CancellationToken));
    }

    [Theory, MemberData(nameof(Commands)), Requirement("P11-10e3")]
    public async Task After_a_lost_answer_gives_the_answer_that_was_lost(string name)
    {
        var scenario = Scenarios.All[name];
        var (office, signature) = await Scenarios.SetAsync(scenario);
        await using var _ = office;
        var id = Guid.NewGuid();
        office.Record.LosesTheNextAnswer = true;
        await Assert.ThrowsAsync<Cellwright.Ledger.RecordUnavailableException>(() => office.SendAsync(scenario.Command, scenario.By, id, signature));
        var after = await office.CountAsync();
        var answer = await office.SendAsync(scenario.Command, scenario.By, id, signature);
        Assert.Null(answer.Refusal);
        Assert.NotEmpty(answer.Happened);
        Assert.Equal(after, await office.CountAsync());
    }

    [Theory, MemberData(nameof(Commands))]
    public async Task With_another_body_is_refused_and_the_attempt_recorded(string name)
    {
        var scenario = Scenarios.All[name];
        var (office, signature) = await Scenarios.SetAsync(scenario);
        await using var _ = office;
        var id = Guid.NewGuid();
        await office.SendAsync(scenario.Command, scenario.By, id, signature);
        var count = await office.CountAsync();

        var answer = await office.SendAsync(Changed(scenario.Command), scenario.By, id, signature);
        Assert.Equal("command-id", answer.Refusal?.Rule);
        var recorded = await office.RefusedAsync();
        if (scenario.By == Performer.System) Assert.Empty(recorded);
        else Assert.Equal((name, "command-id"), (Assert.Single(recorded).Refused.Command, recorded[0].Refused.Rule));
        Assert.Equal(count + recorded.Count, await office.CountAsync());
    }

    // The same command on another thing: its first field, mostly the id, with a letter more; or another time.
    private static object Changed(object command)
    {
        var other = command.GetType().GetMethod("<Clone>$")!.Invoke(command, null)!;
        var field = command.GetType().GetProperty(command.GetType().GetConstructors()[0].GetParameters()[0].Name!)!;
        field.SetValue(other, field.GetValue(command) switch
        {
            DateTimeOffset time => time.AddMinutes(1),
            var id => id + (name(command) ? "X" : "x"),
        });
        return other;

        static bool name(object of) => of is Cellwright.Domain.Equipment.RegisterEquipment or Cellwright.Domain.Equipment.RecordDeviceEvent;
    }
}
