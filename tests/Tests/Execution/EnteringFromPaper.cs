using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.Materials;
using Cellwright.Domain.People;
using Cellwright.Server.Desk;
using AddMaterial = Cellwright.Domain.Execution.Commands.AddMaterial;
using Confirm = Cellwright.Domain.Execution.Commands.Confirm;
using RecordByHand = Cellwright.Domain.Execution.Commands.RecordByHand;

namespace Cellwright.Tests.Execution;

/// <summary>Work that went on on paper while the server was down, typed in afterwards: every rule holds at the time that the paper says.</summary>
[Requirement("P211-100"), Requirement("A11-16")]
public sealed class EnteringFromPaper
{
    private const string Pack = "B-1-P6", Reason = "The server was down";
    private static readonly Performer Tim = Floor.Trained("tim", Role.Operator);

    [Fact]
    public void Has_it_happen_when_and_by_whom_the_paper_says_and_bear_its_mark()
    {
        var floor = Cleared();
        Enter(floor, Started(10, "F1"), Done(12, new Confirm(Floor.Id, "F1", "statement-1")), Done(13, new Confirm(Floor.Id, "F1", "statement-2")), Done(16, new CompleteStep(Floor.Id, "F1"))).Stands();
        var step = floor.State.Step("F1")!;
        Assert.Equal((At(10), "olga", At(16), "olga"), (step.StartedAt, step.StartedBy, step.CompletedAt, step.CompletedBy));
        Assert.Equal((At(12), "olga"), (step.Done[0].At, step.Done[0].By));
        Assert.All(new[] { step.StartedLate, step.CompletedLate, step.Done[0].Late }, late =>
        {
            Assert.Equal(("tim", At(120)), (late!.EnteredBy, late.EnteredAt));
            Assert.Equal(("olga", Pack, Reason, "viktor", "Printed viktor"), (late.Claim.By, late.Claim.Pack, late.Claim.Reason, late.Claim.Verifier, late.Claim.VerifierName));
            Assert.Null(late.Claim.Doubt);
        });
        Assert.Contains("on paper B-1-P6", Statements.Step(floor.State, "F1"), StringComparison.Ordinal);
    }

    [Fact, Requirement("P11-10f")]
    public void Is_refused_out_of_the_recipes_sequence() =>
        Enter(AfterDowntime(), Started(10, "F1")).ThenRefused("sequence", "Act 1 (step F1 started): Step F1 is not what the recipe has next");

    [Fact]
    public void Is_refused_for_what_the_record_has_already() =>
        Enter(AfterDowntime("C1"), Done(5, new Confirm(Floor.Id, "C1", "point-1")), Done(6, new Confirm(Floor.Id, "C1", "point-1"))).ThenRefused("recorded", "Act 2");

    [Theory, InlineData(121, "future"), InlineData(-5, "before the end of step")]
    public void Is_refused_at_a_time_that_cannot_be(int minute, string words) => Enter(Cleared(), Started(minute, "F1")).ThenRefused("time", words);

    [Fact]
    public void Is_refused_when_an_act_was_before_the_start_of_its_step_or_its_end_before_what_was_done_in_it()
    {
        Enter(AfterDowntime(), Started(10, "C1"), Done(9, new Confirm(Floor.Id, "C1", "point-1"))).ThenRefused("time", "before the start of step C1");
        Enter(AfterDowntime("P1"), Done(15, new Confirm(Floor.Id, "P1", "statement-1")), Done(14, new CompleteStep(Floor.Id, "P1"))).ThenRefused("time", "before what was done last in step P1");
    }

    [Fact]
    public void Keeps_minimum_times_by_the_times_of_the_paper()
    {
        var floor = AfterDowntime("C1", "F1");
        Enter(floor, Done(1, new Confirm(Floor.Id, "F1", "statement-1")), Done(2, new Confirm(Floor.Id, "F1", "statement-2")), Done(4, new CompleteStep(Floor.Id, "F1"))).ThenRefused("time", "Too early");
        Enter(floor, Done(1, new Confirm(Floor.Id, "F1", "statement-1")), Done(2, new Confirm(Floor.Id, "F1", "statement-2")), Done(6, new CompleteStep(Floor.Id, "F1"))).Stands();
    }

