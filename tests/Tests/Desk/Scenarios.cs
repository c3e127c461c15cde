using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.Materials;
using Cellwright.Domain.People;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Drafts;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Domain.Release.Commands;
using Cellwright.Tests.Execution;
using AddMaterial = Cellwright.Domain.Execution.Commands.AddMaterial;
using Confirm = Cellwright.Domain.Execution.Commands.Confirm;
using RecordByHand = Cellwright.Domain.Execution.Commands.RecordByHand;
using Signature = Cellwright.Domain.People.Signature;

namespace Cellwright.Tests.Desk;

/// <summary>A command in a situation in which it stands and something happens.</summary>
/// <param name="Command">The command.</param>
/// <param name="By">Who gives it.</param>
/// <param name="Past">What happened on its stream before, beyond the site that is there for all.</param>
/// <param name="Shown">What is shown to its signer, or null when it is not signed.</param>
/// <param name="Around">What happened on other streams, or null.</param>
internal sealed record Scenario(object Command, Performer By, object[] Past, Func<Office, Task<SignatureGiven>>? Shown = null, Dictionary<string, object[]>? Around = null);

/// <summary>One scenario for each command of the domain.</summary>
internal static class Scenarios
{
    private static readonly DateTimeOffset Later = Acting.Start.AddDays(30);
    private static readonly Performer System = Performer.System;
    private static readonly Performer Emil = Acting.Person("emil", Role.Engineer);
    private static readonly Performer Ada = Acting.Person("ada", Role.Administrator);
    private static readonly Signature FirstApproval = new("sofia", "Sofia", "approval", Acting.Start, TestRecipe.Hash);

    public static readonly object[] Processor =
        [new EquipmentRegistered("CP-01", "cell-processor", "Processor", "CR-2", false), new CalibrationRecorded(Acting.Start, Later, true, "C-1"), new CleaningRecorded("Wipe", Later)];

    public static readonly object[] VectorLot =
        [new LotReceived("V-1", "vector", "Supplier", "S-1", Later, 100, "mL"), new LotReleased("Certificate", new Signature("quirin", "Quirin", "approval", Acting.Start, ""))];

    public static readonly object[] Ordered = [new BatchOrdered(Floor.Id, TestRecipe.Hash, TestRecipe.Text, "PO-7", "COI-9")];

    public static readonly object[] Batch =
        [.. Ordered, new BatchStarted(), new StepStarted("E1"), new EquipmentCheckedIn("E1", "processor", "processor", "CP-01", null), new StepCompleted("E1")];

    public static IReadOnlyDictionary<string, Scenario> All { get; } = Each().ToDictionary(scenario => scenario.Command.GetType().Name);

