using System.Net;
using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Cellwright.Server.Access;
using Cellwright.Server.Access.Api;

namespace Cellwright.Tests.Access;

public class AdministeringPeople
{
    private static readonly string Shown = new('5', 64);

    [Fact, Requirement("P11-10d")]
    public async Task Gives_a_new_person_a_password_that_opens_nothing_until_they_chose_their_own()
    {
        await using var site = await WithAdministratorAsync();
        var administrator = await site.SignedInAsync("adele");
        var issued = await CreateAsync(administrator, Guid.NewGuid());
        var anna = await site.SignedInAsync("anna", issued.OneTimePassword!);

        Assert.Equal(HttpStatusCode.Forbidden, (await anna.GetAsync("/api/batches")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SignAsync(anna, issued.OneTimePassword!)).StatusCode);
        Assert.True((await anna.GetAsync<Me>("/api/me")).MustChoosePassword);

        Assert.Equal(HttpStatusCode.Conflict, (await ChooseAsync(anna, issued.OneTimePassword!, issued.OneTimePassword!)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await ChooseAsync(anna, issued.OneTimePassword!, "short")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await ChooseAsync(anna, issued.OneTimePassword!, Site.Password)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await anna.GetAsync("/api/batches")).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await SignAsync(anna, Site.Password)).StatusCode);
        site.People.Happened("anna", new IdentityChecked("Hanna of personnel", IdentityDocument.Passport));
        site.People.Happened("anna", new AccountabilityAcknowledged("1", new Signature("anna", "Anna", "accountability", Acting.Start, "")));
        Assert.Equal(HttpStatusCode.OK, (await SignAsync(anna, Site.Password)).StatusCode);
        Assert.Contains(SignInOutcome.PasswordChosen, site.People.DoorOf("anna"));
    }

    [Fact]
    public async Task Does_not_undo_the_persons_own_choice_when_a_registration_is_sent_again()
    {
        await using var site = await WithAdministratorAsync();
        var administrator = await site.SignedInAsync("adele");
        var issued = await CreateAsync(administrator, Guid.NewGuid());
        var anna = await site.SignedInAsync("anna", issued.OneTimePassword!);
        Assert.Equal(HttpStatusCode.NoContent, (await ChooseAsync(anna, issued.OneTimePassword!, "another long password")).StatusCode);

        var again = await administrator.PostAsync("/api/people", new { commandId = Guid.NewGuid(), userName = "anna", name = "Anna Berg", roles = new[] { "Operator" } });
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await anna.GetAsync("/api/batches")).StatusCode);
    }

    [Fact]
    public async Task Lets_a_one_time_password_lapse()
    {
        await using var site = await WithAdministratorAsync();
        var issued = await CreateAsync(await site.SignedInAsync("adele"), Guid.NewGuid());
        site.Time.Advance(TimeSpan.FromHours(72));

        var answer = await site.Browser().PostAsync("/api/sign-in", new { userName = "anna", password = issued.OneTimePassword });
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("lapsed", await answer.TextAsync());
    }

    [Fact, Requirement("P11-10g")]
    public async Task Is_refused_to_everybody_else()
    {
        await using var site = await WithAdministratorAsync();
        var quinn = await site.SignedInAsync("quinn");
        var olga = await site.SignedInAsync("olga");
        var act = new { commandId = Guid.NewGuid(), reason = "curious" };

        Assert.Equal(HttpStatusCode.Forbidden, (await olga.GetAsync("/api/people")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await quinn.GetAsync("/api/people")).StatusCode);
        foreach (var verb in new[] { "reset", "disable", "enable" })
            Assert.Equal(HttpStatusCode.Conflict, (await quinn.PostAsync($"/api/people/adele/{verb}", act)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await quinn.PostAsync(
            "/api/people", new { commandId = Guid.NewGuid(), userName = "mine", name = "Mine", roles = new[] { "Operator" } })).StatusCode);
        Assert.False((await site.People.FindAsync("mine")).Registered);
    }

    [Fact, Requirement("P11-10d")]
    public async Task Takes_access_away_at_once_and_lists_who_has_it()
    {
        await using var site = await WithAdministratorAsync();
        await site.AddAsync("anna", Role.Operator);
        var administrator = await site.SignedInAsync("adele");
        var anna = await site.SignedInAsync("anna");

        var disabled = await administrator.PostAsync("/api/people/anna/disable", new { commandId = Guid.NewGuid(), reason = "left" });
        Assert.Equal(HttpStatusCode.NoContent, disabled.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await anna.GetAsync("/api/batches")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized,
            (await site.Browser().PostAsync("/api/sign-in", new { userName = "anna", password = Site.Password })).StatusCode);
        var people = await administrator.GetAsync<List<PersonRow>>("/api/people");
        Assert.Equal([("adele", false), ("anna", true), ("olga", false), ("quinn", false)], people.Select(row => (row.UserName, row.Disabled)));
    }

    [Fact]
    public async Task Changes_roles_and_names_a_role_that_does_not_exist()
    {
        await using var site = await WithAdministratorAsync();
        await site.AddAsync("anna", Role.Operator);
        var administrator = await site.SignedInAsync("adele");

        var changed = await administrator.PostAsync(
            "/api/people/anna/roles", new { commandId = Guid.NewGuid(), roles = new[] { "operator", "Verifier" }, reason = "qualified" });
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        Assert.Equal(2, (await site.People.FindAsync("anna")).Roles.Count);

        var unknown = await administrator.PostAsync(
            "/api/people/anna/roles", new { commandId = Guid.NewGuid(), roles = new[] { "3" }, reason = "qualified" });
        Assert.Contains("Roles are", await unknown.TextAsync());
    }

    private static async Task<Site> WithAdministratorAsync()
    {
        var site = await Site.OpenAsync();
        await site.AddAsync("adele", Role.Administrator);
        await site.AddAsync("quinn", Role.QA);
        await site.AddAsync("olga", Role.Operator);
        return site;
    }

    private static async Task<Issued> CreateAsync(Browser administrator, Guid command)
    {
        var answer = await administrator.PostAsync(
            "/api/people", new { commandId = command, userName = "anna", name = "Anna Berg", roles = new[] { "Operator" } });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.ReadAsync<Issued>();
    }

    private static Task<HttpResponseMessage> ChooseAsync(Browser browser, string current, string chosen) =>
        browser.PostAsync("/api/password", new { current, chosen, presence = new { voucherName = "quinn", voucherPassword = Site.Password } });

    private static Task<HttpResponseMessage> SignAsync(Browser browser, string password) =>
        browser.PostAsync("/api/signatures", new { userName = "anna", password, meaning = "approval", shown = Shown });
}
