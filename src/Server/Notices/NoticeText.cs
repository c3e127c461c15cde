using Cellwright.Domain.Deviations;

namespace Cellwright.Server.Notices;

/// <summary>A notice for a program.</summary>
/// <param name="Id">Stable id.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="At">When, with the site's offset.</param>
/// <param name="Batch">Batch, or null for something at the door.</param>
/// <param name="Deviation">Deviation, or null.</param>
/// <param name="Sentence">What happened and what to do.</param>
/// <param name="Urgent">True when a batch waits, a patient may be concerned, or somebody may be trying an account that is not theirs.</param>
/// <param name="To">User ids of the people whom it is for.</param>
/// <param name="Link">Page of the site.</param>
/// <param name="Account">User id of the account that it is about, or null.</param>
/// <param name="Equipment">The item that it is about, or null.</param>
public sealed record NoticeMessage(
    string Id, NoticeKind Kind, DateTimeOffset At, string? Batch, string? Deviation, string Sentence, bool Urgent, IReadOnlyList<string> To, string Link, string? Account, string? Equipment);

/// <summary>What leaves the site: numbers and states only, nothing that somebody typed, and no number of a patient.</summary>
internal static class NoticeText
{
    public static NoticeMessage Json(Told told, string site) => new(
        told.Id, told.Notice.Kind, told.At, told.Notice.Batch, told.Notice.Deviation, told.Notice.Sentence, told.Notice.Urgent, told.To, Link(told.Notice, site), told.Notice.Account, told.Notice.Equipment);

    public static string Subject(Notice notice) =>
        $"{(notice.Urgent ? "Urgent: " : "")}{notice switch
        {
            { Account: { } account } => $"account {account}",
            { Equipment: { } item } => $"equipment {item}",
            { Deviation: { } deviation } => $"deviation {deviation}",
            _ => $"batch {notice.Batch}",
        }}, {notice.Kind switch
        {
            NoticeKind.Opened => "opened",
            NoticeKind.Held => "on hold",
            NoticeKind.Assigned => "assigned to you",
            NoticeKind.Critical => "critical",
            NoticeKind.Decided => "decided",
            NoticeKind.ActionPlanned => "an action for you",
            NoticeKind.ActionCompleted => "an action completed",
            NoticeKind.ActionOverdue => "an action is overdue",
            NoticeKind.CheckPlanned => "a check of effect for you",
            NoticeKind.CheckOverdue => "a check of effect is overdue",
            NoticeKind.NotEffective => "an action has not worked",
            NoticeKind.LockedOut => "locked out",
            NoticeKind.SignedInElsewhereToo => "signed in at two terminals",
            NoticeKind.PasswordUnvouched => "has a password that nobody vouched for",
            NoticeKind.ExceptionReturned => "an exception was returned",
            NoticeKind.EquipmentAlarmed => "left its course",
            NoticeKind.AlarmReturned => "its alarm is back",
            _ => "opened again",
        }}";

    public static string Link(Notice notice, string site) => site + Path(notice);

    public static string Path(Notice notice) => notice switch
    {
        { Account: { } account } => $"/people/{Uri.EscapeDataString(account)}",
        { Equipment: { } item } => $"/equipment/{Uri.EscapeDataString(item)}/monitoring",
        { Deviation: { } deviation } => $"/deviations/{Uri.EscapeDataString(deviation)}",
        { Kind: NoticeKind.ExceptionReturned } => $"/batches/{Uri.EscapeDataString(notice.Batch!)}/review",
        _ => $"/batches/{Uri.EscapeDataString(notice.Batch!)}",
    };
}
