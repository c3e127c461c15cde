using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.Materials;
using Cellwright.Domain.Monitoring;
using Cellwright.Domain.People;
using Cellwright.Domain.Recipes.Drafts;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Domain.Release.Commands;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Server.Readings;

namespace Cellwright.Server.Pages.Parts;

/// <summary>An entry of the record for people: what was done, the value before and after, and why. Always in the language of the record (decision 0026).</summary>
/// <param name="What">What was done.</param>
/// <param name="Before">The value that it supersedes, or null.</param>
/// <param name="After">The value that it brings, or null.</param>
/// <param name="Reason">The reason given, or null.</param>
/// <param name="Refused">True when it is an act that was refused.</param>
/// <param name="Terminal">Terminal at which it was given, or null where the words say it, or it was not kept.</param>
public sealed record TrailWords(string What, string? Before = null, string? After = null, string? Reason = null, bool Refused = false, string? Terminal = null)
{
    /// <summary>Reads an entry. One that this version does not know is shown with its fields, never left out.</summary>
    public static TrailWords Of(Entry entry)
    {
        try
        {
            if (entry.Type == nameof(ActRefused)) return Refusal(JsonSerializer.Deserialize<ActRefused>(entry.Data.Span, EventCatalogue.Options)!);
            if (entry.Type == nameof(SegmentSealed)) return Sealed(JsonSerializer.Deserialize<SegmentSealed>(entry.Data.Span, EventCatalogue.Options)!);
            if (!EventCatalogue.Types.ContainsKey(entry.Type)) return Raw(entry);
            var happened = EventCatalogue.Read(entry.Type, entry.Data.Span);
            var words = Of(happened, entry) with { Terminal = ((IStored)happened).AtTerminal };
            return ((IStored)happened).Late is { } late ? words with { What = $"{words.What} (late entry: done {Say.Stamp(late.At)} by {late.Name} on paper {late.Pack}, compared by {late.VerifierName}{(late.Doubt is { } doubt ? $"; in doubt: {doubt}" : "")})", Reason = words.Reason ?? late.Reason } : words;
        }
        catch (JsonException)
        {
            return Raw(entry);
        }
    }

