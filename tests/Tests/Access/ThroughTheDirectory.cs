using System.Net;
using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Cellwright.Server.Access;
using Cellwright.Server.Access.Api;
using static Cellwright.Tests.Access.ResettingAPassword;

namespace Cellwright.Tests.Access;

/// <summary>Signing in through a company's directory: it says who somebody is, the record says what they may do.</summary>
[Requirement("P11-10d")]
public class ThroughTheDirectory
{
    [Fact]
    public async Task A_registered_person_comes_in_with_the_roles_of_the_record_on_the_same_terminal()
    {
        await using var directory = await CompanyDirectory.OpenAsync();
        await using var site = await WithAsync(directory);
        var tablet = await site.SignedInAsync("olga");
        var terminal = (await tablet.GetAsync<Me>("/api/me")).Terminal;

        var page = await ThroughAsync(site, directory, tablet);
        Assert.Contains("content=\"0;url=/api/batches\"", page);
        var me = await tablet.GetAsync<Me>("/api/me");
        Assert.Equal(("anna", terminal), (me.UserName, me.Terminal));
        Assert.Equal(["Operator"], me.Roles);
        Assert.Equal(("login", "0", "S256"), (directory.Asked["prompt"], directory.Asked["max_age"], directory.Asked["code_challenge_method"]));
        Assert.Contains(SignInOutcome.SignedIn, site.People.DoorOf("anna"));
    }

    [Fact, Requirement("P11-200a")]
    public async Task Signs_records_with_both_components_kept_here_all_the_same()
    {
        await using var directory = await CompanyDirectory.OpenAsync();
        await using var site = await WithAsync(directory);
        var anna = site.Browser();
        await ThroughAsync(site, directory, anna);
        Assert.Equal("signature", await RefusedAsync(await anna.PostAsync("/api/signatures", new { password = Site.Password, meaning = "approval", shown = new string('5', 64) })));
        Assert.Equal("sign-in", await RefusedAsync(await SignAsync(anna, "anna", "the password of the directory")));
        Assert.Equal(HttpStatusCode.OK, (await SignAsync(anna, "anna", Site.Password)).StatusCode);
    }

    [Theory]
    [InlineData("nobody-here", "nobody is registered here")]
    [InlineData("zoe", "disabled")]
    public async Task Nobody_is_made_on_the_fly_and_who_lost_access_stays_out(string user, string words)
    {
        await using var directory = await CompanyDirectory.OpenAsync();
        await using var site = await WithAsync(directory);
        await site.AddAsync("zoe", Role.Operator);
        site.People.Happened("zoe", new PersonDisabled("left"));
        directory.User = user;
        var browser = site.Browser();
        Assert.Contains(words, await ThroughAsync(site, directory, browser));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/batches")).StatusCode);
        Assert.False((await site.People.FindAsync("nobody-here")).Registered);
    }

    [Fact]
    public async Task Whom_the_directory_only_remembers_is_asked_again()
    {
        await using var directory = await CompanyDirectory.OpenAsync();
        await using var site = await WithAsync(directory);
        directory.AskedAgo = TimeSpan.FromHours(2);
        var browser = site.Browser();
        Assert.Contains("did not ask for the password", await ThroughAsync(site, directory, browser));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/api/batches")).StatusCode);
    }

    [Fact, Requirement("P11-300")]
    public async Task A_role_that_needs_a_second_factor_needs_it_at_the_directory_too()
    {
        await using var directory = await CompanyDirectory.OpenAsync();
        await using var site = await WithAsync(directory, [Role.Operator]);
        Assert.Contains("second factor", await ThroughAsync(site, directory, site.Browser()));
        directory.Ways = ["pwd", "mfa"];
        var browser = site.Browser();
        await ThroughAsync(site, directory, browser);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/api/batches")).StatusCode);
    }

    [Fact]
    public async Task An_answer_that_was_not_asked_for_or_is_forged_is_refused()
    {
        await using var directory = await CompanyDirectory.OpenAsync();
        await using var site = await WithAsync(directory);
        var browser = site.Browser();
        Assert.Contains("did not sign you in", await (await browser.GetAsync("/sign-in/directory/back?code=abc&state=def")).TextAsync());

        // The answer for one browser, brought by another.
        var mine = await browser.GetAsync("/sign-in/directory?returnUrl=/");
        using var straight = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var back = (await straight.GetAsync(mine.Headers.Location, TestContext.Current.CancellationToken)).Headers.Location!.PathAndQuery;
        var other = site.Browser();
        Assert.Contains("did not sign you in", await (await other.GetAsync(back)).TextAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.GetAsync("/api/batches")).StatusCode);
    }

    [Fact]
    public async Task Without_a_directory_there_is_no_such_door()
    {
        await using var site = await Site.OpenAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.Browser().GetAsync("/sign-in/directory")).StatusCode);
        Assert.DoesNotContain("directory", await site.Browser().GetTextAsync("/sign-in"));
    }

    private static async Task<Site> WithAsync(CompanyDirectory directory, System.Collections.Immutable.ImmutableHashSet<Role>? secondFactorFor = null)
    {
        var site = await Site.OpenAsync(with: options => options with
        {
            Directory = new DirectoryOptions(directory.Address, CompanyDirectory.Client, CompanyDirectory.Secret), SecondFactorFor = secondFactorFor ?? [], Clock = new Clock(DateTimeOffset.UtcNow),
        });
        await site.AddAsync("anna", Role.Operator);
        await site.AddAsync("olga", Role.Engineer);
        return site;
    }

    // As a browser would: to the provider, and back with its answer.
    private static async Task<string> ThroughAsync(Site site, CompanyDirectory directory, Browser browser)
    {
        var away = await browser.GetAsync("/sign-in/directory?returnUrl=/api/batches");
        Assert.StartsWith(directory.Address.ToString(), away.Headers.Location?.ToString());
        using var straight = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        var answer = await straight.GetAsync(away.Headers.Location, TestContext.Current.CancellationToken);
        return await (await browser.GetAsync(answer.Headers.Location!.PathAndQuery)).TextAsync();
    }
}
