using Cellwright.Domain.Basics;
using Cellwright.Domain.Materials;
using Cellwright.Domain.People;

namespace Cellwright.Tests.Materials;

public class KeepingLots
{
    private static readonly DateTimeOffset Now = Acting.Start;
    private static readonly Performer Quality = Acting.Person("quinn", Role.QA);
    private static readonly ReceiveLot Receive = new("L-1", "il-2", "Supplier", "SL-77", Now.AddDays(30), 100m, "mL");
    private static readonly LotReceived Received = new("L-1", "il-2", "Supplier", "SL-77", Now.AddDays(30), 100m, "mL");
    private static readonly LotReleased Released =
        new("CoA 77, identity test 12", new Signature("quinn", "Printed quinn", "approval", Now, Shown("CoA 77, identity test 12")));

    [Fact]
    public void Receives_a_lot_into_quarantine_once()
    {
        var outcome = Given.Nothing<Lot>().When(Receive, Acting.As(Role.Operator)).Then(Received);
        Assert.Equal(LotStatus.Quarantine, outcome.State.Status);
        outcome.Stream.When(Receive, Acting.As(Role.Operator)).ThenRefused("lot", "on record already");
    }

    [Fact]
    public void Refuses_to_receive_what_is_not_described_expired_or_nothing()
    {
        var act = Acting.As(Role.Operator);
        Given.Nothing<Lot>().When(Receive with { Id = "L 1" }, act).ThenRefused("lot", "scan");
        Given.Nothing<Lot>().When(Receive with { SupplierLot = "" }, act).ThenRefused("lot", "supplier's lot");
        Given.Nothing<Lot>().When(Receive with { Amount = 0 }, act).ThenRefused("lot-amount");
        Given.Nothing<Lot>().When(Receive with { Expiry = Now }, act).ThenRefused("lot-expiry");
    }

    [Fact, Requirement("P11-50a")]
    public void Releases_a_lot_on_the_signature_of_QA_with_name_time_and_meaning() => Given.Events(Received)
        .When(new ReleaseLot("L-1", "CoA 77, identity test 12"), Signed(Quality))
        .Then(Released);

    [Fact, Requirement("P11-10g")]
    public void Refuses_a_release_that_QA_did_not_sign()
    {
        var release = new ReleaseLot("L-1", "CoA 77");
        Given.Events(Received).When(release, Acting.By(Quality)).ThenRefused("signature", "password");
        Given.Events(Received).When(release, Acting.By(Quality, signature: new(Quality, "review", Shown("CoA 77")))).ThenRefused("signature", "review");
        Given.Events(Received).When(release, Acting.By(Quality, signature: new(Acting.Person("anna", Role.Operator), "approval", Shown("CoA 77"))))
            .ThenRefused("authority", "QA");
    }

    [Fact, Requirement("P11-10g")]
    public void Lets_the_signer_decide_and_not_the_session() => Given.Events(Received)
        .When(new ReleaseLot("L-1", "CoA 77"), Acting.By(Acting.Person("anna", Role.Operator), signature: new(Quality, "approval", Shown("CoA 77"))))
        .ThenOne<LotReleased>();

    [Fact, Requirement("P11-70", "P11-50a")]
    public void Binds_the_signature_to_the_lot_and_the_evidence_that_were_shown()
    {
        var release = new ReleaseLot("L-1", " CoA 77, identity test 12 ");
        Assert.Equal(
            "lot L-1, il-2\nsupplier Supplier, supplier's lot SL-77\nreceived 100 mL by somebody, expiry 2026-04-01T08:00:00.0000000+01:00\n"
            + "release for use, on the evidence of: CoA 77, identity test 12\n",
            Given.Events(Received).State.ReleaseStatement("CoA 77, identity test 12"));
        Given.Events(Received).When(release, Signed(Quality)).Stands();
        Given.Events(Received).When(release with { Evidence = "CoA 78" }, Signed(Quality)).ThenRefused("shown", "Read it again");
        Given.Events(Received with { Expiry = Now.AddDays(300) }).When(release, Signed(Quality)).ThenRefused("shown");
    }

    [Fact, Requirement("P11-10g")]
    public void Lets_nobody_release_what_they_received_themselves() => Given.Nothing<Lot>().And("quinn", Now, Received)
        .When(new ReleaseLot("L-1", "CoA 77"), Signed(Quality))
        .ThenRefused("independence");

    [Fact]
    public void Refuses_to_release_without_grounds_or_when_expired_rejected_or_unknown()
    {
        var release = new ReleaseLot("L-1", "CoA 77");
        Given.Nothing<Lot>().When(release, Signed(Quality)).ThenRefused("lot");
        Given.Events(Received).When(release with { Evidence = " " }, Signed(Quality)).ThenRefused("evidence");
        Given.Events(Received).When(release, Signed(Quality, Now.AddDays(30))).ThenRefused("lot-expiry");
        Given.Events<Lot>(Received, new LotRejected("broken vial")).When(release, Signed(Quality)).ThenRefused("lot-status");
        Given.Events<Lot>(Received, Released).When(release, Signed(Quality)).ThenNothing();
    }