    private static IEnumerable<Scenario> Each()
    {
        const string b = Floor.Id;
        Performer olga = Floor.Olga, sofia = Floor.Sofia, quirin = Floor.Quirin;
        object[] In(string step, params object[] more) => [.. Batch, new StepStarted(step), .. more];
        var glucose = Values.Of("H1", "glucose", 4, "g/L") with { Source = ValueSource.Hand, AwaitsVerification = true };
        var read = new object[] { glucose with { AwaitsVerification = false }, Values.Of("H1", "volume", 100, "mL") };

        yield return new(new OrderBatch("B-9", "test", "1", "PO-8", null), sofia, []);
        yield return new(new StartBatch(b), sofia, Ordered);
        yield return new(new StartStep(b, "C1"), olga, Batch);
        yield return new(new CompleteStep(b, "P1"), olga, In("P1", new Confirmed("P1", "statement-1", "Left is done.", false)));
        yield return new(new Confirm(b, "P1", "statement-1"), olga, In("P1"));
        yield return new(new CheckInEquipment(b, "E1", "processor", "CP-01"), olga, [.. Ordered, new BatchStarted(), new StepStarted("E1")]);
        yield return new(new CheckOutEquipment(b, "O1", "processor"), olga, In("O1"));
        yield return new(new AddMaterial(b, "M1", "vector", "V-1", 1, "mL"), olga, In("M1"));
        yield return new(new TakeSample(b, "S1", "count"), olga, In("S1"));
        yield return new(new RecordFromEquipment(b, "R1", "temperature"), olga, In("R1"));
        yield return new(new RecordByHand(b, "H1", "glucose", 4, "g/L", null), olga, In("H1"));
        yield return new(new CorrectValue(b, "H1", "glucose", 5, "g/L", "misread"), olga, In("H1", glucose));
        yield return new(new PrintPack(b), olga, Batch);
        var paper = new EnterFromPaper(b, "B-1-P5", "The server was down", [new PaperAct("olga", Acting.Start.AddMinutes(9), new StartStep(b, "C1"))]);
        yield return new(paper, olga, Batch, async office => new(Floor.Viktor, Transcription.Meaning, Statements.Hash(Transcription.Statement(await office.BatchAsync(), paper.Pack, paper.Reason, paper.Acts))),
            new() { ["person/olga"] = [new PersonRegistered("olga", "Olga", [Role.Operator]), new TrainingRecorded("test@1", Later)] });
        yield return new(new RecordDowntime(Acting.Start, Acting.Start.AddHours(1)), System, []);
        yield return new(new ComputeValues(b, "K1"), olga, In("K1", new StepStarted("R1"), new StepStarted("H1"), Values.Of("R1", "density", 2e6, "/mL"), Values.Of("H1", "volume", 100, "mL")));
        yield return new(new VerifyEntry(b, "H1", "glucose"), olga, In("H1", glucose), async office => new(Floor.Viktor, "verification", Statements.Hash(Statements.Entry(await office.BatchAsync(), "H1", "glucose"))));
        yield return new(new SignStep(b, "H1"), olga, In("H1", read), async office => new(olga, "responsibility", Statements.Hash(Statements.Step(await office.BatchAsync(), "H1"))));
        yield return new(new AbortBatch(b, "Contaminated"), sofia, Batch, async office => new(quirin, "abort", Statements.Hash(Statements.Abort(await office.BatchAsync(), "Contaminated"))));
        yield return new(new PauseBatch(b, "Alarm"), olga, Batch);
        yield return new(new ResumeBatch(b, "Clear"), sofia, [.. Batch, new BatchPaused("Alarm")]);
        yield return new(new HandOver(b, "Feed at noon"), olga, Batch);
        yield return new(new PlaceHold(b, "recall", "Recall"), quirin, Batch);
        yield return new(new ReleaseHold(b, "recall", "Not concerned"), quirin, [.. Batch, new HoldPlaced("recall", "Recall")]);
        yield return new(new ExpireClock(b, "I1:0:" + Acting.Start.UtcTicks), System, [.. Batch, new StepStarted("H1"), new StepCompleted("H1")]);
        yield return new(new ReportExcursion(b, "I1", "chamber", "CP-01", 39, "Cel", Acting.Start.AddMinutes(5), "1:1"), System, In("I1"));
        yield return new(new ReportSilence(b, "I1", "chamber", Office.SilentItem, Acting.Start), System, In("I1", new EquipmentCheckedIn("E1", "processor", "processor", Office.SilentItem, null)));
        yield return new(new ReportReturn(b, "I1", "CP-01", "chamber-temperature", 37, "Cel", Acting.Start.AddMinutes(9), "1:9"), System, In("I1", new TagFellSilent("I1", "chamber", "CP-01", "chamber-temperature", Acting.Start, TimeSpan.FromMinutes(2), "B-1-D1")));
        yield return new(new AnnounceDeviation(b, "release", "sterility", "Growth"), System, Batch);
        yield return new(new OpenDeviation("B-1-D1", b, "R1", null, "What", true, []), System, []);
        yield return new(new WidenDeviation("B-1-D1", "gas", "What", true, []), System, [new DeviationOpened("B-1-D1", b, "I1", "chamber", "What", false, [])]);
        yield return new(new ShelveAlarm("B-1-D1", Acting.Start.AddHours(2), "The probe is being replaced"), sofia, [new DeviationOpened("B-1-D1", b, "I1", "chamber", "What", false, [])]);
        yield return new(new DecideToContinue("B-1-D1", "No effect"), quirin, [new DeviationOpened("B-1-D1", b, "R1", null, "What", true, [])],
            async office => new(quirin, "approval", Statements.Hash((await office.Desk.StateAsync<Deviation>("B-1-D1")).Statement("No effect"))));

        foreach (var scenario in OfDeviations()) yield return scenario;

        yield return new(new RegisterEquipment("CP-02", "cell-processor", "Processor 2", "CR-2", false), Emil, []);
        yield return new(new RecordCalibration("CP-01", Acting.Start, Later, true, "C-2"), Emil, []);
        yield return new(new RecordCleaning("CP-01", "Wipe", Later), olga, []);
        yield return new(new MoveEquipment("CP-01", "CR-3", "Rebuilding"), Emil, []);
        yield return new(new RetireEquipment("CP-01", "Worn out"), Emil, []);
        yield return new(new TakeOutOfService("CP-01", "Leaks"), olga, []);
        yield return new(new ReturnToService("CP-01", "Seal replaced"), Emil, [new EquipmentTakenOutOfService("Leaks")]);
        yield return new(new RecordEquipmentWork("CP-01", EquipmentWork.SetUp, "Tubing set", ""), olga, []);
        yield return new(new CheckLogLine("CP-01", 3), quirin, []);
        yield return new(new JudgeUse("CP-01", 1, b, true, "Out of range"), quirin, [new UseStarted(b), new CalibrationRecorded(Acting.Start, Later, false, "C-3")], null, new() { ["batch/" + b] = Batch });
        yield return new(new RecordDeviceEvent("CP-01", DeviceEventKind.Offline, "It is silent."), System, []);
        yield return new(new StartUse("CP-01", "B-2"), System, []);
        yield return new(new CommandPhase("CP-01", b, "I1", "culture", true), System, []);
        yield return new(new EndUse("CP-01", b), System, [new UseStarted(b)]);

        object[] counter = [new EquipmentRegistered("CC-01", "cell-counter", "Counter", "CR-2", true)];
        yield return new(new BeginMeasurement("CC-01", b, "R1"), System, counter);
        yield return new(new EndMeasurement("CC-01", b, "R1"), System, [.. counter, new MeasurementBegun(b, "R1")]);

        yield return new(new ReceiveLot("V-2", "vector", "Supplier", "S-2", Later, 10, "mL"), olga, []);
        yield return new(new ReleaseLot("V-2", "Certificate"), quirin, [new LotReceived("V-2", "vector", "Supplier", "S-2", Later, 10, "mL")], async office => new(quirin, "approval", Statements.Hash((await office.Desk.StateAsync<Lot>("V-2")).ReleaseStatement("Certificate"))));
        yield return new(new RejectLot("V-1", "Turbid"), quirin, []);
        yield return new(new RecordLotUse("V-1", "B-2", "M1", 1, "mL"), System, []);
        yield return new(new AdjustLotUse("V-1", "B-2", "M1", 1, 1.5m, "mL"), System, [new LotUsed("B-2", "M1", 1)]);

        object[] nora = [new PersonRegistered("nora", "Nora", [Role.Operator])];
        yield return new(new RegisterPerson("nora", "Nora", [Role.Operator]), Ada, []);
        yield return new(new ChangeRoles("nora", [Role.Verifier], "New duty"), Ada, nora);
        yield return new(new RecordTraining("nora", "test@1", Later), sofia, nora);
        yield return new(new DisablePerson("nora", "Left"), Ada, nora);
        yield return new(new EnablePerson("nora", "Back"), Ada, [.. nora, new PersonDisabled("Left")]);
        var asked = new PasswordResetAsked("Forgotten", false);
        yield return new(new AskForPasswordReset("nora", "Forgotten"), Ada, nora);
        yield return new(new ApprovePasswordReset("nora"), sofia, [.. nora, asked], async office => new(sofia, "approval", SignedText.Hash(ApprovePasswordReset.Statement(await office.Desk.StateAsync<Person>("nora")))));
        yield return new(new ResetPassword("nora"), Ada, [.. nora, asked, new PasswordResetApproved(FirstApproval)]);
        yield return new(new VouchForPerson("nora"), sofia, nora);
        yield return new(new RecordIdentityCheck("nora", "Hanna of personnel", IdentityDocument.Passport), Ada, nora);
        yield return new(new IssueAccountability("1", "I answer for what I sign."), quirin, []);
        yield return new(new AcknowledgeAccountability("nora", "1"), Acting.Person("nora", Role.Operator), nora, async office =>
        {
            await office.HasAsync("accountability/site", "quirin", new AccountabilityIssued("1", "I answer for what I sign."));
            return new(Acting.Person("nora", Role.Operator), "accountability", (await office.Desk.StateAsync<Accountability>(Accountability.Site)).Hash);
        });
        yield return new(new ReviewAlerts("nora", "Forgot the password"), Ada, [.. nora, new SignInRecorded(SignInOutcome.LockedOut, "T-1")]);
        yield return new(new WithdrawTraining("nora", "test@1", "Wrong person"), sofia, [.. nora, new TrainingRecorded("test@1", Later)]);
        yield return new(new RecordSignIn("nora", SignInOutcome.SignedIn), System, nora);

        foreach (var scenario in Releases.Each()) yield return scenario;
        foreach (var scenario in Monitoring.Models.Each()) yield return scenario;

        object submitted = new RecipeSubmitted("test", "2", TestRecipe.Text, TestRecipe.Hash);
        yield return new(new SubmitRecipe("test", "2", TestRecipe.Text.Replace("version: \"1\"", "version: \"2\"", StringComparison.Ordinal)), Emil, []);
        yield return new(new ApproveRecipe("test", "2"), quirin, [submitted, new RecipeApproved(FirstApproval, null)], _ => Task.FromResult(new SignatureGiven(quirin, "approval", TestRecipe.Hash)));
        object draft = new DraftSaved("idea", TestRecipe.Text, TestRecipe.Hash, null, null);
        yield return new(new SaveDraft("idea", 1, TestRecipe.Text + "# more\n", "More"), Emil, [draft]);
        yield return new(new CommentOnDraft("idea", "C1", "Why?"), quirin, [draft]);
        yield return new(new ResolveComment("idea", "C1"), Emil, [draft, new DraftCommented("C1", null, "Why?", 1)]);
        yield return new(new ReopenComment("idea", "C1"), Emil, [draft, new DraftCommented("C1", null, "Why?", 1), new CommentResolved("C1")]);
        yield return new(new PutDraftAway("idea", true), Emil, [draft]);
        yield return new(new NoteSubmission("idea", "test@2"), System, [draft]);
        yield return new(new RecordRehearsal("idea", 1, true, "Completed."), System, [draft]);
        yield return new(new RetireRecipe("test", "2", "Withdrawn"), quirin, [submitted], async office =>
            new SignatureGiven(quirin, "retirement", SignedText.Hash(MasterStatements.Retirement(await office.Desk.StateAsync<Master>("test@2"), "Withdrawn"))));
    }

