using System.Net;
using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Cellwright.Server.Access;

namespace Cellwright.Tests.Access;

/// <summary>An administrator who resets a password knows a secret: it must be worth nothing to them (11.200(a)(2), (3)).</summary>
[Requirement("P11-200c")]
public class ResettingAPassword
{
    private const string Chosen = "annas own new password";
    private static readonly string Shown = new('5', 64);

    [Fact]
    public async Task Is_refused_to_the_administrator_alone_at_every_step()
    {
        await using var site = await WithPeopleAsync();
        var adele = await site.SignedInAsync("adele");

        Assert.Equal("second-person", await RefusedAsync(await ResetAsync(adele)));
        await AskAsync(adele);
        Assert.Equal("second-person", await RefusedAsync(await ResetAsync(adele)));
        Assert.Equal("role", await RefusedAsync(await GiveAsync(adele, "ApprovePasswordReset", new { personId = "anna" })));
        Assert.DoesNotContain(site.People.EventsOf("anna"), happened => happened is PasswordReset);
        await site.SignedInAsync("anna"); // her password holds until the reset is carried out
    }

    [Fact]
    public async Task Gives_a_secret_that_alone_neither_signs_nor_acts_nor_becomes_a_password()
    {
        await using var site = await WithPeopleAsync();
        var adele = await site.SignedInAsync("adele");
        var annaBefore = await site.SignedInAsync("anna");
        var secret = await ResetByTwoAsync(site, adele);
        Assert.Equal(HttpStatusCode.Unauthorized, (await annaBefore.GetAsync("/api/batches")).StatusCode);

        // The administrator takes the secret and tries everything with it.
        Assert.Equal("signature", await RefusedAsync(await SignAsync(adele, "anna", secret)));
        var impostor = await site.SignedInAsync("anna", secret);
        Assert.Equal(HttpStatusCode.Forbidden, (await impostor.GetAsync("/api/batches")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SignAsync(impostor, "anna", secret)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await GiveAsync(impostor, "ReviewAlerts", new { personId = "anna", note = "x" })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await impostor.PostAsync("/api/second-factor/authenticator", new { password = secret })).StatusCode);
        Assert.Equal("presence", await RefusedAsync(await ChooseAsync(impostor, secret)));
        Assert.Equal("presence", await RefusedAsync(await ChooseAsync(impostor, secret, new { code = "123456" })));
        Assert.Equal("role", await RefusedAsync(await ChooseAsync(impostor, secret, new { voucherName = "adele", voucherPassword = Site.Password })));
        Assert.Equal("second-person", await RefusedAsync(await ChooseAsync(impostor, secret, new { voucherName = "anna", voucherPassword = secret }), "one-time-password"));
        Assert.Equal("sign-in", await RefusedAsync(await ChooseAsync(impostor, secret, new { voucherName = "quinn", voucherPassword = "a guess at it" })));
        Assert.Equal("role", await RefusedAsync(await ChooseAsync(impostor, secret, new { voucherName = "olga", voucherPassword = Site.Password })));
        Assert.Equal(HttpStatusCode.Forbidden, (await impostor.GetAsync("/api/batches")).StatusCode);
        Assert.DoesNotContain(SignInOutcome.PasswordChosen, site.People.DoorOf("anna"));
    }

    [Fact]
    public async Task Lets_the_person_in_with_somebody_who_vouches_and_then_they_sign_again()
    {
        await using var site = await WithPeopleAsync();
        var secret = await ResetByTwoAsync(site, await site.SignedInAsync("adele"));
        var anna = await site.SignedInAsync("anna", secret);

        Assert.Equal(HttpStatusCode.NoContent, (await ChooseAsync(anna, secret, new { voucherName = "sofia", voucherPassword = Site.Password })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SignAsync(anna, "anna", Chosen)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await SignAsync(anna, "anna", secret)).StatusCode);
        Assert.Single(site.People.EventsOf("anna"), happened => happened is PersonVouchedFor { Name: "Printed sofia" });
        Assert.Contains(SignInOutcome.PasswordChosen, site.People.DoorOf("anna"));
    }

    [Fact]
    public async Task Serves_once_for_one_approval_and_its_retry_only()
    {
        await using var site = await WithPeopleAsync();
        var adele = await site.SignedInAsync("adele");
        await ResetByTwoAsync(site, adele);
        Assert.Equal("second-person", await RefusedAsync(await ResetAsync(adele)));
    }

    [Fact]
    public async Task Is_approved_by_the_signature_of_a_second_person_over_what_was_asked()
    {
        await using var site = await WithPeopleAsync();
        var (adele, quinn) = (await site.SignedInAsync("adele"), await site.SignedInAsync("quinn"));
        Assert.Equal(HttpStatusCode.NotFound, (await quinn.GetAsync("/api/people/anna/reset-statement")).StatusCode);
        await AskAsync(adele);
        Assert.Equal("signature", await RefusedAsync(await GiveAsync(quinn, "ApprovePasswordReset", new { personId = "anna" })));
        Assert.Equal("shown", await RefusedAsync(await GiveAsync(quinn, "ApprovePasswordReset", new { personId = "anna" }, await TokenAsync(quinn, "quinn", "approval", Shown))));
        var statement = await quinn.GetAsync<Cellwright.Server.Hosting.Statement>("/api/people/anna/reset-statement");
        Assert.Contains("reason: asked at the desk", statement.Text);
    }