    private static TrailWords Of(object happened, Entry entry) => happened switch
    {
        BatchOrdered e => new($"Batch ordered, order {e.OrderNumber}, patient {e.ChainOfIdentity ?? "none"}, master record {e.RecipeHash[..12]}…"),
        BatchStarted => new("Batch started"),
        BatchPaused e => new("Batch paused", Reason: e.Reason),
        BatchResumed e => new("Batch resumed", Reason: e.Reason),
        BatchCompleted => new("Batch completed"),
        BatchAborted e => new($"Batch aborted, signed by {e.Name}", Reason: e.Reason),
        PackPrinted e => new($"Paper pack {e.Pack} printed{(e.Copy > 1 ? $", copy {e.Copy}" : "")}{(e.Voids is { } older ? $"; pack {older} is void" : "")}"),
        ServerWasDown e => new($"The server recorded nothing from {Say.Stamp(e.From)} to {Say.Stamp(e.To)}"),
        HandedOver e => new("Responsibility handed over", e.From, e.To, e.Note),
        StepStarted e => new($"Step {e.Step} started"),
        StepCompleted e => new($"Step {e.Step} completed"),
        FlowDecided e => new($"Flow decided at {e.Node}", Reason: e.Because),
        ValueRecorded e => new(
            $"{e.Parameter} in step {e.Step}, {Source(e.Source)}{(e.Equipment is { } item ? $" {item}" : "")}{(e.Assessment == Domain.Recipes.Assessment.Normal ? "" : $", {Standing(e.Assessment)}")}",
            e.Supersedes is { } old ? $"{Say.Exact(old)} {Say.Unit(e.Unit)}" : null, $"{Say.Exact(e.Value)} {Say.Unit(e.Unit)}", e.Reason ?? e.Computation),
        Confirmed e => new($"Confirmed in step {e.Step}: {e.Text}"),
        MaterialAdded e => new($"{e.Material} added in step {e.Step}, lot {e.LotId}", After: $"{Say.Exact(e.Amount)} {Say.Unit(e.Unit)}"),
        SampleTaken e => new($"Sample {e.Demand} taken in step {e.Step}", After: e.Label),
        EquipmentCheckedIn e => new($"Checked in as {e.Role} in step {e.Step}", After: e.EquipmentId),
        EquipmentCheckedOut e => new($"Checked out of {e.Role} in step {e.Step}", Before: e.EquipmentId),
        EntryVerified e => new($"{e.Entry} in step {e.Step} verified, signed by {e.VerifierName}"),
        StepSigned e => new($"Step {e.Step} signed by {e.Name} ({e.Meaning})"),
        DeviationAnnounced e => new($"Deviation {e.DeviationId}{(e.Holds ? ", batch held" : "")}: {e.What}"),
        HoldPlaced e => new($"Hold {e.HoldId} placed", Reason: e.Reason),
        HoldReleased e => new($"Hold {e.HoldId} released", Reason: e.Reason),
        ClockExpired e => new($"Time limit of step {e.Step} ran out at {Say.Stamp(e.Until)}"),
        ExcursionBegan e => new($"{e.Parameter} of {e.Equipment} left its range in step {e.Step} ({Standing(e.Assessment)})", After: $"{Say.Exact(e.Value)} {Say.Unit(e.Unit)}"),
        ExcursionEnded e => new($"{e.Parameter} is back in its range in step {e.Step}", After: $"{Say.Exact(e.Value)} {Say.Unit(e.Unit)}"),
        DeviationExtended e => new($"More belongs to deviation {e.DeviationId}{(e.Holds ? ", batch held" : "")}: {e.What}"),
        TagFellSilent e => new($"{e.Tag} of {e.Equipment} fell silent in step {e.Step}: nothing usable since {Say.Stamp(e.Since)}{(e.Node is { } node ? $"; its edge node {node} was lost" : "")}"),
        TagReturned e => new($"{e.Tag} of {e.Equipment} speaks again in step {e.Step}", After: $"{Say.Exact(e.Value)} {Say.Unit(e.Unit)}"),
        PersonRegistered e => new($"{e.Name} registered: {string.Join(", ", e.Roles.Order())}"),
        RolesChanged e => new("Roles changed", After: string.Join(", ", e.Roles.Order()), Reason: e.Reason),
        PersonDisabled e => new("Access taken away", Reason: e.Reason),
        PersonEnabled e => new("Access given again", Reason: e.Reason),
        PasswordResetAsked e => new($"Reset of the password asked for{(e.SecondFactorToo ? ", second factor too" : "")}", Reason: e.Reason),
        PasswordResetApproved e => new($"Reset of the password approved, signed by {e.Signature.Name}"),
        PasswordReset e => new($"Password replaced by a one-time password{(e.SecondFactorToo == true ? ", second factor taken away" : "")}", Reason: e.Reason),
        PersonVouchedFor e => new($"{e.Name} vouched for the person at terminal {e.Terminal}"),
        IdentityChecked e => new($"Identity checked by {e.CheckedBy}", After: Spaced(e.Document.ToString()).ToLowerInvariant()),
        AccountabilityIssued e => new($"Statement of accountability, version {e.Version}, issued"),
        AccountabilityAcknowledged e => new($"Statement of accountability, version {e.Version}, acknowledged, signed by {e.Signature.Name}"),
        AlertsReviewed e => new("Alerts of the door looked at", Reason: e.Note),
        TrainingWithdrawn e => new($"Training on {e.RecipeVersion} taken back", Reason: e.Reason),
        TrainingRecorded e => new($"Trained on {e.RecipeVersion}", After: $"until {Say.Stamp(e.Until)}"),
        SignInRecorded e => new($"{Spaced(e.Outcome.ToString())} at {e.Terminal}{(e.Attempts is { } times ? times == 1 ? ", 1 attempt" : $", {times} attempts" : "")}"),
        ClockAccepted e => new("Time of the server's clock accepted after a jump", Say.Stamp(e.Counted), Say.Stamp(e.Shows), e.Reason),
        RecipeSubmitted e => new($"Recipe {e.Id}@{e.Version} submitted, {e.Hash[..12]}…{(e.Resolved is { } resolved ? $", extends {resolved.Base}, resolved {resolved.Hash[..12]}…" : "")}"),
        RecipeApproved e => new($"Approved, signed by {e.Signature.Name}{(e.EffectiveFrom is { } from ? $"; in force from {Say.Stamp(from)}" : "")}"),
        RecipeRetired e => new($"Retired, signed by {e.Signature.Name}", Reason: e.Reason),
        ModelSubmitted e => new($"Monitoring model {e.Id}@{e.Version} submitted for {e.Equipment ?? $"{e.RecipeId} {string.Join(", ", e.RecipeVersions)}"}, {e.Hash[..12]}…"),
        ShadowBegan => new("Runs in shadow"),
        ModelApproved e => new($"Approved and in force, signed by {e.Signature.Name}"),
        ModelRetired e => new($"Retired, signed by {e.Signature.Name}", Reason: e.Reason),
        EquipmentAlarmBegan e => new($"Left the course that {e.Said.Model} knows", Reason: e.Said.Sentence),
        EquipmentAlarmEnded e => new("The alarm is over", Reason: e.Because),
        VerdictReached e => new($"{e.Said.Model}{(e.Shadow ? ", in shadow" : "")}: {Spaced(e.Said.Verdict.ToString()).ToLowerInvariant()}", Reason: e.Said.Sentence),
        AdviceGiven e => new(e.Sentence),
        DraftSaved e => new($"Draft saved, {e.Hash[..12]}…{(e.From is { } from ? $", begun from {from}" : "")}", Reason: e.Note),
        DraftCommented e => new($"Comment {e.CommentId} on {(e.Step is { } step ? $"step {step}" : "the draft")}: {e.Text}"),
        CommentResolved e => new($"Comment {e.CommentId} seen to"),
        CommentReopened e => new($"Comment {e.CommentId} opened again"),
        DraftPutAway e => new(e.Away ? "Draft put away" : "Draft taken up again"),
        DraftSubmitted e => new($"Draft submitted as {e.Name}"),
        DraftRehearsed e => new($"Revision {e.Revision} rehearsed in the virtual plant: {e.Verdict}"),
        EquipmentRegistered e => new($"{e.Name} registered as {e.Class} in {e.Room}"),
        CalibrationRecorded e => new($"Calibration {(e.Passed ? "passed" : "failed")}, {e.Reference}{(e.FoundOutOfTolerance is { } found ? $", found out of tolerance: {found}" : "")}", After: $"due {Say.Stamp(e.Due)}"),
        CleaningRecorded e => new($"Cleaned: {e.Procedure}", After: $"until {Say.Stamp(e.ValidUntil)}"),
        EquipmentMoved e => new("Moved", After: e.Room, Reason: e.Reason),
        EquipmentRetired e => new("Retired", Reason: e.Reason),
        EquipmentTakenOutOfService e => new("Taken out of service", Reason: e.Reason),
        EquipmentReturnedToService e => new($"Returned to service: {e.Done}"),
        EquipmentWorkRecorded e => new($"{Spaced(e.Work.ToString())}: {e.What}{(e.Reference.Length > 0 ? $", {e.Reference}" : "")}"),
        LogLineChecked e => new($"Line {e.Line} of its log checked by a second person"),
        UseJudged e => new($"Batch {e.Batch}, which it served out of tolerance ({e.Found}), judged {(e.Affected ? "affected" : "not affected")}", Reason: e.Reason),
        PhaseCommanded e => new($"Told to {(e.Starts ? "start" : "stop")} {e.Phase} for step {e.Step} of {e.Batch}"),
        MeasurementBegun e => new($"Measures for step {e.Step} of {e.Batch}, or will in its turn"),
        MeasurementEnded e => new($"No longer measures for step {e.Step} of {e.Batch}"),
        DeviceEventRecorded e => new(e.Sentence),
        UseStarted e => new($"In use by {e.Batch}"),
        UseEnded e => new($"Given back by {e.Batch}"),
        LotReceived e => new($"{e.Material} received from {e.Supplier}, lot {e.SupplierLot}", After: $"{e.Amount} {Say.Unit(e.Unit)}"),
        LotReleased e => new($"Lot released, signed by {e.Signature.Name}", Reason: e.Evidence),
        LotRejected e => new("Lot rejected", Reason: e.Reason),
        LotUsed e => new($"Used by {e.Batch} in step {e.Step}", After: $"{e.Amount}"),
        ExceptionAccepted e => new($"Exception {e.Exception} accepted", Reason: e.Comment.Length > 0 ? e.Comment : null),
        ExceptionReturned e => new($"Exception {e.Exception} returned", Reason: e.Reason),
        ReturnAnswered e => new($"Returned exception {e.Exception} answered", Reason: e.Answer),
        ReviewSigned e => new($"Review signed by {e.Name} (review): {e.Exceptions} exceptions, {e.Checks} checks"),
        TestResultRecorded e => new($"Result of {e.Test}, {e.Reference}", After: e.Words ?? Say.Exact(e.Value ?? double.NaN), Reason: e.Reason),
        TestResultReviewed e => new($"Result of {e.Test} reviewed, signed by {e.Name}"),
        SpecificationMissed e => new(e.What),
        ObligationFulfilled e => new($"Owed result of {e.Test} is there"),
        ObligationOverdue e => new($"Owed result of {e.Test} was due at {Say.Stamp(e.Due)}"),
        NoticeGiven e => new($"The physician was told of {e.Test}", Reason: e.Words),
        OutOfSpecificationApproved e => new($"Exception for {e.Test} approved, signed by {e.Name}", Reason: e.Justification),
        BatchReleased e => new($"Batch released, signed by {e.Name}"),
        BatchReleasedConditionally e => new($"Batch released conditionally, {e.Owed.Count} results owed, signed by {e.Name}", Reason: e.Reason),
        BatchRejected e => new($"Batch rejected, signed by {e.Name}", Reason: e.Reason),
        _ => DeviationTrail.Of(happened) ?? Raw(entry),
    };

