using Cellwright.Domain.Basics;
using Cellwright.Domain.People;

namespace Cellwright.Tests.People;

[Requirement("P11-200c")]
public class ResettingWithASecondPerson
{
    private static readonly PersonRegistered Anna = new("anna", "Anna Berg", [Role.Operator]);
    private static readonly PasswordResetAsked Asked = new("forgotten", false);
    private static readonly Performer Adele = Acting.Person("adele", Role.Administrator);
    private static readonly Performer Quinn = Acting.Person("quinn", Role.QA);

    [Fact]
    public void Waits_after_it_was_asked_for() => Given.Events(Anna)
        .When(new AskForPasswordReset("anna", " forgotten "), Acting.By(Adele))
        .Then(Asked)
        .Stream.When(new ResetPassword("anna"), Acting.By(Adele)).ThenRefused("second-person", "waits");

    [Fact]
    public void Is_refused_without_a_reason_or_for_somebody_disabled()
    {
        Given.Events(Anna).When(new AskForPasswordReset("anna", " "), Acting.By(Adele)).ThenRefused("reason");
        Given.Events(Anna, new PersonDisabled("left")).When(new AskForPasswordReset("anna", "forgotten"), Acting.By(Adele)).ThenRefused("disabled");
        Given.Events(Anna, Asked, new PersonDisabled("left")).When(new ResetPassword("anna"), Acting.By(Adele)).ThenRefused("disabled");
    }

    [Fact]
    public void Is_asked_for_once_by_the_same_administrator_for_the_same_reason() =>
        Given.Events(Anna).And("adele", Acting.Start, Asked).When(new AskForPasswordReset("anna", "forgotten"), Acting.By(Adele)).ThenNothing();

    [Fact]
    public void Is_approved_over_what_was_shown_and_then_carried_out_once()
    {
        var waiting = Given.Events(Anna).And("adele", Acting.Start, Asked);
        var approved = waiting.When(new ApprovePasswordReset("anna"), Signed(Quinn, waiting.State)).Stands();
        approved.Stream.When(new ApprovePasswordReset("anna"), Signed(Quinn, approved.State)).ThenNothing();
        approved.Stream.When(new ResetPassword("anna"), Acting.By(Adele)).Then(new PasswordReset("forgotten"))
            .Stream.When(new ResetPassword("anna"), Acting.By(Adele)).ThenRefused("second-person", "ask for the reset");
    }

    [Fact]
    public void Is_not_approved_by_who_asked_or_whose_it_is_or_unsigned_or_over_another_text()
    {
        var waiting = Given.Events(Anna).And("adele", Acting.Start, Asked);
        waiting.When(new ApprovePasswordReset("anna"), Acting.By(Quinn)).ThenRefused("signature");
        waiting.When(new ApprovePasswordReset("anna"), Signed(Acting.Person("adele", Role.QA), waiting.State)).ThenRefused("second-person", "you asked");
        waiting.When(new ApprovePasswordReset("anna"), Signed(Acting.Person("anna", Role.QA), waiting.State)).ThenRefused("second-person", "your own");
        waiting.When(new ApprovePasswordReset("anna"), Signed(Acting.Person("olga", Role.Operator), waiting.State)).ThenRefused("authority");
        waiting.When(new ApprovePasswordReset("anna"), Signed(Quinn, waiting.State with { Name = "Another" })).ThenRefused("shown");
        Given.Events(Anna).When(new ApprovePasswordReset("anna"), Acting.By(Quinn)).ThenRefused("reset", "nobody asked");
    }

    [Fact]
    public void Nobody_vouches_for_themselves_or_for_whom_they_issued_the_secret()
    {
        var anna = Given.Events(Anna).And("adele", Acting.Start, new PasswordReset("forgotten"));
        anna.When(new VouchForPerson("anna"), Acting.By(Quinn)).Then(new PersonVouchedFor("Printed quinn", "T-01"));
        anna.When(new VouchForPerson("anna"), Acting.By(Acting.Person("anna", Role.QA))).ThenRefused("second-person", "themselves");
        anna.When(new VouchForPerson("anna"), Acting.By(Acting.Person("adele", Role.QA))).ThenRefused("second-person", "issued");
    }

    private static Act Signed(Performer by, Person shown) =>
        Acting.By(by, signature: new SignatureGiven(by, "approval", SignedText.Hash(ApprovePasswordReset.Statement(shown))));
}
