using System.Net;
using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Cellwright.Server.Access.Api;
using static Cellwright.Tests.Access.ResettingAPassword;

namespace Cellwright.Tests.Access;

[Requirement("P11-200a")]
public class LockingTheScreen
{
    [Fact]
    public async Task Lets_nobody_do_anything_until_its_person_comes_back_and_asks_both_components_again()
    {
        await using var site = await WithPeopleAsync();
        var anna = await site.SignedInAsync("anna");
        Assert.Equal(HttpStatusCode.OK, (await SignAsync(anna, "anna", Site.Password)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await anna.PostAsync("/api/lock", new { })).StatusCode);

        var answer = await anna.GetAsync("/api/batches");
        Assert.Equal((HttpStatusCode.Forbidden, "locked"), (answer.StatusCode, (await answer.ReadAsync<Refusal>()).Rule));
        Assert.Equal(HttpStatusCode.Forbidden, (await SignAsync(anna, "anna", Site.Password)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await anna.PostAsync("/api/password", new { current = Site.Password, chosen = "another long password" })).StatusCode);
        Assert.True((await anna.GetAsync<Me>("/api/me")).Locked);

        Assert.Equal("sign-in", await RefusedAsync(await anna.PostAsync("/api/unlock", new { password = "a guess at it" })));
        Assert.Equal(HttpStatusCode.NoContent, (await anna.PostAsync("/api/unlock", new { password = Site.Password })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await anna.GetAsync("/api/batches")).StatusCode);
        Assert.Equal("signature", await RefusedAsync(await anna.PostAsync("/api/signatures", new { password = Site.Password, meaning = "approval", shown = new string('5', 64) })));
        Assert.Equal([SignInOutcome.SignedIn, SignInOutcome.ScreenLocked, SignInOutcome.WrongPassword, SignInOutcome.ScreenUnlocked], site.People.DoorOf("anna"));
    }

    [Fact]
    public async Task Lets_somebody_else_take_over_by_signing_in()
    {
        await using var site = await WithPeopleAsync();
        var tablet = await site.SignedInAsync("anna");
        await tablet.PostAsync("/api/lock", new { });
        Assert.Equal(HttpStatusCode.NoContent, (await tablet.PostAsync("/api/sign-in", new { userName = "olga", password = Site.Password })).StatusCode);
        Assert.Equal("olga", (await tablet.GetAsync<Me>("/api/me")).UserName);
        Assert.Empty(await site.Get<Cellwright.Server.Access.Sessions>().OtherTerminalsAsync("anna", "another"));
    }

    [Fact]
    public async Task Stays_locked_over_a_restart_and_shows_its_page()
    {
        var site = await WithPeopleAsync();
        var session = await site.Get<Cellwright.Server.Access.Sessions>().OpenAsync("anna", "T-1");
        await site.Get<Cellwright.Server.Access.Sessions>().LockAsync(session);
        await using var restarted = await site.RestartAsync();
        Assert.True((await restarted.Get<Cellwright.Server.Access.Sessions>().FindAsync(session.Id))?.Locked);

        var browser = await restarted.SignedInAsync("olga");
        await browser.PostAsync("/api/lock", new { });
        browser.Accepts("text/html");
        Assert.Equal("/locked?returnUrl=%2F", (await browser.GetAsync("/")).Headers.Location?.OriginalString);
        Assert.Contains("Screen locked", await browser.GetTextAsync("/locked?returnUrl=%2F"));
    }

    [Fact, Requirement("P11-300")]
    public async Task Is_told_to_open_pages_and_so_is_every_end_of_a_session()
    {
        await using var site = await WithPeopleAsync();
        var sessions = site.Get<Cellwright.Server.Access.Sessions>();
        List<Guid> closed = [];
        sessions.Closed += closed.Add;
        var (first, second) = (await sessions.OpenAsync("anna", "T-1"), await sessions.OpenAsync("anna", "T-2"));
        await sessions.LockAsync(first);
        await sessions.EndAllOfAsync("anna");
        Assert.Equal([first.Id, first.Id, second.Id], closed);
    }
}
