using Cellwright.Domain.Basics;
using Cellwright.Domain.People;

namespace Cellwright.Tests.People;

public class AnsweringForSignatures
{
    private static readonly PersonRegistered Anna = new("anna", "Anna Berg", [Role.Operator]);
    private static readonly Performer Adele = Acting.Person("adele", Role.Administrator);
    private static readonly Performer AnnaNow = Acting.Person("anna", Role.Operator);
    private static readonly Accountability Site = Accountability.Empty with { Versions = [new AccountabilityText("1", "I answer for it.", "quinn", Acting.Start)] };
    private static readonly StateOf<Accountability> Need = new(Accountability.Site);

    [Fact, Requirement("P11-10j")]
    public void A_version_of_the_statement_never_changes()
    {
        var issued = Given.Nothing<Accountability>().When(new IssueAccountability("1", " I answer\r\nfor it. "), Acting.As(Role.QA)).Then(new AccountabilityIssued("1", "I answer\nfor it."));
        issued.Stream.When(new IssueAccountability("1", "I answer\nfor it."), Acting.As(Role.QA)).ThenNothing();
        issued.Stream.When(new IssueAccountability("1", "Something else"), Acting.As(Role.QA)).ThenRefused("version", "never changes");
        issued.Stream.When(new IssueAccountability("2", "Something else"), Acting.As(Role.QA)).Stands();
        issued.Stream.When(new IssueAccountability("2", " "), Acting.As(Role.QA)).ThenRefused("text");
        issued.Stream.When(new IssueAccountability("a b", "text"), Acting.As(Role.QA)).ThenRefused("version", "letters");
    }

    [Fact, Requirement("P11-10j")]
    public void Is_acknowledged_by_the_persons_own_signature_over_the_statement_in_force()
    {
        var acknowledged = Given.Events(Anna).When(new AcknowledgeAccountability("anna", "1"), Signed(AnnaNow, Site.Hash, Site)).Stands();
        Assert.Equal("1", acknowledged.State.Acknowledged);
        acknowledged.Stream.When(new AcknowledgeAccountability("anna", "1"), Signed(AnnaNow, Site.Hash, Site)).ThenNothing();
        Given.Events(Anna).When(new AcknowledgeAccountability("anna", "1"), Acting.By(AnnaNow, facts: Acting.Knowing((Need, Site)))).ThenRefused("signature");
        Given.Events(Anna).When(new AcknowledgeAccountability("anna", "0"), Signed(AnnaNow, Site.Hash, Site)).ThenRefused("accountability", "version 1");
        Given.Events(Anna).When(new AcknowledgeAccountability("anna", "1"), Signed(AnnaNow, new string('0', 64), Site)).ThenRefused("shown");
        Given.Events(Anna).When(new AcknowledgeAccountability("anna", "1"), Signed(Acting.Person("olga", Role.Operator), Site.Hash, Site)).ThenRefused("self");
        Given.Events(Anna).When(new AcknowledgeAccountability("anna", "1"), Signed(AnnaNow, Site.Hash, Accountability.Empty)).ThenRefused("accountability", "no statement");
        Given.Nothing<Person>().When(new AcknowledgeAccountability("anna", "1"), Signed(AnnaNow, Site.Hash, Site)).ThenRefused("person");
    }

    [Fact, Requirement("P11-100b")]
    public void Takes_a_check_of_the_identity_by_kind_of_document_and_never_by_its_number()
    {
        var check = new RecordIdentityCheck("anna", "Hanna of personnel", IdentityDocument.Passport);
        var done = Given.Events(Anna).When(check, Acting.By(Adele)).Then(new IdentityChecked("Hanna of personnel", IdentityDocument.Passport));
        done.Stream.When(check, Acting.By(Adele)).ThenNothing();
        Given.Events(Anna).When(check with { CheckedBy = " " }, Acting.By(Adele)).ThenRefused("identity", "name the person");
        Given.Events(Anna).When(check with { CheckedBy = "Hanna, C01X00T47" }, Acting.By(Adele)).ThenRefused("identity", "no number");
        Given.Events(Anna).When(check with { Document = IdentityDocument.Rehearsal }, Acting.By(Adele)).ThenRefused("identity", "kind");
        Given.Events(Anna).When(check with { Document = (IdentityDocument)77 }, Acting.By(Adele)).ThenRefused("identity", "kind");
        Given.Events(Anna).When(check with { Document = IdentityDocument.Rehearsal }, Acting.By(Performer.System)).Stands();
        Given.Events(Anna).When(check, Acting.By(Acting.Person("anna", Role.Administrator))).ThenRefused("self");
    }

    [Fact, Requirement("P11-300")]
    public void Alerts_of_the_door_stay_until_somebody_else_says_what_it_was()
    {
        var alerted = Given.Events(Anna, new SignInRecorded(SignInOutcome.LockedOut, "T-1"), new SignInRecorded(SignInOutcome.LockedOut, "T-1"), new SignInRecorded(SignInOutcome.SignedInElsewhereToo, "T-2"));
        Assert.Equal(2, alerted.State.Alerts.Count);
        alerted.When(new ReviewAlerts("anna", "fine"), Acting.By(Acting.Person("anna", Role.QA))).ThenRefused("self");
        alerted.When(new ReviewAlerts("anna", " "), Acting.By(Adele)).ThenRefused("reason");
        var reviewed = alerted.When(new ReviewAlerts("anna", "forgot the password"), Acting.By(Adele)).Then(new AlertsReviewed("forgot the password"));
        Assert.Empty(reviewed.State.Alerts);
        reviewed.Stream.When(new ReviewAlerts("anna", "again"), Acting.By(Adele)).ThenNothing();
    }

    [Fact, Requirement("P11-10i")]
    public void A_training_is_taken_back_with_a_reason()
    {
        var trained = Given.Events(Anna, new TrainingRecorded("cart@1.0", Acting.Start.AddYears(1)));
        trained.When(new WithdrawTraining("anna", "cart@1.0", " "), Acting.As(Role.QA)).ThenRefused("reason");
        trained.When(new WithdrawTraining("anna", "cart@2.0", "wrong person"), Acting.As(Role.QA)).ThenNothing();
        var taken = trained.When(new WithdrawTraining("anna", "cart@1.0", "wrong person"), Acting.As(Role.QA)).Then(new TrainingWithdrawn("cart@1.0", "wrong person"));
        Assert.False(taken.State.ToPerformer().IsTrained("cart@1.0", Acting.Start));
    }

    private static Act Signed(Performer by, string shown, Accountability site) =>
        Acting.By(by, signature: new SignatureGiven(by, "accountability", shown), facts: Acting.Knowing((Need, site)));
}
