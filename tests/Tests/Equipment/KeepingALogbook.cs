using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Server.Equipment;
using Cellwright.Tests.Desk;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cellwright.Tests.Equipment;

/// <summary>The logbook of an item, read from the whole record (211.182).</summary>
[Requirement("P211-105")]
public sealed class KeepingALogbook
{
    private static readonly DateTimeOffset Now = Acting.Start;
    private static readonly Performer Emil = Acting.Person("emil", Role.Engineer);

    [Fact]
    public async Task Has_what_happened_and_what_was_refused_in_order_with_who_and_when()
    {
        await using var office = await new Office().RunningAsync("E1");
        await office.SendAsync(new RecordEquipmentWork("CP-01", EquipmentWork.SetUp, "Tubing set", ""), Emil);
        await office.SendAsync(new RecordCleaning("CP-01", "", Now), Emil);
        await office.SendAsync(new RecordDeviceEvent("CP-01", DeviceEventKind.Contested, "Edge node B announces it too."), Performer.System);
        await office.SendAsync(new RecordDeviceEvent("CP-01", DeviceEventKind.Online, "It is there."), Performer.System);
        await office.SendAsync(new TakeOutOfService("CP-01", "Leaks"), Emil);
        await office.SendAsync(new CheckInEquipment("B-1", "E1", "processor", "CP-01"), Execution.Floor.Olga);
        await office.SendAsync(new CheckInEquipment("B-1", "E1", "processor", "XX-99"), Execution.Floor.Olga);
        await using var book = await BookAsync(office);

        var page = await book.Of.PageAsync("CP-01", new LogFilter(OldestFirst: true), 0, 50, TestContext.Current.CancellationToken);
        Assert.Equal(
            [(LogKind.Register, "EquipmentRegistered", "emil"), (LogKind.Calibration, "CalibrationRecorded", "emil"), (LogKind.Cleaning, "CleaningRecorded", "emil"), (LogKind.Work, "EquipmentWorkRecorded", "emil"),
             (LogKind.Refused, "ActRefused", "emil"), (LogKind.Refused, "DeviceEventRecorded", "system"), (LogKind.Device, "DeviceEventRecorded", "system"), (LogKind.Register, "EquipmentTakenOutOfService", "emil"), (LogKind.Refused, "ActRefused", "olga")],
            page.Entries.Select(line => (line.Kind, line.Entry.Type, line.Entry.Actor)));
        Assert.Equal(9, page.Total);
        Assert.Equal("Leaks", Assert.Single(book.Of.Items).OutOfService?.Reason);
        Assert.Equal(0, book.Of.LinesOf("XX-99"));
    }

    [Fact]
    public async Task Is_read_page_by_page_filtered_by_kind_and_time()
    {
        await using var office = new Office();
        await office.HasAsync("equipment/CP-01", "emil", Scenarios.Processor);
        for (var number = 1; number <= 40; number++) await office.HasAsync("equipment/CP-01", "system", new UseStarted($"B-{number}"), new UseEnded($"B-{number}"));
        office.Clock.Advance(TimeSpan.FromHours(4));
        await office.SendAsync(new RecordCleaning("CP-01", "IPA", Now.AddDays(2)), Emil);
        await using var book = await BookAsync(office);

        var uses = await book.Of.PageAsync("CP-01", new LogFilter(LogKind.Use), 10, 30, TestContext.Current.CancellationToken);
        Assert.Equal((80, 30), (uses.Total, uses.Entries.Count));
        Assert.Equal(73, uses.Entries[0].Entry.Version);
        Assert.Equal(2, (await book.Of.PageAsync("CP-01", new LogFilter(LogKind.Cleaning), 0, 30, TestContext.Current.CancellationToken)).Total);
        Assert.Equal(1, (await book.Of.PageAsync("CP-01", new LogFilter(From: Now.AddHours(1)), 0, 30, TestContext.Current.CancellationToken)).Total);
        Assert.Equal(83, (await book.Of.PageAsync("CP-01", new LogFilter(To: Now.AddHours(1)), 0, 30, TestContext.Current.CancellationToken)).Total);
        Assert.Equal(0, (await book.Of.PageAsync("CP-02", new LogFilter(), 0, 30, TestContext.Current.CancellationToken)).Total);
    }

    [Fact]
    public async Task Knows_a_device_that_nobody_registered()
    {
        await using var office = new Office();
        await office.SendAsync(new RecordDeviceEvent("XX-99", DeviceEventKind.Unregistered, "It talks."), Performer.System);
        await using var book = await BookAsync(office);
        Assert.Equal(("XX-99", false, 1), (book.Of.Items[0].Id, book.Of.Items[0].Registered, book.Of.LinesOf("XX-99")));
    }

    private sealed record Opened(EquipmentBook Of) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Of.StopAsync(CancellationToken.None);
    }

    private static async Task<Opened> BookAsync(Office office)
    {
        var book = new EquipmentBook(office.Record, office.NewReactor(), NullLogger<EquipmentBook>.Instance);
        await book.StartAsync(TestContext.Current.CancellationToken);
        await book.CaughtUpAsync(TestContext.Current.CancellationToken);
        return new Opened(book);
    }
}