    [Fact, Requirement("P11-10i")]
    public void Asks_that_whoever_did_it_was_trained_and_held_the_role_then()
    {
        var floor = AfterDowntime();
        Enter(floor, Started(10, "C1", "viktor")).ThenRefused("role", "held none of the roles Operator");
        Enter(floor, Started(10, "C1", "nobody")).ThenRefused("person", "Nobody is registered as nobody");
        floor.People["olga"] = Given.Nothing<Person>().And("ada", At(-999), new PersonRegistered("olga", "Olga", [Role.Operator])).And("sofia", At(60), new TrainingRecorded("test@1", At(9999))).State;
        Enter(floor, Started(10, "C1")).ThenRefused("training", "no current training");
        floor.People["olga"] = Given.Nothing<Person>().And("sofia", At(-999), new PersonRegistered("olga", "Olga", [Role.Verifier]), new TrainingRecorded("test@1", At(9999))).And("ada", At(60), new RolesChanged([Role.Operator], "r")).State;
        Enter(floor, Started(10, "C1")).ThenRefused("role");
    }

    [Fact, Requirement("P211-188")]
    public void Asks_for_a_second_person_who_neither_typed_nor_did_it()
    {
        var floor = AfterDowntime();
        var acts = new[] { Started(10, "C1") };
        floor.When(Command(acts), Tim).ThenRefused("signature", "transcription");
        Enter(floor, Floor.Trained("tim", Role.Operator, Role.Verifier), acts).ThenRefused("second-person", "typed this");
        Enter(floor, Floor.Trained("olga", Role.Operator, Role.Verifier), acts).ThenRefused("second-person", "did some of this");
        Enter(floor, Floor.Trained("otto", Role.Operator), acts).ThenRefused("role");
        Enter(floor, Acting.Person("vera", Role.Verifier), acts).ThenRefused("training");
        floor.When(Command(acts), Tim, new SignatureGiven(Floor.Viktor, Transcription.Meaning, Statements.Hash("another text"))).ThenRefused("shown");
    }

    [Fact]
    public void Asks_for_a_pack_of_this_batch_and_a_reason()
    {
        var floor = AfterDowntime();
        foreach (var wrong in new[] { "B-2-P6", "B-1-P999", "B-1-P06", "B-1-P0", "6" })
            floor.When(Command(Started(10, "C1")) with { Pack = wrong }, Tim).ThenRefused("pack", "no paper pack of batch B-1");
        floor.When(Command(Started(10, "C1")) with { Reason = " " }, Tim).ThenRefused("reason");
        floor.When(Command(), Tim).ThenRefused("acts");
        floor.When(Command(Done(10, new StartStep("B-2", "C1"))), Tim).ThenRefused("batch");
    }

    [Fact, Requirement("P211-101")]
    public void Opens_the_deviation_of_a_value_outside_its_limits_and_stops_what_came_after_it()
    {
        var floor = AfterDowntime("C1", "M1");
        var bad = Done(10, new AddMaterial(Floor.Id, "M1", "vector", "V-1", 3, "mL"));
        var next = Done(12, new AddMaterial(Floor.Id, "M1", "medium", "M-1", 3, "mL"));
        Enter(floor, bad, next).ThenRefused("hold", "can be entered by itself");
        Enter(floor, bad).Stands();
        Assert.Equal(At(10), Assert.Single(floor.State.Holds.Values).Since);
        Enter(floor, next).ThenRefused("hold");
    }

    [Fact]
    public void Is_not_stopped_by_a_hold_that_came_after_it_was_done()
    {
        var floor = AfterDowntime();
        floor.Has(new HoldPlaced("recall", "Recall"));
        Enter(floor, Started(10, "C1")).Stands();
        floor.When(new Confirm(Floor.Id, "C1", "point-1")).ThenRefused("hold");
    }

    [Fact, Requirement("P211-101")]
    public void Refuses_lots_and_equipment_as_they_were_then()
    {
        var floor = AfterDowntime("C1", "M1", "E1");
        floor.Lots["V-1"] = Floor.Released("V-1", "vector") with { Expiry = At(8) };
        Enter(floor, Done(10, new AddMaterial(Floor.Id, "M1", "vector", "V-1", 1, "mL"))).ThenRefused("lot-expiry");
        Enter(floor, Done(7, new AddMaterial(Floor.Id, "M1", "vector", "V-1", 1, "mL"))).Stands();
        Assert.True(floor.State.Step("M1")!.For("vector")!.AwaitsVerification); // who checked it on paper signs for it
    }