    [Fact]
    public void Rejects_a_lot_for_good_with_a_reason()
    {
        var reject = new RejectLot("L-1", "broken vial");
        Given.Nothing<Lot>().When(reject, Acting.As(Role.QA)).ThenRefused("lot");
        Given.Events(Received).When(reject with { Reason = "" }, Acting.As(Role.QA)).ThenRefused("reason");
        Given.Events<Lot>(Received, Released).When(reject, Acting.As(Role.QA)).Then(new LotRejected("broken vial"))
            .Stream.When(reject, Acting.As(Role.QA)).ThenNothing();
    }

    [Fact]
    public void Records_what_went_into_a_batch_whatever_the_status_is_by_then()
    {
        var use = new RecordLotUse("L-1", "B-1", "A07", 12.5m, "mL");
        Given.Nothing<Lot>().When(use, Acting.By(Performer.System)).ThenRefused("lot");
        Given.Events(Received).When(use with { Unit = "g" }, Acting.By(Performer.System)).ThenRefused("lot-unit", "mL");
        var used = Given.Events<Lot>(Received, Released, new LotRejected("recalled")).When(use, Acting.By(Performer.System))
            .Then(new LotUsed("B-1", "A07", 12.5m));
        Assert.Equal(12.5m, used.State.Used);
    }

    [Fact, Requirement("P211-188")]
    public void Counts_what_stands_when_an_amount_was_corrected_and_corrected_again()
    {
        var adjust = new AdjustLotUse("L-1", "B-1", "A07", 12.5m, 15m, "mL");
        var act = Acting.By(Performer.System);
        var used = Given.Events<Lot>(Received, Released, new LotUsed("B-1", "A07", 12.5m), new LotUsed("B-2", "A07", 12.5m));
        Assert.Equal(27.5m, used.When(adjust, act).Then(new LotUseAdjusted("B-1", "A07", 12.5m, 15m)).State.Used);
        Assert.Equal(14.5m, used.When(adjust with { Before = 15m, Amount = 2m }, act).Stands().State.Used);
        Assert.Equal(["B-1", "B-2"], used.State.Uses.Select(use => use.Batch));
        used.When(adjust, act).ThenRefused("lot-use", "not on record");
        used.When(adjust with { Unit = "g" }, act).ThenRefused("lot-unit");
        Given.Nothing<Lot>().When(adjust, act).ThenRefused("lot");
    }

    [Fact]
    public void Lets_a_step_use_only_a_released_unexpired_lot_of_its_material_of_which_something_is_left()
    {
        Assert.Equal("lot", Lot.Empty.RefusalFor("il-2", Now)?.Rule);
        Assert.Equal("lot-status", Given.Events(Received).State.RefusalFor("il-2", Now)?.Rule);
        var released = Given.Events<Lot>(Received, Released);
        Assert.Null(released.State.RefusalFor("il-2", Now));
        Assert.Equal("lot-material", released.State.RefusalFor("il-7", Now)?.Rule);
        Assert.Equal("lot-expiry", released.State.RefusalFor("il-2", Now.AddDays(30))?.Rule);
        Assert.Equal("lot-amount", released.And("system", Now, new LotUsed("B-1", "A07", 100m)).State.RefusalFor("il-2", Now)?.Rule);
        Assert.Equal("lot-status", released.And("quinn", Now, new LotRejected("recalled")).State.RefusalFor("il-2", Now)?.Rule);
    }

    [Fact, Requirement("P211-101")]
    public void Lets_a_step_use_no_more_than_is_left_and_only_in_the_lots_own_unit()
    {
        var lot = Given.Events<Lot>(Received, Released, new LotUsed("B-1", "A07", 90.5m)).State;
        Assert.Null(lot.RefusalFor("il-2", Now, 9.5m, "mL"));
        Assert.Equal(new Refusal("lot-amount", "9.5 mL are left of lot L-1, less than 9.6 mL. Take a lot of which enough is left."), lot.RefusalFor("il-2", Now, 9.6m, "mL"));
        Assert.Equal("lot-unit", lot.RefusalFor("il-2", Now, 1m, "L")?.Rule);
        Assert.Equal("lot-material", lot.RefusalFor("il-7", Now, 1m, "L")?.Rule);
    }

    private static Act Signed(Performer by, DateTimeOffset? at = null, string evidence = "CoA 77, identity test 12") =>
        Acting.By(by, at, new SignatureGiven(by, "approval", Shown(evidence)));

    private static string Shown(string evidence) => SignedText.Hash(Given.Events(Received).State.ReleaseStatement(evidence));
}