    private static TrailWords Refusal(ActRefused refused) => new($"Refused: {Spaced(refused.Command)} at {refused.Terminal}", Reason: refused.Sentence, Refused: true);

    private static TrailWords Sealed(SegmentSealed segment) => new(
        $"Readings sealed: segment {segment.Number}, {segment.Rows} readings from {Say.Stamp(segment.From)} to {Say.Stamp(segment.To)}, SHA-256 {segment.Sha256[..12]}…");

    private static TrailWords Raw(Entry entry)
    {
        using var body = JsonDocument.Parse(entry.Data);
        var fields = body.RootElement.ValueKind == JsonValueKind.Object
            ? string.Join(", ", body.RootElement.EnumerateObject().Select(field => $"{field.Name} {Short(field.Value.ToString())}"))
            : Short(body.RootElement.ToString());
        return new($"{Spaced(entry.Type)}: {fields}");
    }

    private static string Standing(Domain.Recipes.Assessment assessment) => assessment switch
    {
        Domain.Recipes.Assessment.Outside => "outside limit",
        Domain.Recipes.Assessment.Alert => "alert",
        _ => "in range",
    };

    private static string Source(ValueSource source) => source switch
    {
        ValueSource.Equipment => "from equipment",
        ValueSource.Fallback => "typed instead of equipment",
        ValueSource.Computed => "computed",
        _ => "typed",
    };

    private static string Short(string text) => text.Length > 80 ? text[..80] + "…" : text;

    private static string Spaced(string name) =>
        string.Concat(name.Select((letter, index) => index > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));
}