    [Fact, Requirement("P211-101", "P211-188")]
    public void Counts_what_the_acts_before_it_took_of_the_same_lot()
    {
        const string record = "          - type: record\n            id: R1";
        var text = TestRecipe.Text.Replace(record, $$"""          - {type: add-material, id: M2, title: Top up, additions: [{material: medium, amount: top-volume}], parameters: [{name: top-volume, unit: mL, class: KPP, observation: material}]}{{"\n"}}{{record}}""", StringComparison.Ordinal);
        var floor = AfterDowntime(new Floor().Has(new BatchOrdered(Floor.Id, Cellwright.Domain.Recipes.Masters.Master.HashOf(text), text, "PO-7", "COI-9"), new BatchStarted(),
            new StepStarted("E1"), new StepCompleted("E1"), new StepStarted("M1"), new StepStarted("M2")));
        var first = Done(10, new AddMaterial(Floor.Id, "M1", "medium", "M-1", 60, "mL"));
        Enter(floor, first, Done(12, new AddMaterial(Floor.Id, "M2", "medium", "M-1", 50, "mL"))).ThenRefused("lot-amount", "Act 2");
        Enter(floor, first, Done(12, new AddMaterial(Floor.Id, "M2", "medium", "M-1", 40, "mL"))).Stands();
    }

    [Fact]
    public void Takes_the_second_person_for_a_value_in_the_place_of_equipment()
    {
        var floor = AfterDowntime("R1");
        Enter(floor, Done(10, new RecordByHand(Floor.Id, "R1", "temperature", 37, "Cel", "Read at the display"))).Stands();
        var value = floor.State.Step("R1")!.Current("temperature")!;
        Assert.Equal((ValueSource.Fallback, false, At(10)), (value.Source, value.AwaitsVerification, value.SourceAt));
        Assert.Equal("viktor", value.Late!.Claim.Verifier);
    }

    [Fact]
    public void Takes_the_label_that_the_tube_bears_and_takes_it_once()
    {
        var floor = AfterDowntime("S1");
        floor.When(new TakeSample(Floor.Id, "S1", "count", "B-1-P6-S1")).ThenRefused("label", "The server gives the label");
        Enter(floor, Done(10, new TakeSample(Floor.Id, "S1", "count", "tube 7"))).ThenRefused("label", "no label of a paper pack");
        Enter(floor, Done(10, new TakeSample(Floor.Id, "S1", "count", "B-1-P6-S1"))).Stands();
        Assert.Equal("B-1-P6-S1", floor.State.Step("S1")!.For("count")!.What);
        Enter(floor, Done(11, new TakeSample(Floor.Id, "S1", "sterility", "B-1-P6-S1"))).ThenRefused("label", "on another sample");
    }

    [Fact]
    public void Takes_the_use_of_equipment_along()
    {
        var floor = Floor.Ordered().Has(new BatchStarted(), new StepStarted("C1"), new StepCompleted("C1")).After(120);
        Enter(floor, "B-1-P4", Floor.Viktor, Started(10, "E1"), Done(11, new CheckInEquipment(Floor.Id, "E1", "processor", "CP-01")))
            .Together(Reaction.Give(new StartUse("CP-01", Floor.Id)));
    }

    [Fact]
    public void Marks_a_claim_that_the_record_speaks_against_and_lets_it_stand()
    {
        var floor = AfterDowntime();
        floor.Down = floor.Down with { Times = [(At(30), At(110))] };
        Enter(floor, Started(10, "C1")).Stands();
        Assert.Equal("no downtime of the server is on record for that time", floor.State.Step("C1")!.StartedLate!.Claim.Doubt);
    }