    private static IEnumerable<Scenario> OfDeviations()
    {
        const string b = Floor.Id, d = "B-1-D1";
        Performer olga = Floor.Olga, sofia = Floor.Sofia, quirin = Floor.Quirin;
        object[] opened = [new DeviationOpened(d, b, "C1", null, "What", false, [])];
        object[] worked = [.. opened, new ContinuationDecided("No effect", "quirin", "Quirin", ""), new DeviationClassified(DeviationSeverity.Minor, DeviationClass.Person, "r"), new InvestigationRecorded("f", "c")];
        var action = new CorrectiveActionPlanned(1, ActionKind.Corrective, "Train", "olga", "Olga", Later);
        Dictionary<string, object[]> running = new() { ["batch/" + b] = [.. Batch, new StepStarted("C1")], ["batch/B-2"] = [new BatchOrdered("B-2", TestRecipe.Hash, TestRecipe.Text, "PO-8", null), new BatchStarted(), new StepStarted("C1")] };
        Dictionary<string, object[]> otto = new() { ["person/otto"] = [new PersonRegistered("otto", "Otto", [Role.Operator])] };
        object[] rescue = [new BatchOrdered(b, Master.HashOf(TakingAnAlternative.Text), TakingAnAlternative.Text, "PO-7", null), new BatchStarted(), new StepStarted("E1"), new EquipmentCheckedIn("E1", "counter", "counter", "CC-01", null), new StepCompleted("E1")];

        yield return new(new ReportDeviation(b, "C1", "The bag was dropped", true), olga, [.. Batch, new StepStarted("C1")]);
        yield return new(new TakeAlternative(b, "R1", "R1b", d, "r"), System, rescue);
        yield return new(new AbortAsDecided(b, "r", "sofia", "Sofia", ""), System, Batch);
        yield return new(new DecideToHold(d, "Wait"), sofia, opened, null, running);
        yield return new(new DecideToAbort(d, "Contaminated"), sofia, opened,
            async office => new(sofia, "abort", Statements.Hash(DeviationStatements.Abort(await office.StateAsync<Deviation>(d), await office.BatchAsync(), "Contaminated"))), running);
        yield return new(new DecideOnAlternative(d, "R1b", "Cells are well"), quirin, [new DeviationOpened(d, b, "R1", null, "What", false, [])],
            async office => new(quirin, "approval", Statements.Hash(DeviationStatements.Alternative(await office.StateAsync<Deviation>(d), RecipeReader.Read(TakingAnAlternative.Text).Phase("R1b"), "Cells are well"))),
            new() { ["batch/" + b] = rescue });
        yield return new(new AssignDeviation(d, "otto"), sofia, opened, null, otto);
        yield return new(new ClassifyDeviation(d, DeviationSeverity.Major, DeviationClass.Material, "r"), quirin, opened);
        yield return new(new RecordInvestigation(d, "Bag inspected", "Slippery glove"), Emil, opened);
        yield return new(new JudgeBatch(d, "B-2", true, "Same bag"), quirin, opened, null, running);
        yield return new(new PlanCorrectiveAction(d, ActionKind.Corrective, "Train", "otto", Later), quirin, opened, null, otto);
        yield return new(new CompleteCorrectiveAction(d, 1, "SOP 12"), olga, [.. opened, action]);
        yield return new(new WithdrawCorrectiveAction(d, 1, "r"), quirin, [.. opened, action]);
        Dictionary<string, object[]> qs = new() { ["person/quentin"] = [new PersonRegistered("quentin", "Quentin", [Role.QA])] };
        object[] done = [.. opened, action, new CorrectiveActionCompleted(1, "SOP 12")];
        var check = new EffectivenessCheckPlanned(1, "Three batches without a drop", "quirin", "Quirin", Later);
        yield return new(new PlanEffectivenessCheck(d, 1, "Three batches without a drop", "quentin", Later.AddDays(30)), quirin, done, null, qs);
        yield return new(new RecordEffectivenessCheck(d, 1, true, "None dropped"), quirin, [.. done, check],
            async office => new(quirin, "effectiveness", Statements.Hash(DeviationStatements.Effectiveness(await office.StateAsync<Deviation>(d), 1, true, "None dropped"))));
        yield return new(new ExpireCorrectiveAction(d, 1), System, [.. opened, action]);
        yield return new(new ExpireEffectivenessCheck(d, 1), System, [.. done, check]);
        yield return new(new ReturnAlarm(d), System, [new DeviationOpened(d, b, "I1", "chamber", "What", false, []), new AlarmShelved(Later, "The probe is being replaced")]);
        yield return new(new CloseDeviation(d, "No effect"), quirin, worked, async office => new(quirin, "closure", Statements.Hash(DeviationStatements.Closure(await office.StateAsync<Deviation>(d), "No effect"))), running);
        yield return new(new ReopenDeviation(d, "New result"), quirin, [.. worked, new DeviationClosed("c", "quirin", "Quirin", "")]);
        yield return new(new MarkNoticesSeen("quirin", 7), quirin, []);
        yield return new(new ReopenNotices("quirin", [7]), quirin, [new NoticesSeen(7)]);
        yield return new(new AcceptClock("The machine was moved"), Ada, []);
    }

