using System.Text.RegularExpressions;
using Cellwright.Domain.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>People come, are let in by others, step away from a tablet, and lose access.</summary>
[Long(30)]
public sealed class PeopleAtTheDoor(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    [Fact]
    public async Task Somebody_new_is_registered_vouched_for_and_signs_the_statement()
    {
        var fay = await AtAsync("fay", "/people");
        await fay.GetByText("Register a person").ClickAsync();
        await fay.GetByLabel("User id").FillAsync("gus");
        await fay.GetByLabel("Printed name").FillAsync("Gus Newcomer");
        await fay.GetByLabel("Operator", new() { Exact = false }).CheckAsync();
        await PressAsync(fay, "Register");
        await Expect(fay.Locator("#one-time")).ToBeVisibleAsync();
        await Picture.KeepAsync(fay, "people-registered", whole: true);
        var secret = await fay.Locator("#one-time").InnerTextAsync();
        await fay.GotoAsync(new Uri(site.Address, "/people/gus").ToString());
        await Expect(fay.Locator("h1[data-alive]")).ToHaveCountAsync(1);
        await Expect(fay.Locator("body[data-watched]")).ToHaveCountAsync(1);
        await fay.GetByLabel("Who looked at the document?").FillAsync("Hanna of personnel");
        await PressAsync(fay, "Record the check");
        await Expect(fay.GetByText("passport, looked at by Hanna of personnel")).ToBeVisibleAsync();

        var gus = await ChooseAsync("gus", secret, "eve");
        await gus.GotoAsync(new Uri(site.Address, "/accountability").ToString());
        await Expect(gus.Locator("h1[data-alive]")).ToHaveCountAsync(1);
        await Expect(gus.Locator("body[data-watched]")).ToHaveCountAsync(1);
        await PressAsync(gus, "I have read it: go on to sign");
        await SignAsync(gus, "gus", Own);
        await Expect(gus.GetByText("You acknowledged it")).ToBeVisibleAsync();
        Assert.Equal("1", (await site.Desk.StateAsync<Person>("gus", TestContext.Current.CancellationToken)).Acknowledged);
    }

    [Fact]
    public async Task A_forgotten_password_takes_two_people_and_somebody_at_the_screen()
    {
        var fay = await AtAsync("fay", "/people/ben");
        await PressAsync(fay, "Ask for a reset of the password…");
        await fay.Locator("dialog").GetByLabel("Why?").FillAsync("He asked at the desk");
        await PressAsync(fay, "Ask for it");
        await Expect(fay.GetByText("Reset waits for a second person")).ToBeVisibleAsync();
        await Expect(fay.GetByRole(AriaRole.Button, new() { Name = "Read and approve…" })).ToHaveCountAsync(0);

        var eve = await AtAsync("eve", "/people/ben");
        await PressAsync(eve, "Read and approve…");
        await Expect(eve.Locator("dialog .statement")).ToContainTextAsync("He asked at the desk");
        await Picture.KeepAsync(eve, "people-approve");
        await SignAsync(eve, "eve", SiteUnderTest.Password);
        await PressAsync(fay, "Issue the one-time password");
        var secret = await fay.Locator("#one-time").InnerTextAsync();
        await ChooseAsync("ben", secret, "cora");
    }

    [Fact]
    public async Task A_page_that_is_open_leaves_at_once_when_access_is_taken_away()
    {
        var dan = await AtAsync("dan", "/equipment");
        await Expect(dan.Locator("h1")).ToHaveTextAsync("Equipment");
        var fay = await AtAsync("fay", "/people/dan");
        await PressAsync(fay, "Take access away…");
        await fay.Locator("dialog").GetByLabel("Why?").FillAsync("Left the site");
        await PressAsync(fay, "Take access away");
        await Expect(dan).ToHaveURLAsync(new Regex("/sign-in"));
        await Expect(fay.GetByText("Access taken away").First).ToBeVisibleAsync();
        Assert.True((await site.Desk.StateAsync<Person>("dan", TestContext.Current.CancellationToken)).Disabled);
    }

    [Fact]
    public async Task A_locked_tablet_waits_for_its_person_on_every_page_of_it_or_is_taken_over()
    {
        var cora = await AtAsync("cora", "/deviations");
        var beside = await cora.Context.NewPageAsync();
        await beside.GotoAsync(new Uri(site.Address, "/equipment").ToString());
        await Expect(beside.Locator("body[data-watched]")).ToHaveCountAsync(1);
        await PressAsync(cora, "Lock");
        await Expect(cora.GetByRole(AriaRole.Heading, new() { Name = "Screen locked" })).ToBeVisibleAsync();
        await Expect(beside.GetByRole(AriaRole.Heading, new() { Name = "Screen locked" })).ToBeVisibleAsync();
        await Picture.KeepAsync(cora, "locked");
        await cora.GetByLabel("Password").FillAsync(SiteUnderTest.Password);
        await PressAsync(cora, "Come back");
        await Expect(cora).ToHaveURLAsync(new Regex("/deviations$"));

        await PressAsync(cora, "Lock");
        await cora.GetByRole(AriaRole.Link, new() { Name = "Somebody else signs in" }).ClickAsync();
        await cora.GetByLabel("User id").FillAsync("eve");
        await cora.GetByLabel("Password").FillAsync(SiteUnderTest.Password);
        await PressAsync(cora, "Sign in");
        await Expect(cora.Locator(".who")).ToContainTextAsync("Eve Quality");
    }

    [Theory]
    [InlineData("/people"), InlineData("/people/ada"), InlineData("/training"), InlineData("/accountability")]
    public async Task Pages_about_people_fit_a_phone(string path)
    {
        var hand = new OperatorsPage(await chromium.ScreenAsync(390, 844), site.Address);
        await hand.SignInAsync("eve", path);
        await Expect(hand.Page.Locator("body[data-watched]")).ToHaveCountAsync(1);
        Assert.True(await hand.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0);
    }

    [Fact]
    public async Task Training_is_recorded_and_stands_in_the_matrix()
    {
        var eve = await AtAsync("eve", "/training?person=cora");
        await eve.GetByLabel("On which recipe version?").SelectOptionAsync("rehearsal@1.0");
        var soon = site.Desk.Now.AddDays(9);
        await eve.GetByLabel("Until which day?").FillAsync($"{soon:yyyy-MM-dd}");
        await PressAsync(eve, "Record");
        await Expect(eve.GetByRole(AriaRole.Status)).ToContainTextAsync("Cora Supervisor trained on rehearsal@1.0");
        await Expect(eve.GetByRole(AriaRole.Row, new() { Name = "Cora Supervisor" })).ToContainTextAsync("Lapses in");
    }

    [Fact]
    public async Task A_passkey_signs_in_without_the_password()
    {
        var page = await chromium.ScreenAsync();
        var device = await page.Context.NewCDPSessionAsync(page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
        await new OperatorsPage(page, site.ByName).SignInAsync("ada", "/second-factor");
        await page.GetByLabel("Password").FillAsync(SiteUnderTest.Password);
        await PressAsync(page, "Make a passkey on this device");
        await Expect(page.GetByText("Passkeys:")).ToBeVisibleAsync();
        Assert.Contains("SecondFactorAdded", await DoorOfAsync("ada"));

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(new Uri(site.ByName, "/sign-in").ToString());
        await Picture.KeepAsync(page, "sign-in");
        await PressAsync(page, "Use a passkey instead");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Board");
        await Expect(page.Locator(".who")).ToContainTextAsync("Ada Operator");

        // A passkey that the server forgot signs nobody in.
        await page.GotoAsync(new Uri(site.ByName, "/second-factor").ToString());
        await page.GetByLabel("Password").FillAsync(SiteUnderTest.Password);
        await PressAsync(page, "Take the passkeys away");
        await Expect(page.GetByText("Passkeys:")).ToHaveCountAsync(0);
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(new Uri(site.ByName, "/sign-in").ToString());
        await PressAsync(page, "Use a passkey instead");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not known here");
    }

    [Fact]
    public async Task A_second_factor_is_set_up_from_a_picture_and_gives_codes_for_a_bad_day()
    {
        var page = await chromium.ScreenAsync();
        await new OperatorsPage(page, site.Address).SignInAsync("eve", "/second-factor");
        await page.GetByLabel("Password").FillAsync(SiteUnderTest.Password);
        await PressAsync(page, "Set up an authenticator");
        await Expect(page.Locator("svg.qr")).ToBeVisibleAsync();
        await Picture.KeepAsync(page, "second-factor", whole: true);
        await page.GetByLabel("Code").FillAsync("000000");
        await PressAsync(page, "This is the code");
        await Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("does not fit");
    }

    private async Task<string> DoorOfAsync(string person) =>
        string.Join(' ', (await site.Record.ReadStreamAsync($"person/{person}")).Select(entry => System.Text.Encoding.UTF8.GetString(entry.Data.Span)));

    private const string Own = "a password of my own";

    private async Task<IPage> AtAsync(string user, string path)
    {
        var hand = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        await hand.SignInAsync(user, path);
        await Expect(hand.Page.Locator("body[data-watched]")).ToHaveCountAsync(1);
        await Expect(hand.Page.Locator("h1[data-alive]")).ToHaveCountAsync(1);
        return hand.Page;
    }

    // A person comes with the one-time password; it opens nothing until somebody vouches.
    private async Task<IPage> ChooseAsync(string user, string secret, string voucher)
    {
        var page = await chromium.ScreenAsync();
        await page.GotoAsync(new Uri(site.Address, "/sign-in").ToString());
        await page.GetByLabel("User id").FillAsync(user);
        await page.GetByLabel("Password").FillAsync(secret);
        await PressAsync(page, "Sign in");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Choose a password" })).ToBeVisibleAsync();
        await FillAsync(null);
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Ask a supervisor or QA");
        await Picture.KeepAsync(page, "vouching", whole: true);
        await FillAsync(voucher);
        await Expect(page.Locator("h1")).ToHaveTextAsync("Board");
        return page;

        async Task FillAsync(string? by)
        {
            await page.GetByLabel("Password now").FillAsync(secret);
            await page.GetByLabel("New password (12").FillAsync(Own);
            await page.GetByLabel("New password again").FillAsync(Own);
            if (by is not null)
            {
                await page.GetByLabel("User id of a supervisor").FillAsync(by);
                await page.GetByLabel("Their password").FillAsync(SiteUnderTest.Password);
            }

            await PressAsync(page, "Choose this password");
        }
    }

    private static Task PressAsync(IPage page, string words) => page.GetByRole(AriaRole.Button, new() { Name = words, Exact = true }).ClickAsync();

    private static async Task SignAsync(IPage page, string user, string password)
    {
        var dialog = page.Locator("dialog[open]");
        await dialog.GetByLabel("User id").FillAsync(user);
        await dialog.GetByLabel("Password").FillAsync(password);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Sign", Exact = true }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
    }
}