    [Fact]
    public void Marks_what_was_done_on_a_pack_that_was_void_by_then()
    {
        var floor = Floor.In();
        var old = PackNumber.Of(Floor.Id, floor.State.Version);
        floor.Does(new PrintPack(Floor.Id)).After(1);
        floor.Has(new StepStarted("C1")).After(1).Does(new PrintPack(Floor.Id)).After(118);
        floor.Down = floor.Down with { Times = [(At(1), At(119))] };
        Assert.Equal(old, floor.State.Packs[^1].Voids);
        Enter(floor, old, Floor.Viktor, Done(10, new Confirm(Floor.Id, "C1", "point-1"))).Stands();
        Assert.Contains("the pack was void by then: B-1-P8", floor.State.Step("C1")!.For("point-1")!.Late!.Claim.Doubt, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_refused_for_a_time_before_its_pack_was_printed()
    {
        var floor = Floor.In().After(60).Does(new PrintPack(Floor.Id)).After(60);
        Enter(floor, Started(10, "C1")).ThenRefused("pack", "was printed after");
        Enter(floor, Started(61, "C1")).Stands();
    }

    [Fact]
    public void Prints_copies_under_one_number_and_a_newer_pack_once_something_changed()
    {
        var floor = Floor.In();
        Assert.Equal(new PackPrinted("B-1-P6", 6, 1), floor.When(new PrintPack(Floor.Id)).ThenOne<PackPrinted>());
        Assert.Equal(new PackPrinted("B-1-P6", 6, 2), floor.When(new PrintPack(Floor.Id)).ThenOne<PackPrinted>());
        floor.Has(new StepStarted("C1"));
        Assert.Equal("B-1-P6", floor.When(new PrintPack(Floor.Id)).ThenOne<PackPrinted>().Voids);
        Floor.Ordered().Has(new BatchStarted(), new BatchAborted("r", "s", "S", "")).When(new PrintPack(Floor.Id)).ThenRefused("status");
    }

    [Fact]
    public void Comes_over_the_wire_by_name_and_only_for_what_is_done_on_paper()
    {
        object Read(string act) => CommandCatalogue.Read(CommandCatalogue.ByName["EnterFromPaper"], JsonDocument.Parse($$"""
            {"batchId": "B-1", "pack": "B-1-P6", "reason": "Down", "acts": [{"doneBy": "olga", "doneAt": "2026-03-02T08:10:00+01:00", "act": {{act}} }]}
            """).RootElement);
        var read = (EnterFromPaper)Read("""{"command": "RecordByHand", "fields": {"batchId": "B-1", "step": "H1", "parameter": "glucose", "value": 4, "unit": "g/L", "fallbackReason": null}}""");
        Assert.Equal(new RecordByHand("B-1", "H1", "glucose", 4, "g/L", null), read.Acts[0].Act);
        Assert.Contains("AbortBatch", Assert.Throws<JsonException>(() => Read("""{"command": "AbortBatch", "fields": {}}""")).Message, StringComparison.Ordinal);
        Assert.Equal(["AddMaterial", "CheckInEquipment", "CheckOutEquipment", "CompleteStep", "ComputeValues", "Confirm", "RecordByHand", "ReportDeviation", "StartStep", "TakeSample"], PaperActForm.Names);
    }

    [Fact]
    public void Knows_each_time_that_the_server_was_down_once()
    {
        var server = Given.Nothing<Downtime>();
        server.When(new RecordDowntime(At(1), At(5)), Acting.By(Performer.System)).ThenOne<ServerWasDown>();
        server.When(new RecordDowntime(At(1), At(5)), Acting.By(Performer.System)).ThenNothing();
        server.When(new RecordDowntime(At(9), At(9)), Acting.By(Performer.System)).ThenNothing();
        Assert.True(server.State.Covers(At(5)));
        Assert.False(server.State.Covers(At(6)));
    }

    private static DateTimeOffset At(double minute) => Floor.Start.AddMinutes(minute);

    private static PaperAct Done(double minute, Command<Batch> act, string by = "olga") => new(by, At(minute), act);

    private static PaperAct Started(double minute, string step, string by = "olga") => Done(minute, new StartStep(Floor.Id, step), by);

    // Two hours later the server, which was down from the first minute, is back.
    private static Floor AfterDowntime(params string[] steps) => AfterDowntime(Floor.In(steps));

    private static Floor AfterDowntime(Floor floor)
    {
        floor.After(120);
        floor.Down = Downtime.Empty with { Times = [(At(0), At(119))] };
        floor.People["tim"] = Floor.Registered(Tim);
        return floor;
    }

    private static Floor Cleared()
    {
        var floor = AfterDowntime();
        floor.At(At(0)).Has(new StepStarted("C1"), new StepCompleted("C1")).At(At(120));
        return floor;
    }

    private static EnterFromPaper Command(params PaperAct[] acts) => new(Floor.Id, Pack, Reason, [.. acts]);

    private static Outcome<Batch> Enter(Floor floor, params PaperAct[] acts) => Enter(floor, Floor.Viktor, acts);

    private static Outcome<Batch> Enter(Floor floor, Performer second, params PaperAct[] acts) => Enter(floor, Pack, second, acts);

    private static Outcome<Batch> Enter(Floor floor, string pack, Performer second, params PaperAct[] acts)
    {
        var command = Command(acts) with { Pack = pack };
        return floor.When(command, Tim, new SignatureGiven(second, Transcription.Meaning, Statements.Hash(Transcription.Statement(floor.State, pack, Reason, acts))));
    }
}
