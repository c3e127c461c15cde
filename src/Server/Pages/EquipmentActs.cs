using System.Globalization;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Equipment;
using Cellwright.Server.Desk;
using Microsoft.Extensions.Localization;
using static Cellwright.Server.Pages.Parts.FormDialog;

namespace Cellwright.Server.Pages;

/// <summary>What a person can do with an item of equipment: each act with its fields, and what follows from it said before it is done.</summary>
/// <param name="T">Its words.</param>
/// <param name="Person">Who is in front of the page, or null.</param>
/// <param name="Rooms">Rooms that are known, to pick from.</param>
/// <param name="Ask">Opens the dialog of fields.</param>
/// <param name="Send">Sends a command and says what was saved; gives the refusal or null.</param>
/// <param name="At">A time of day at the site as an instant.</param>
/// <param name="Now">The site's time.</param>
public sealed record EquipmentActs(
    IStringLocalizer<EquipmentActs> T, Performer? Person, IReadOnlyList<string> Rooms, Action<Asked> Ask, Func<Command<EquipmentItem>, string, Task<string?>> Send, Func<DateTime, DateTimeOffset> At, DateTimeOffset Now)
{
    private const string OneBatch = "one", SeveralBatches = "several";

    /// <summary>True when one of the person's roles allows the command.</summary>
    public bool May<TCommand>() => Person is { } person && Authority.RolesFor(typeof(TCommand)).Any(role => person.Holds(role));

    /// <summary>Takes an item into the register.</summary>
    /// <param name="id">Its id, when a device already talks under it.</param>
    public void Register(string id = "") => Ask(new(
        T["register"], T["register-means"], T["register-act"], $"register {id}",
        [
            new("id", T["id"], Offers: [], Value: id),
            new("class", T["class"], [.. EquipmentClasses.All.Keys.Order(StringComparer.Ordinal).Select(name => (name, name))]),
            new("name", T["name"], Offers: []),
            new("room", T["room"], Offers: Rooms),
            new("shared", T["who-uses"], [(OneBatch, T["one-batch"]), (SeveralBatches, T["several-batches"])]),
        ],
        given => Send(new RegisterEquipment(given["id"].Trim(), given["class"], given["name"], given["room"].Trim(), given["shared"] == SeveralBatches), T["registered", given["id"].Trim()])));

    /// <summary>Records a calibration.</summary>
    public void Calibrate(EquipmentItem item)
    {
        var since = item.InTolerance.Select(at => (DateTimeOffset?)at).LastOrDefault();
        var served = OutOfTolerance.Served(item, since, Now);
        var interval = item is { CalibratedAt: { } last, CalibrationDue: { } next } ? next - last : (TimeSpan?)null;
        Ask(new(
            T["calibrate", item.Id],
            since is { } good ? T["calibrate-means", Say.Stamp(good.ToOffset(Now.Offset)), Named(served)]
                : T["calibrate-means-ever", Named(served)],
            T["calibrate-act"], $"{item.Id} calibrate",
            [
                new("performed", T["performed"], Moment: true, Value: Say.Moment(Now)),
                new("result", T["result"],
                [
                    ("passed", T["result-passed"]), ("adjusted", T["result-adjusted"]), ("failed", T["result-failed"]),
                ]),
                new("found", T["found"], Offers: []),
                new("due", T["due"], Day: true, Value: interval is { } span ? Say.Day(Now + span) : ""),
                new("reference", T["certificate"], Offers: []),
            ],
            given =>
            {
                if (!Say.TryMoment(given["performed"], out var performed)) return Said(T["performed-missing"]);
                if (EndOf(given["due"]) is not { } due) return Said(T["due-missing"]);
                var (passed, found) = (given["result"] != "failed", given["result"] == "passed" ? "" : given["found"].Trim());
                if (given["result"] == "passed" && given["found"].Trim().Length > 0) return Said(T["found-too-much"]);
                if (given["result"] == "adjusted" && found.Length == 0) return Said(T["found-missing"]);
                // The field knows minutes; what it began with is this very moment, not the beginning of its minute.
                var at = At(performed);
                if (Now - at is { Ticks: >= 0 } ago && ago < TimeSpan.FromMinutes(1)) at = Now;
                return Send(new RecordCalibration(item.Id, at, due, passed, given["reference"], found.Length == 0 ? null : found), T["calibrate", item.Id]);
            }));
    }

    /// <summary>Records a cleaning.</summary>
    public void Clean(EquipmentItem item)
    {
        var last = item.UseLog.FindLastIndex(line => line.Kind == UseKind.Cleaned);
        var held = item.CleanUntil is { } until && last >= 0 ? until - item.UseLog[last].At : (TimeSpan?)null;
        Ask(new(
            T["clean", item.Id], item.Shared ? T["clean-means-shared"] : T["clean-means"], T["clean-act"], $"{item.Id} clean",
            [
                new("procedure", T["procedure"], Offers: [.. item.UseLog.Where(line => line.Kind == UseKind.Cleaned).Select(line => line.Detail).Distinct().TakeLast(5)]),
                new("until", T["until"], Moment: true, Value: held is { } span ? Say.Moment(Now + span) : ""),
            ],
            given => Say.TryMoment(given["until"], out var local)
                ? Send(new RecordCleaning(item.Id, given["procedure"], At(local)), T["clean", item.Id])
                : Said(T["until-missing"])));
    }

    /// <summary>Records a set-up, maintenance or a qualification.</summary>
    public void Work(EquipmentItem item) => Ask(new(
        T["work", item.Id], T["work-means"], T["work-act"], $"{item.Id} work",
        [
            new("work", T["work-kind"], [("set-up", T["set-up"]), ("maintenance", T["maintenance"]), ("qualification", T["qualification"])]),
            new("what", T["what"]), new("reference", T["reference"], Offers: []),
        ],
        given => Send(new RecordEquipmentWork(item.Id, given["work"] switch { "set-up" => EquipmentWork.SetUp, "maintenance" => EquipmentWork.Maintenance, _ => EquipmentWork.Qualification }, given["what"], given["reference"]), T["work", item.Id])));

    /// <summary>Moves it.</summary>
    public void Move(EquipmentItem item) => Ask(new(
        T["move", item.Id], T["move-means", item.Room], T["move-act"], $"{item.Id} move",
        [new("room", T["to-room"], Offers: [.. Rooms.Where(room => room != item.Room)]), new("reason", T["why"])],
        given => Send(new MoveEquipment(item.Id, given["room"].Trim(), given["reason"]), T["moved", item.Id, given["room"].Trim()])));

    /// <summary>Takes it out of service for the time being.</summary>
    public void TakeOut(EquipmentItem item) => Ask(new(
        T["out", item.Id],
        item.Users.IsEmpty ? T["out-means"]
            : T["out-means-used", Batches(item.Users)],
        T["out-act"], $"{item.Id} out", [new("reason", T["why"])],
        given => Send(new TakeOutOfService(item.Id, given["reason"]), T["is-out", item.Id])));

    /// <summary>Returns it to service.</summary>
    public void Return(EquipmentItem item) => Ask(new(
        T["return", item.Id], T["return-means", item.OutOfService!.Reason.TrimEnd('.')], T["return-act"], $"{item.Id} return",
        [new("done", T["done"])],
        given => Send(new ReturnToService(item.Id, given["done"]), T["is-back", item.Id])));

    /// <summary>Retires it.</summary>
    public void Retire(EquipmentItem item) => Ask(new(
        T["retire", item.Id], T["retire-means"], T["retire-act"], $"{item.Id} retire",
        [new("reason", T["why"])], given => Send(new RetireEquipment(item.Id, given["reason"]), T["is-retired", item.Id])));

    /// <summary>Says whether a batch is affected that it served out of tolerance.</summary>
    public void Judge(EquipmentItem item, OutOfTolerance found, ServedBatch served, bool affected) => Ask(new(
        affected ? T["judge-open", served.Batch] : T["judge-not", served.Batch],
        affected
            ? T["judge-open-means", item.Id, found.Found]
            : T["judge-not-means"],
        affected ? T["judge-open-act"] : T["judge-not-act"], $"{item.Id} judge {found.Number} {served.Batch}",
        [new("reason", affected ? T["judge-open-why"] : T["judge-not-why"])],
        given => Send(new JudgeUse(item.Id, found.Number, served.Batch, affected, given["reason"]), T["judged", served.Batch])));

    /// <summary>Confirms, as a second person, that a piece of work was done.</summary>
    public void Check(EquipmentItem item, UseLogEntry line, string who) => Ask(new(
        T["check", item.Id], T["check-means", line.Detail, who, Say.Stamp(line.At.ToOffset(Now.Offset))], T["check-act"], $"{item.Id} check {line.Line}", [],
        _ => Send(new CheckLogLine(item.Id, line.Line), T["checked"])));

    private static Task<string?> Said(string sentence) => Task.FromResult<string?>(sentence);

    private DateTimeOffset? EndOf(string day) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? At(date.ToDateTime(new TimeOnly(23, 59))) : null;

    private string Named(IReadOnlyCollection<ServedBatch> served) => served.Count == 0 ? T["no-batch"] : Batches([.. served.Select(one => one.Batch)]);

    private string Batches(IReadOnlyCollection<string> ids) => ids.Count switch
    {
        1 => T["batch", ids.First()],
        <= 10 => T["batches", string.Join(", ", ids)],
        _ => T["batches-more", string.Join(", ", ids.Take(10)), ids.Count - 10],
    };
}
