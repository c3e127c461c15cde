using System.Net;
using Cellwright.Domain.Basics;
using Cellwright.Domain.People;

namespace Cellwright.Tests.Access;

[Requirement("P11-10d")]
public class FirstRunning
{
    [Fact]
    public async Task Prints_a_link_that_makes_the_administrator_once()
    {
        await using var site = await Site.OpenAsync(firstRun: true);
        var link = LinkOf(site);
        var browser = site.Browser();
        var form = await FormAsync(browser, link);

        var made = await browser.PostFormAsync("/first-run", form);
        Assert.Equal("/sign-in?userName=adele", made.Headers.Location?.OriginalString);
        Assert.Equal([Role.Administrator], (await site.People.FindAsync("adele")).Roles);
        await site.SignedInAsync("adele");

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(link)).StatusCode);
        form["userName"] = "second";
        Assert.Equal(HttpStatusCode.NotFound, (await browser.PostFormAsync("/first-run", form)).StatusCode);
        Assert.False((await site.People.FindAsync("second")).Registered);
    }

    [Fact]
    public async Task Makes_one_administrator_when_the_link_is_used_twice_at_once()
    {
        await using var site = await Site.OpenAsync(firstRun: true);
        var link = LinkOf(site);
        var posts = await Task.WhenAll(Enumerable.Range(0, 4).Select(async number =>
        {
            var browser = site.Browser();
            var form = await FormAsync(browser, link);
            form["userName"] = $"adele{number}";
            return (Browser: browser, Form: form);
        }));
        await Task.WhenAll(posts.Select(post => post.Browser.PostFormAsync("/first-run", post.Form)));

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => site.People.FindAsync($"adele{number}")));
        Assert.Single(made, person => person.Registered);
    }

    [Theory]
    [InlineData("password", "short", "12 characters")]
    [InlineData("again", "another password", "differ")]
    [InlineData("userName", "no spaces please", "user id")]
    [InlineData("name", " ", "printed")]
    public async Task Says_what_is_wrong_and_stays_open(string field, string value, string words)
    {
        await using var site = await Site.OpenAsync(firstRun: true);
        var browser = site.Browser();
        var form = await FormAsync(browser, LinkOf(site));
        form[field] = value;
        if (field == "password") form["again"] = value;

        var answer = await browser.PostFormAsync("/first-run", form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(words, await answer.TextAsync(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(LinkOf(site))).StatusCode);
    }

    [Fact]
    public async Task Is_closed_to_a_guess_and_once_an_account_exists()
    {
        var site = await Site.OpenAsync(firstRun: true);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Browser().GetAsync($"/first-run?token={new string('0', 64)}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await site.Browser().GetAsync("/first-run")).StatusCode);

        await site.AddAsync("adele", Role.Administrator);
        await using var restarted = await site.RestartAsync(firstRun: true);
        Assert.Empty(restarted.Announced);
    }

    private static string LinkOf(Site site) => new Uri(Assert.Single(site.Announced).Split(' ')[^1]).PathAndQuery;

    private static async Task<Dictionary<string, string>> FormAsync(Browser browser, string link) => new()
    {
        ["__RequestVerificationToken"] = SigningIn.Antiforgery().Match(await browser.GetTextAsync(link)).Groups[1].Value,
        ["token"] = link.Split("token=")[1],
        ["userName"] = "adele",
        ["name"] = "Adele Ahrens",
        ["password"] = Site.Password,
        ["again"] = Site.Password,
    };
}
