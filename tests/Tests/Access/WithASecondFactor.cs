using System.Net;
using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Cellwright.Server.Access;
using Cellwright.Server.Access.Api;

namespace Cellwright.Tests.Access;

[Requirement("P11-300")]
public class WithASecondFactor
{
    [Fact]
    public async Task Nobody_signs_in_by_the_password_alone_and_no_code_serves_twice()
    {
        await using var site = await ResettingAPassword.WithPeopleAsync();
        var anna = await site.SignedInAsync("anna");
        var key = await SetUpAsync(anna);
        var code = key.Next();

        Assert.Equal(("second-factor", HttpStatusCode.Unauthorized), await SignInAsync(site, null));
        Assert.Equal(("second-factor", HttpStatusCode.Unauthorized), await SignInAsync(site, "000000"));
        Assert.Equal(HttpStatusCode.NoContent, (await SignInAsync(site, code)).Status);
        Assert.Equal(("second-factor", HttpStatusCode.Unauthorized), await SignInAsync(site, code));
        Assert.Contains(SignInOutcome.WrongCode, site.People.DoorOf("anna"));
        Assert.Equal(HttpStatusCode.OK, (await ResettingAPassword.SignAsync(anna, "anna", Site.Password)).StatusCode);
    }

    [Fact]
    public async Task Wrong_codes_lock_the_account_although_the_password_was_right()
    {
        await using var site = await ResettingAPassword.WithPeopleAsync();
        await SetUpAsync(await site.SignedInAsync("anna"));
        for (var attempt = 1; attempt <= 4; attempt++) Assert.Equal("second-factor", (await SignInAsync(site, "000000")).Rule);
        Assert.Equal(("lock-out", HttpStatusCode.Locked), await SignInAsync(site, "000000"));
        Assert.Contains(new DoorAlert(SignInOutcome.LockedOut, (await site.People.FindAsync("anna")).Alerts[^1].Terminal, Acting.Start), (await site.People.FindAsync("anna")).Alerts);
    }

    [Fact]
    public async Task A_recovery_code_serves_once()
    {
        await using var site = await ResettingAPassword.WithPeopleAsync();
        var key = await SetUpAsync(await site.SignedInAsync("anna"));
        Assert.Equal(HttpStatusCode.NoContent, (await SignInAsync(site, key.Recovery[0])).Status);
        Assert.Equal("second-factor", (await SignInAsync(site, key.Recovery[0])).Rule);
        Assert.Contains(SignInOutcome.RecoveryCodeUsed, site.People.DoorOf("anna"));
        Assert.Equal(7, (await site.Get<SecondFactors>().OfAsync("anna")).RecoveryCodes);
    }

    [Fact]
    public async Task Comes_and_goes_only_with_the_password()
    {
        await using var site = await ResettingAPassword.WithPeopleAsync();
        var anna = await site.SignedInAsync("anna");
        Assert.Equal(HttpStatusCode.Conflict, (await anna.PostAsync("/api/second-factor/authenticator", new { password = "a guess at it" })).StatusCode);
        await SetUpAsync(anna);
        Assert.Equal(HttpStatusCode.Conflict, (await anna.PostAsync("/api/second-factor/remove", new { password = "a guess at it" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await anna.PostAsync("/api/second-factor/remove", new { password = Site.Password })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await SignInAsync(site, null)).Status);
        Assert.Equal([SignInOutcome.SecondFactorAdded, SignInOutcome.SecondFactorRemoved], site.People.DoorOf("anna").Where(what => what is SignInOutcome.SecondFactorAdded or SignInOutcome.SecondFactorRemoved));
    }

    [Fact]
    public async Task A_role_that_needs_one_opens_nothing_before_it_is_set_up()
    {
        await using var site = await Site.OpenAsync(with: options => options with { SecondFactorFor = [Role.QA] });
        await site.AddAsync("quinn", Role.QA);
        await site.AddAsync("anna", Role.Operator);
        Assert.Equal(HttpStatusCode.OK, (await (await site.SignedInAsync("anna")).GetAsync("/api/batches")).StatusCode);
        var quinn = await site.SignedInAsync("quinn");
        var answer = await quinn.GetAsync("/api/batches");
        Assert.Equal((HttpStatusCode.Forbidden, "second-factor"), (answer.StatusCode, (await answer.ReadAsync<Refusal>()).Rule));
        await SetUpAsync(quinn);
        Assert.Equal(HttpStatusCode.OK, (await quinn.GetAsync("/api/batches")).StatusCode);
    }

    [Fact]
    public async Task The_page_asks_for_the_code_in_a_second_step()
    {
        await using var site = await ResettingAPassword.WithPeopleAsync();
        var key = await SetUpAsync(await site.SignedInAsync("anna"));
        var browser = site.Browser();
        var form = new Dictionary<string, string> { ["userName"] = "anna", ["password"] = Site.Password, ["returnUrl"] = "/" };
        form["__RequestVerificationToken"] = SigningIn.Antiforgery().Match(await browser.GetTextAsync("/sign-in")).Groups[1].Value;
        var second = await (await browser.PostFormAsync("/sign-in", form)).TextAsync();
        Assert.Contains("Second factor", second);
        Assert.DoesNotContain(Site.Password, second);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/")).StatusCode);

        var ticket = System.Text.RegularExpressions.Regex.Match(second, "name=\"ticket\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
        var next = new Dictionary<string, string>
        {
            ["ticket"] = ticket, ["returnUrl"] = "/", ["code"] = "000000", ["__RequestVerificationToken"] = SigningIn.Antiforgery().Match(second).Groups[1].Value,
        };
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostFormAsync("/sign-in/code", next)).StatusCode);
        next["code"] = key.Next();
        Assert.Equal("/", (await browser.PostFormAsync("/sign-in/code", next)).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).StatusCode);

        var elsewhere = site.Browser();
        next["code"] = key.Next();
        next["__RequestVerificationToken"] = SigningIn.Antiforgery().Match(await elsewhere.GetTextAsync("/sign-in")).Groups[1].Value;
        Assert.Equal(HttpStatusCode.BadRequest, (await elsewhere.PostFormAsync("/sign-in/code", next)).StatusCode);
    }

    /// <summary>Sets an authenticator up and gives what the app would show.</summary>
    internal static async Task<AuthenticatorApp> SetUpAsync(Browser browser)
    {
        var key = await (await browser.PostAsync("/api/second-factor/authenticator", new { password = Site.Password })).ReadAsync<AuthenticatorKey>();
        Assert.Contains("secret=" + key.Key.Replace(" ", "", StringComparison.Ordinal), key.Uri);
        var app = new AuthenticatorApp(key.Key.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Conflict, (await browser.PostAsync("/api/second-factor/authenticator/confirm", new { code = "000000" })).StatusCode);
        var codes = await (await browser.PostAsync("/api/second-factor/authenticator/confirm", new { code = app.Next() })).ReadAsync<RecoveryCodes>();
        app.Recovery = codes.Codes;
        return app;
    }

    private static async Task<(string? Rule, HttpStatusCode Status)> SignInAsync(Site site, string? code)
    {
        var answer = await site.Browser().PostAsync("/api/sign-in", new { userName = "anna", password = Site.Password, code });
        return (answer.IsSuccessStatusCode ? null : (await answer.ReadAsync<Refusal>()).Rule, answer.StatusCode);
    }
}