    /// <summary>A fresh office in the situation of a scenario.</summary>
    public static async Task<(Office Office, SignatureGiven? Signature)> SetAsync(Scenario scenario)
    {
        var office = new Office();
        await office.HasAsync("recipe/test@1", "emil", new RecipeSubmitted("test", "1", TestRecipe.Text, TestRecipe.Hash), new RecipeApproved(FirstApproval, null),
            new RecipeApproved(FirstApproval with { By = "quirin" }, Acting.Start));
        await office.HasAsync("equipment/CP-01", "emil", Processor);
        await office.HasAsync("lot/V-1", "olga", VectorLot);
        var command = scenario.Command;
        var state = command.GetType().BaseType!.GetGenericArguments()[0];
        var stream = $"{state.GetProperty("Category")!.GetValue(null)}/{command.GetType().GetProperty("StreamId")!.GetValue(command)}";
        foreach (var (other, events) in scenario.Around ?? []) await office.HasAsync(other, "nobody", events);
        if (scenario.Past.Length > 0) await office.HasAsync(stream, "nobody", scenario.Past);

        // The clock of ExpireClock must have run out; everything else is an hour old.
        if (command is ExpireObligation or ExpireCorrectiveAction or ExpireEffectivenessCheck or ReturnAlarm) office.Clock.Advance(TimeSpan.FromDays(40));
        if (command is AcceptClock) office.Clock.Jump(TimeSpan.FromHours(3));
        if (command is ExpireClock) office.Clock.Advance(TimeSpan.FromHours(2));
        return (office, scenario.Shown is { } shown ? await shown(office) : null);
    }
}
