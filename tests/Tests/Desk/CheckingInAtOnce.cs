using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Desk;

/// <summary>Several batches scan one item at the same instant: the item's own stream lets one through.</summary>
[Requirement("P211-105")]
public sealed class CheckingInAtOnce(Postgres postgres)
{
    [Fact]
    public async Task Gives_an_unshared_item_to_one_batch_and_refuses_the_others()
    {
        for (var round = 0; round < 12; round++)
        {
            await using var office = new Office();
            await WithBatchesAsync(office, 6);
            var answers = await Task.WhenAll(Enumerable.Range(1, 6).Select(number => Task.Run(() => office.SendAsync(CheckIn($"B-{number}"), Floor.Olga))));
            await OneHasItAsync(office, answers);
        }
    }

    [Fact]
    public async Task Gives_it_to_one_batch_of_two_servers()
    {
        for (var round = 0; round < 4; round++)
        {
            var connection = await postgres.NewDatabaseAsync();
            await using var first = await PostgresRecord.OpenAsync(connection, TestContext.Current.CancellationToken);
            await using var second = await PostgresRecord.OpenAsync(connection, TestContext.Current.CancellationToken);
            await using var here = new Office(first);
            await using var there = new Office(second);
            await WithBatchesAsync(here, 4);
            var answers = await Task.WhenAll(Enumerable.Range(1, 4).Select(number => Task.Run(() => (number % 2 == 0 ? here : there).SendAsync(CheckIn($"B-{number}"), Floor.Olga))));
            await OneHasItAsync(new Office(second), answers);
        }
    }

    [Fact]
    public async Task Lets_every_batch_have_a_shared_one()
    {
        await using var office = new Office();
        await office.HasAsync("equipment/CC-01", "emil", new EquipmentRegistered("CC-01", "cell-counter", "Counter", "CR-2", true),
            new CalibrationRecorded(Acting.Start, Acting.Start.AddDays(9), true, "C-1"), new CleaningRecorded("Wipe", Acting.Start.AddDays(9)));
        await WithBatchesAsync(office, 5);
        var answers = await Task.WhenAll(Enumerable.Range(1, 5).Select(number =>
            Task.Run(() => office.SendAsync(new CheckInEquipment($"B-{number}", "E1", "counter", "CC-01"), Floor.Olga))));
        Assert.All(answers, answer => Assert.Null(answer.Refusal));
        Assert.Equal(5, (await office.StateAsync<EquipmentItem>("CC-01")).Users.Count);
    }

    [Fact]
    public async Task Is_one_act_of_the_person_who_scanned_and_has_one_effect_though_the_answer_is_lost()
    {
        await using var office = new Office();
        await WithBatchesAsync(office, 1);
        var id = Guid.NewGuid();
        office.Record.LosesTheNextAnswer = true;
        await Assert.ThrowsAsync<RecordUnavailableException>(() => office.SendAsync(CheckIn("B-1"), Floor.Olga, id));
        var answer = await office.SendAsync(CheckIn("B-1"), Floor.Olga, id);
        Assert.Null(answer.Refusal);
        Assert.Equal([nameof(EquipmentCheckedIn)], answer.Happened);
        await Office.FollowAsync(office.NewReactor());
        await Office.FollowAsync(office.NewReactor(office.NewDesk(office.Record)));
        var use = Assert.Single(await office.EntriesAsync(), entry => entry.Type == nameof(UseStarted));
        Assert.Equal(("olga", id), (use.Actor, use.CommandId));
    }

    [Fact]
    public async Task Is_considered_with_what_the_item_says()
    {
        await using var office = new Office();
        await WithBatchesAsync(office, 2);
        Assert.Null((await office.SendAsync(CheckIn("B-1"), Floor.Olga)).Refusal);
        Assert.Equal("in-use", (await office.ConsiderAsync(CheckIn("B-2"), Floor.Olga))?.Rule);
        Assert.Null(await office.ConsiderAsync(CheckIn("B-1"), Floor.Olga));
    }

    private static CheckInEquipment CheckIn(string batch) => new(batch, "E1", "processor", "CP-01");

    private static async Task WithBatchesAsync(Office office, int count)
    {
        await office.HasAsync("equipment/CP-01", "emil", Scenarios.Processor);
        for (var number = 1; number <= count; number++)
            await office.HasAsync($"batch/B-{number}", "sofia", new BatchOrdered($"B-{number}", TestRecipe.Hash, TestRecipe.Text, "PO-7", null), new BatchStarted(), new StepStarted("E1"));
    }

    private static async Task OneHasItAsync(Office office, Answer[] answers)
    {
        Assert.Single(answers, answer => answer.Refusal is null);
        Assert.All(answers.Where(answer => answer.Refusal is not null), answer => Assert.Equal("in-use", answer.Refusal!.Rule));
        await Office.FollowAsync(office.NewReactor());
        var user = Assert.Single((await office.StateAsync<EquipmentItem>("CP-01")).Users);
        for (var number = 1; number <= answers.Length; number++)
            Assert.Equal(user == $"B-{number}", (await office.StateAsync<Batch>($"B-{number}")).Equipment.ContainsKey("processor"));
    }
}