    [Fact]
    public async Task Takes_the_code_of_the_persons_own_authenticator_instead_of_somebody_who_vouches()
    {
        await using var site = await WithPeopleAsync();
        var key = await WithASecondFactor.SetUpAsync(await site.SignedInAsync("anna"));
        var secret = await ResetByTwoAsync(site, await site.SignedInAsync("adele"));
        var anna = await site.SignedInAsync("anna", secret);

        Assert.Equal("second-factor", await RefusedAsync(await ChooseAsync(anna, secret, new { code = "000000" })));
        Assert.Equal(HttpStatusCode.NoContent, (await ChooseAsync(anna, secret, new { code = key.Next() })).StatusCode);
        Assert.DoesNotContain(site.People.EventsOf("anna"), happened => happened is PersonVouchedFor);
    }

    [Fact]
    public async Task Takes_a_lost_authenticator_away_only_when_both_people_said_so()
    {
        await using var site = await WithPeopleAsync();
        var key = await WithASecondFactor.SetUpAsync(await site.SignedInAsync("anna"));
        var adele = await site.SignedInAsync("adele");
        var secret = await ResetByTwoAsync(site, adele, secondFactorToo: true);
        var anna = await site.SignedInAsync("anna", secret);

        Assert.Equal("presence", await RefusedAsync(await ChooseAsync(anna, secret, new { code = key.Next() })));
        Assert.False((await site.Get<SecondFactors>().OfAsync("anna")).Any);
        Assert.Equal(HttpStatusCode.NoContent, (await ChooseAsync(anna, secret, new { voucherName = "quinn", voucherPassword = Site.Password })).StatusCode);
    }

    [Fact]
    public async Task Lets_the_first_of_trust_at_a_new_site_in_alone_once_and_says_so()
    {
        await using var site = await Site.OpenAsync();
        await site.AddAsync("adele", Role.Administrator);
        var adele = await site.SignedInAsync("adele");
        foreach (var (id, role) in new[] { ("olaf", "Operator"), ("quirin", "QA"), ("sven", "Supervisor") })
        {
            var answer = await adele.PostAsync("/api/people", new { commandId = Guid.NewGuid(), userName = id, name = id, roles = new[] { role } });
            var secret = (await answer.ReadAsync<Issued>()).OneTimePassword!;
            var browser = await site.SignedInAsync(id, secret);
            var chosen = await ChooseAsync(browser, secret);
            Assert.Equal(id == "quirin" ? HttpStatusCode.NoContent : HttpStatusCode.Conflict, chosen.StatusCode);
        }

        Assert.Contains(SignInOutcome.PasswordChosenUnvouched, site.People.DoorOf("quirin"));
        Assert.Single((await site.People.FindAsync("quirin")).Alerts);

        // Neither another role nor a lost access opens that door again.
        site.People.Happened("quirin", new RolesChanged([Role.Viewer], "moved"));
        site.People.Happened("quirin", new PersonDisabled("left"));
        var again = await adele.PostAsync("/api/people", new { commandId = Guid.NewGuid(), userName = "qx", name = "QX", roles = new[] { "QA" } });
        var second = (await again.ReadAsync<Issued>()).OneTimePassword!;
        Assert.Equal("presence", await RefusedAsync(await ChooseAsync(await site.SignedInAsync("qx", second), second)));
    }

    internal static async Task<Site> WithPeopleAsync()
    {
        var site = await Site.OpenAsync();
        foreach (var (id, role) in new[] { ("adele", Role.Administrator), ("quinn", Role.QA), ("sofia", Role.Supervisor), ("olga", Role.Operator), ("anna", Role.Operator) })
            await site.AddAsync(id, role);
        return site;
    }

    internal static async Task<string> ResetByTwoAsync(Site site, Browser administrator, bool secondFactorToo = false)
    {
        await AskAsync(administrator, secondFactorToo);
        var quinn = await site.SignedInAsync("quinn");
        var statement = await quinn.GetAsync<Cellwright.Server.Hosting.Statement>("/api/people/anna/reset-statement");
        var approved = await GiveAsync(quinn, "ApprovePasswordReset", new { personId = "anna" }, await TokenAsync(quinn, "quinn", "approval", statement.Shown));
        Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
        var answer = await ResetAsync(administrator);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.ReadAsync<Issued>()).OneTimePassword!;
    }

    internal static Task<HttpResponseMessage> GiveAsync(Browser browser, string name, object command, string? signature = null) =>
        browser.PostAsync($"/api/commands/{name}", new { commandId = Guid.NewGuid(), command, signature });

    internal static async Task<string> TokenAsync(Browser browser, string userName, string meaning, string shown)
    {
        var answer = await browser.PostAsync("/api/signatures", new { userName, password = Site.Password, meaning, shown });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.ReadAsync<Cellwright.Server.Access.Api.SignatureToken>()).Token;
    }

    internal static async Task<string> RefusedAsync(HttpResponseMessage answer, string? instead = null)
    {
        var refusal = await answer.ReadAsync<Refusal>();
        Assert.False(answer.IsSuccessStatusCode);
        Assert.EndsWith(".", refusal.Sentence);
        return instead == refusal.Rule ? "second-person" : refusal.Rule;
    }

    internal static Task<HttpResponseMessage> SignAsync(Browser browser, string userName, string password) =>
        browser.PostAsync("/api/signatures", new { userName, password, meaning = "approval", shown = Shown });

    private static async Task AskAsync(Browser administrator, bool secondFactorToo = false) => Assert.Equal(
        HttpStatusCode.OK, (await GiveAsync(administrator, "AskForPasswordReset", new { personId = "anna", reason = "asked at the desk", secondFactorToo })).StatusCode);

    private static Task<HttpResponseMessage> ResetAsync(Browser administrator) =>
        administrator.PostAsync("/api/people/anna/reset", new { commandId = Guid.NewGuid() });

    private static Task<HttpResponseMessage> ChooseAsync(Browser browser, string current, object? presence = null) =>
        browser.PostAsync("/api/password", new { current, chosen = Chosen, presence });
}
