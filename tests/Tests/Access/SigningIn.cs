using System.Net;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Cellwright.Ledger;
using Cellwright.Server.Access;
using Cellwright.Server.Access.Api;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace Cellwright.Tests.Access;

public partial class SigningIn
{
    [Fact, Requirement("P11-10d")]
    public async Task Is_needed_for_everything_but_health_and_the_door()
    {
        await using var site = await Site.OpenAsync();
        var browser = site.Browser();

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/health")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/sign-in")).StatusCode);
        foreach (var path in new[] { "/", "/api/batches", "/api/me", "/api/people", "/api/signatures/needs", "/password", "/nothing-here" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/first-run?token=guess")).StatusCode);
    }

    [Fact, Requirement("P11-10d")]
    public async Task Is_needed_for_every_route_of_the_door_itself_but_these()
    {
        await using var site = await Site.OpenAsync();
        var open = site.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(endpoint => endpoint.RoutePattern.RawText).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(["/api/sign-in", "/api/sign-in/passkey", "/api/sign-in/passkey/options", "/first-run", "/health", "/sign-in", "/sign-in/code"], open);
    }

    [Fact]
    public async Task Sends_a_person_without_a_session_to_the_page()
    {
        await using var site = await Site.OpenAsync();
        var browser = site.Browser();
        browser.Accepts("text/html");

        var answer = await browser.GetAsync("/");
        Assert.Equal("/sign-in?returnUrl=%2F", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Tells_who_one_is_with_the_roles_of_this_moment()
    {
        await using var site = await Site.OpenAsync();
        await site.AddAsync("anna", Role.Operator);
        var browser = await site.SignedInAsync("anna");

        Assert.Equal(["Operator"], (await browser.GetAsync<Me>("/api/me")).Roles);
        site.People.Happened("anna", new RolesChanged([Role.Verifier], "qualified"));
        Assert.Equal(["Verifier"], (await browser.GetAsync<Me>("/api/me")).Roles);
        Assert.Equal([SignInOutcome.SignedIn], site.People.DoorOf("anna"));
    }

    [Fact, Requirement("P11-10d")]
    public async Task Is_refused_alike_for_a_wrong_password_and_an_unknown_name_and_records_only_the_known()
    {
        await using var site = await Site.OpenAsync();
        await site.AddAsync("anna", Role.Operator);
        var browser = site.Browser();

        var wrong = await browser.PostAsync("/api/sign-in", new { userName = "anna", password = "wrong" });
        var unknown = await browser.PostAsync("/api/sign-in", new { userName = "nobody", password = "wrong" });
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Equal(await wrong.TextAsync(), await unknown.TextAsync());
        Assert.Equal([SignInOutcome.WrongPassword], site.People.DoorOf("anna"));
        Assert.Empty(site.People.EventsOf("nobody"));
    }

    [Fact, Requirement("P11-10d")]
    public async Task Locks_the_account_after_five_wrong_passwords_also_when_they_come_at_once()
    {
        await using var site = await Site.OpenAsync();
        await site.AddAsync("anna", Role.Operator);
        var browser = site.Browser();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => browser.PostAsync("/api/sign-in", new { userName = "anna", password = "wrong" })));
        var right = await browser.PostAsync("/api/sign-in", new { userName = "anna", password = Site.Password });

        Assert.Equal(HttpStatusCode.Locked, right.StatusCode);
        Assert.Equal(5, site.People.DoorOf("anna").Count(outcome => outcome == SignInOutcome.WrongPassword));
        Assert.Equal(2, site.People.DoorOf("anna").Count(outcome => outcome == SignInOutcome.LockedOut));
    }

    [Fact, Requirement("P11-10d")]
    public async Task On_a_locked_account_is_recorded_once_a_minute_with_how_often_it_was_tried()
    {
        await using var site = await Site.OpenAsync();
        await site.AddAsync("anna", Role.Operator);
        var passwords = site.Get<Passwords>();
        for (var wrong = 0; wrong < 5; wrong++) await passwords.CheckAsync("anna", "wrong", "T-1", forSignature: false);
        for (var more = 0; more < 200; more++) Assert.Equal("lock-out", (await passwords.CheckAsync("anna", Site.Password, "T-2", forSignature: false)).Refusal?.Rule);
        Assert.Equal(7, site.People.DoorOf("anna").Count());

        site.Time.Advance(TimeSpan.FromMinutes(1));
        await Eventually.Holds(() => site.People.DoorOf("anna").Count() == 8, "the others are recorded together");
        Assert.Equal(199, site.People.EventsOf("anna").OfType<SignInRecorded>().Last().Attempts);
        site.Time.Advance(TimeSpan.FromMinutes(3));
        await passwords.CheckAsync("anna", "wrong", "T-2", forSignature: false);
        Assert.Equal(9, site.People.DoorOf("anna").Count());
        Assert.Equal(1, site.People.EventsOf("anna").OfType<SignInRecorded>().Last().Attempts);
    }

    [Fact, Requirement("P11-10d")]
    public async Task On_a_locked_account_is_told_of_however_long_the_record_is_away()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var answers = new Queue<TaskCompletionSource>([new(), new(), new()]);
        List<int> sent = [];
        var attempts = new LockedOutAttempts((_, _, count) =>
        {
            sent.Add(count);
            return answers.Dequeue().Task;
        }, clock);
        var (first, late) = (answers.ElementAt(0), answers.ElementAt(1));
        first.SetResult();
        for (var attempt = 0; attempt < 4; attempt++) await attempts.NoteAsync("anna", "T-1");
        clock.Advance(TimeSpan.FromMinutes(1));
        clock.Advance(TimeSpan.FromMinutes(3)); // longer than a minute passes before the record says that it is away
        late.SetException(new RecordUnavailableException("away"));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([1, 3, 3], sent);
    }

    [Fact, Requirement("P11-10d")]
    public async Task Is_possible_again_when_the_lock_out_is_over_by_the_clock_of_the_door()
    {
        await using var site = await Site.OpenAsync();
        await site.AddAsync("anna", Role.Operator);
        var passwords = site.Get<Passwords>();
        for (var wrong = 0; wrong < 5; wrong++) await passwords.CheckAsync("anna", "wrong", "T-1", forSignature: false);
        site.Time.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal("lock-out", (await passwords.CheckAsync("anna", Site.Password, "T-1", forSignature: false)).Refusal?.Rule);
        site.Time.Advance(TimeSpan.FromMinutes(1.1));
        Assert.Null((await passwords.CheckAsync("anna", Site.Password, "T-1", forSignature: false)).Refusal);
    }

    [Fact, Requirement("P11-300")]
    public async Task On_a_locked_account_is_no_second_lock_out_where_its_minute_ends_after_the_lock_out()
    {
        await using var site = await Site.OpenAsync();
        await site.AddAsync("anna", Role.Operator);
        var passwords = site.Get<Passwords>();
        for (var wrong = 0; wrong < 7; wrong++) await passwords.CheckAsync("anna", "wrong", "T-1", forSignature: false);
        await passwords.IssueAsync("anna", Guid.NewGuid());
        await passwords.CheckAsync("anna", "wrong", "T-1", forSignature: false);
        site.Time.Advance(TimeSpan.FromMinutes(1));
        await Eventually.Holds(() => site.People.DoorOf("anna").Count() == 9, "the attempt that was counted is recorded");
        for (var wrong = 0; wrong < 4; wrong++) await passwords.CheckAsync("anna", "wrong", "T-1", forSignature: false);

        var person = Person.Empty;
        List<int> told = [];
        foreach (var (index, happened) in site.People.EventsOf("anna").OfType<SignInRecorded>().Index())
        {
            if (Domain.Deviations.Notice.AtTheDoor(happened, person) is not null) told.Add(index);
            person = happened.Apply(person, new Happened("system", Acting.Start, index));
        }

        Assert.Equal([5, 13], told); // the fifth wrong one, and the fifth after the reset
    }

    [Fact, Requirement("P11-10d")]
    public async Task Is_not_looked_at_after_many_failures_from_one_address_with_one_id()
    {
        await using var site = await Site.OpenAsync();
        await site.AddAsync("anna", Role.Operator);
        await site.AddAsync("vera", Role.Verifier);
        var answers = new List<HttpStatusCode>();
        for (var attempt = 0; attempt < 40; attempt++)
            answers.Add((await site.Browser().PostAsync("/api/sign-in", new { userName = attempt % 2 == 0 ? "anna" : " Anna", password = "wrong" })).StatusCode);

        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.Equal(SignInRate.PerPerson, answers.Count(status => status != HttpStatusCode.TooManyRequests));
        Assert.InRange(site.People.DoorOf("anna").Count(), 6, 7);
        for (var often = 0; often < 15; often++) await site.SignedInAsync("vera");
    }

    [Fact]
    public async Task By_the_page_says_to_wait_after_many_failures()
    {
        await using var site = await Site.OpenAsync();
        var browser = site.Browser();
        var form = new Dictionary<string, string> { ["userName"] = "nobody", ["password"] = "wrong" };
        form["__RequestVerificationToken"] = Antiforgery().Match(await browser.GetTextAsync("/sign-in")).Groups[1].Value;
        for (var attempt = 0; attempt < SignInRate.PerPerson; attempt++)
            Assert.Contains("is wrong", await (await browser.PostFormAsync("/sign-in", form)).TextAsync(), StringComparison.Ordinal);
        Assert.Contains("Wait a minute, then try again.", await (await browser.PostFormAsync("/sign-in", form)).TextAsync(), StringComparison.Ordinal);
    }

    [Fact, Requirement("DI-1")]
    public async Task On_a_second_terminal_is_flagged()
    {
        await using var site = await Site.OpenAsync();
        await site.AddAsync("anna", Role.Operator);
        var first = await site.SignedInAsync("anna");
        await site.SignedInAsync("anna");

        Assert.Equal([SignInOutcome.SignedIn, SignInOutcome.SignedInElsewhereToo], site.People.DoorOf("anna"));
        Assert.Single((await first.GetAsync<Me>("/api/me")).OtherTerminals);
    }

    [Fact]
    public async Task By_another_person_on_the_same_terminal_ends_the_session_before()
    {
        await using var site = await Site.OpenAsync();
        await site.AddAsync("anna", Role.Operator);
        await site.AddAsync("vera", Role.Verifier);
        var browser = await site.SignedInAsync("anna");
        await browser.PostAsync("/api/sign-in", new { userName = "vera", password = Site.Password });

        Assert.Equal("vera", (await browser.GetAsync<Me>("/api/me")).UserName);
        Assert.Empty(await site.Get<Sessions>().OtherTerminalsAsync("anna", "another"));
    }

    [Fact]
    public async Task Ends_with_signing_out()
    {
        await using var site = await Site.OpenAsync();
        await site.AddAsync("anna", Role.Operator);
        var browser = await site.SignedInAsync("anna");

        Assert.Equal(HttpStatusCode.NoContent, (await browser.PostAsync("/api/sign-out", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/batches")).StatusCode);
        Assert.Equal([SignInOutcome.SignedIn, SignInOutcome.SignedOut], site.People.DoorOf("anna"));
    }

    [Fact]
    public async Task Lapses_when_nobody_does_anything_and_pages_that_refresh_do_not_count()
    {
        await using var site = await Site.OpenAsync();
        await site.AddAsync("anna", Role.Operator);
        var browser = await site.SignedInAsync("anna");

        site.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/batches")).StatusCode);
        site.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/me")).StatusCode);
        site.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/batches")).StatusCode);
    }

    [Fact, Requirement("P11-10d")]
    public async Task Ends_at_once_when_the_person_is_disabled()
    {
        await using var site = await Site.OpenAsync();
        await site.AddAsync("anna", Role.Operator);
        var browser = await site.SignedInAsync("anna");
        site.People.Happened("anna", new PersonDisabled("left the site"));

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/batches")).StatusCode);
        Assert.Empty(await site.Get<Sessions>().OtherTerminalsAsync("anna", "another"));
        site.People.Happened("anna", new PersonEnabled("came back"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/batches")).StatusCode);
    }

    [Fact, Requirement("P11-10d")]
    public async Task Ends_for_a_page_that_stays_open_too()
    {
        await using var site = await Site.OpenAsync();
        await site.AddAsync("anna", Role.Operator);
        var session = await site.Get<Sessions>().OpenAsync("anna", "T-1");
        var (door, user) = (site.Get<Door>(), new ClaimsPrincipal(new ClaimsIdentity([new Claim("session", session.Id.ToString())], Door.Scheme)));

        Assert.True(await door.IsOpenAsync(user));
        Assert.NotNull((await site.Get<Callers>().OfAsync(user, Guid.NewGuid())).Caller);
        site.People.Happened("anna", new PersonDisabled("left the site"));
        Assert.False(await door.IsOpenAsync(user));
        Assert.Empty((await site.Get<Callers>().OfAsync(user, Guid.NewGuid())).Caller!.By.Roles);
        await site.Get<Sessions>().EndAsync(session);
        Assert.Equal("session", (await site.Get<Callers>().OfAsync(user, Guid.NewGuid())).Refusal?.Rule);
    }

    [Fact]
    public async Task Survives_a_restart_of_the_server_but_not_a_long_one()
    {
        var site = await Site.OpenAsync();
        await site.AddAsync("anna", Role.Operator);
        var session = await site.Get<Sessions>().OpenAsync("anna", "T-1");
        await using var restarted = await site.RestartAsync();
        Assert.Equal("anna", (await restarted.Get<Sessions>().FindAsync(session.Id))?.PersonId);

        var late = await restarted.RestartAsync();
        late.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(await late.Get<Sessions>().FindAsync(session.Id));
    }

    [Fact]
    public async Task Works_by_the_page_and_refuses_a_form_that_is_not_its_own()
    {
        await using var site = await Site.OpenAsync();
        await site.AddAsync("anna", Role.Operator);
        var browser = site.Browser();
        var form = new Dictionary<string, string> { ["userName"] = "anna", ["password"] = Site.Password, ["returnUrl"] = "//evil.example" };
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostFormAsync("/sign-in", form)).StatusCode);

        form["__RequestVerificationToken"] = Antiforgery().Match(await browser.GetTextAsync("/sign-in")).Groups[1].Value;
        var answer = await browser.PostFormAsync("/sign-in", form);
        Assert.Equal("/", answer.Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task Page_shows_what_was_typed_as_text()
    {
        await using var site = await Site.OpenAsync();
        var page = await site.Browser().GetTextAsync("/sign-in?userName=%22%3E%3Cscript%3E&returnUrl=%22%3E%3Cscript%3E");
        Assert.DoesNotContain("<script>", page, StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    internal static partial Regex Antiforgery();
}
