using Cellwright.Domain.Basics;
using Cellwright.Domain.People;

namespace Cellwright.Tests.People;

public class ManagingPeople
{
    private static readonly Act Administrator = Acting.By(Acting.Person("adele", Role.Administrator));
    private static readonly PersonRegistered Anna = new("anna", "Anna Berg", [Role.Operator]);

    [Fact]
    public void Registers_a_person_under_a_new_id() => Given.Nothing<Person>()
        .When(new RegisterPerson("anna", " Anna Berg ", [Role.Operator]), Administrator)
        .Then(Anna);

    [Theory, Requirement("P11-100a")]
    [InlineData(false), InlineData(true)]
    public void Never_gives_an_id_again(bool disabled)
    {
        var given = Given.Events(Anna);
        if (disabled) given.And("adele", Acting.Start, new PersonDisabled("left the site"));

        given.When(new RegisterPerson("anna", "Anna Other", [Role.Viewer]), Administrator)
            .ThenRefused("user-id", "never given again");
    }

    [Theory, Requirement("P11-100a")]
    [InlineData(""), InlineData("a"), InlineData("Anna"), InlineData("1anna"), InlineData("an na"), InlineData("anna/b"), InlineData("system"), InlineData("anna\n")]
    public void Refuses_an_id_that_could_be_taken_for_another(string id) => Given.Nothing<Person>()
        .When(new RegisterPerson(id, "Anna Berg", [Role.Operator]), Administrator)
        .ThenRefused("user-id", "choose another");

    [Fact]
    public void Refuses_a_person_without_a_printed_name() => Given.Nothing<Person>()
        .When(new RegisterPerson("anna", " ", [Role.Operator]), Administrator)
        .ThenRefused("name", "printed");

    [Fact]
    public void Refuses_a_person_without_a_role() => Given.Nothing<Person>()
        .When(new RegisterPerson("anna", "Anna Berg", []), Administrator)
        .ThenRefused("roles", "at least one");

    [Fact]
    public void Refuses_that_a_person_be_the_server() => Given.Events(Anna)
        .When(new ChangeRoles("anna", [Role.Operator, Role.System], "more rights"), Administrator)
        .ThenRefused("roles", "system");

    [Theory, Requirement("DI-1")]
    [InlineData(Role.Operator), InlineData(Role.Verifier), InlineData(Role.QA), InlineData(Role.Supervisor)]
    public void Keeps_the_administrator_apart_from_those_who_own_data(Role role)
    {
        Given.Nothing<Person>()
            .When(new RegisterPerson("anna", "Anna Berg", [Role.Administrator, role]), Administrator)
            .ThenRefused("roles", "owns no data");
        Given.Events(Anna)
            .When(new ChangeRoles("anna", [Role.Administrator, role], "holiday cover"), Administrator)
            .ThenRefused("roles", "owns no data");
    }

    [Fact]
    public void Changes_roles_with_a_reason()
    {
        var outcome = Given.Events(Anna)
            .When(new ChangeRoles("anna", [Role.Operator, Role.Verifier], "qualified as verifier"), Administrator)
            .Then(new RolesChanged([Role.Operator, Role.Verifier], "qualified as verifier"));

        Assert.True(outcome.State.ToPerformer().Holds(Role.Verifier));
        outcome.Stream.When(new ChangeRoles("anna", [Role.Verifier, Role.Operator], "again"), Administrator).ThenNothing();
    }

    [Fact]
    public void Refuses_a_change_of_roles_without_a_reason() => Given.Events(Anna)
        .When(new ChangeRoles("anna", [Role.QA], ""), Administrator)
        .ThenRefused("reason");

    [Fact, Requirement("P11-10g")]
    public void Lets_nobody_change_their_own_roles() => Given.Events(new PersonRegistered("adele", "Adele", [Role.Administrator]))
        .When(new ChangeRoles("adele", [Role.QA], "I need it"), Administrator)
        .ThenRefused("self", "another administrator");

    [Fact, Requirement("P11-10d")]
    public void A_disabled_person_may_do_nothing_until_enabled()
    {
        var disabled = Given.Events(Anna)
            .When(new DisablePerson("anna", "left the site"), Administrator)
            .Then(new PersonDisabled("left the site"));
        Assert.Empty(disabled.State.ToPerformer().Roles);
        disabled.Stream.When(new DisablePerson("anna", "twice"), Administrator).ThenNothing();

        var enabled = disabled.Stream.When(new EnablePerson("anna", "came back"), Administrator).Then(new PersonEnabled("came back"));
        Assert.Equal([Role.Operator], enabled.State.ToPerformer().Roles);
        enabled.Stream.When(new EnablePerson("anna", "twice"), Administrator).ThenNothing();
    }

    [Fact]
    public void Refuses_to_disable_or_enable_without_a_reason()
    {
        Given.Events(Anna).When(new DisablePerson("anna", " "), Administrator).ThenRefused("reason");
        Given.Events(Anna, new PersonDisabled("left")).When(new EnablePerson("anna", " "), Administrator).ThenRefused("reason");
    }

    [Fact]
    public void Keeps_an_administrator_from_locking_themselves_out() => Given.Events(new PersonRegistered("adele", "Adele", [Role.Administrator]))
        .When(new DisablePerson("adele", "tired"), Administrator)
        .ThenRefused("self");

    [Fact, Requirement("P11-10d")]
    public void Records_each_attempt_at_the_door_with_its_terminal() => Given.Events(Anna)
        .When(new RecordSignIn("anna", SignInOutcome.WrongPassword), Acting.By(Performer.System, terminal: "tablet-3"))
        .Then(new SignInRecorded(SignInOutcome.WrongPassword, "tablet-3"));

    [Fact]
    public void Refuses_every_act_on_somebody_whom_nobody_registered()
    {
        Command<Person>[] acts =
        [
            new ChangeRoles("nobody", [Role.Viewer], "reason"), new DisablePerson("nobody", "reason"),
            new EnablePerson("nobody", "reason"), new AskForPasswordReset("nobody", "reason"), new ResetPassword("nobody"),
            new ApprovePasswordReset("nobody"), new VouchForPerson("nobody"), new RecordIdentityCheck("nobody", "Hanna", IdentityDocument.Passport), new ReviewAlerts("nobody", "x"), new WithdrawTraining("nobody", "cart@1.0", "x"),
            new RecordTraining("nobody", "cart@1.0", Acting.Start.AddYears(1)), new RecordSignIn("nobody", SignInOutcome.SignedIn),
        ];
        foreach (var act in acts)
            Given.Nothing<Person>().When(act, Administrator).ThenRefused("person", "register");
        Assert.Empty(Person.Empty.ToPerformer().Roles);
    }
}
