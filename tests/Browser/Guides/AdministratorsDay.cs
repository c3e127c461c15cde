using System.Text.RegularExpressions;
using Cellwright.Domain.People;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser.Guides;

/// <summary>An administrator's day: somebody new comes, somebody forgot a password, somebody leaves.</summary>
[Guide("administrator")]
public sealed class AdministratorsDay(SiteUnderTest site, Chromium chromium, Diary diary) : Day(site, chromium, diary)
{
    private const string Own = "a password of my own";

    [HowTo, Requirement("P11-100a", "DI-1")]
    public Task Register_a_person() => TellAsync("A user id is for one person for ever; it is never given again, also not after years.", async tell =>
    {
        var fay = await AtAsync("fay");
        await fay.GoAsync("/people", "People");
        await tell.StepAsync(fay, "On **People** open **Register a person**, give **User id**, **Printed name** and **Roles**, and press **Register**.", async () =>
        {
            await fay.UnfoldAsync("Register a person");
            await fay.FillAsync("User id", "gus");
            await fay.FillAsync("Printed name", "Gus Newcomer");
            await fay.Page.GetByLabel("Operator", new() { Exact = false }).CheckAsync();
            await fay.PressAsync("Register");
            await Expect(fay.Page.Locator("#one-time")).ToBeVisibleAsync();
            Notes["secret"] = await fay.Page.Locator("#one-time").InnerTextAsync();
        });
        await tell.PictureAsync(fay, "A person was registered; the one-time password is shown once");
        await tell.SeeAsync(fay, "The **One-time password** is shown once and good for 72 hours. Tell it to the person, not to a list.", () => fay.SeesAsync("One-time password"));
    });

    [HowTo, Requirement("P11-100b")]
    public Task Record_the_check_of_an_identity() => TellAsync("Nobody signs before somebody looked at a document of theirs. Its number does not belong in the record.", async tell =>
    {
        var fay = await AtAsync("fay");
        await fay.GoAsync("/people/gus", "Gus Newcomer");
        await tell.StepAsync(fay, "On the person's page answer **Who looked at the document?** and **Kind of document**, and press **Record the check**.", async () =>
        {
            await fay.FillAsync("Who looked at the document?", "Hanna of personnel");
            await fay.PressAsync("Record the check");
            await fay.SeesAsync("passport, looked at by Hanna of personnel");
        });
        await tell.PictureAsync(fay, "A person's page: roles, identity, statement, password, second factor, and what may be done");
    });

    [HowTo, Requirement("P11-200c", "P11-300")]
    public Task Let_somebody_choose_their_password() => TellAsync("The one-time password opens nothing but the page on which the person chooses their own. You know that secret too, so a supervisor or somebody of QA stands beside the person and vouches. (The first supervisor or quality person of a new site comes in alone; the record says so.)", async tell =>
    {
        var gus = await ScreenAsync("gus");
        await gus.Page.GotoAsync(new Uri(Site.Address, "/sign-in").ToString());
        await tell.StepAsync(gus, "The person types the **User id** and the one-time password as **Password**, and presses **Sign in**.", async () =>
        {
            await gus.FillAsync("User id", "gus");
            await gus.FillAsync("Password", Notes["secret"]);
            await gus.PressAsync("Sign in");
            await Expect(gus.Page.Locator("h1")).ToContainTextAsync("Choose a password");
        });
        await tell.StepAsync(gus, "They give it once more as **Password now**, and a **New password** of 12 characters or more, twice.", async () =>
        {
            await gus.FillAsync("Password now", Notes["secret"]);
            await gus.Page.GetByLabel("New password (12").FillAsync(Own);
            await gus.FillAsync("New password again", Own);
        });
        await tell.StepAsync(gus, "The supervisor or somebody of QA looks at the person and gives **User id of a supervisor** or of QA and **Their password**; then **Choose this password**.", async () =>
        {
            await gus.FillAsync("User id of a supervisor", "eve");
            await gus.FillAsync("Their password", SiteUnderTest.Password);
            await tell.PictureAsync(gus, "Choosing the first password, with somebody who vouches");
            await gus.PressAsync("Choose this password");
            await gus.AtAsync("Board");
        });
        await tell.StepAsync(gus, "Before the first signature the person opens their name at the top, presses **Accountability**, reads the statement, presses **I have read it: go on to sign**, and signs.", async () =>
        {
            await gus.UnfoldAsync("Gus Newcomer");
            await gus.FollowAsync("Accountability", "Statement of accountability");
            await gus.PressAsync("I have read it: go on to sign");
            await gus.SignAsync("gus", Own);
            await gus.SeesAsync("You acknowledged it");
        });
    });

    [HowTo, Requirement("P11-10g")]
    public Task Change_roles() => TellAsync("*Operator* performs steps; *Verifier* is the second person; *QA* decides, releases and approves second; *Engineer* writes recipes and registers equipment; *Supervisor* orders, starts and resumes batches and records training; *Viewer* reads; *Administrator* manages people and owns no data. What no role grants is refused, by the server, on every way in.", async tell =>
    {
        var fay = await AtAsync("fay");
        await fay.GoAsync("/people/gus", "Gus Newcomer");
        await tell.StepAsync(fay, "On the person's page open **Change roles**, choose, answer **Why?**, and press **Change roles**.", async () =>
        {
            await fay.UnfoldAsync("Change roles");
            var form = fay.Page.Locator("details").Filter(new() { HasText = "Change roles" });
            await form.GetByLabel("Verifier", new() { Exact = false }).CheckAsync();
            await fay.FillAsync("Why?", "New duty", form);
            await fay.PressAsync("Change roles", form);
        });
        await SiteUnderTest.Until(async () => (await Site.Desk.StateAsync<Person>("gus")).Roles.Contains(Domain.Basics.Role.Verifier), "the roles are changed");
        await tell.PictureAsync(fay, "A person's page after the change of roles: operator and verifier");
    });

    [HowTo, Requirement("P11-200c", "P11-300")]
    public Task Reset_a_forgotten_password() => TellAsync("It takes two people. A lost authenticator goes the same way, by *Ask for a reset with the second factor…*.", async tell =>
    {
        var fay = await AtAsync("fay");
        await fay.GoAsync("/people/ben", "Ben Second");
        await tell.StepAsync(fay, "On the person's page press **Ask for a reset of the password…**, say why, and press **Ask for it**.", async () =>
        {
            await fay.PressAsync("Ask for a reset of the password…");
            await fay.FillAsync("Why?", "He asked at the desk", fay.Dialog);
            await fay.PressAsync("Ask for it", fay.Dialog);
            await fay.SeesAsync("Reset waits for a second person");
        });
        var eve = await AtAsync("eve");
        await eve.GoAsync("/people/ben", "Ben Second");
        await eve.PressAsync("Read and approve…");
        await eve.SignAsync("eve");
        await tell.StepAsync(fay, "A supervisor or QA approves it by signature. Then press **Issue the one-time password** and tell it to the person.", async () =>
        {
            await fay.PressAsync("Issue the one-time password");
            await Expect(fay.Page.Locator("#one-time")).ToBeVisibleAsync();
        });
        await tell.PictureAsync(fay, "A reset that somebody of QA approved, and the one-time password");
    });

    [HowTo, Requirement("P11-300")]
    public Task Say_what_an_alert_at_the_door_was() => TellAsync("Five wrong passwords lock an account for 15 minutes. Each is recorded, and the lock-out is an alert until somebody other than the person says what it was. Ten failures a minute from one address with one user id, or a hundred with any, are answered with \"wait a minute\" without being looked at. A second open terminal of one person is flagged, too.", async tell =>
    {
        var ada = await ScreenAsync("ada");
        for (var wrong = 0; wrong < 5; wrong++)
        {
            await ada.Page.GotoAsync(new Uri(Site.Address, "/sign-in").ToString());
            await ada.FillAsync("User id", "ada");
            await ada.FillAsync("Password", "not-the-password");
            await ada.PressAsync("Sign in");
            await Expect(ada.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert)).ToBeVisibleAsync();
        }

        var fay = await AtAsync("fay");
        await fay.GoAsync("/people", "People");
        await tell.StepAsync(fay, "Alerts stand first on the page **People**. Open the person.", () => fay.FollowAsync("Ada Operator", "Ada Operator"));
        await tell.PictureAsync(fay, "A person's page with a lock-out that nobody has looked at");
        await tell.StepAsync(fay, "Ask the person. Press **Say what the alert was…**, answer **What was it, and what was done?** and press **Record it**.", async () =>
        {
            await fay.PressAsync("Say what the alert was…");
            await fay.FillAsync("What was it, and what was done?", "She had the old password in mind; seen in person.", fay.Dialog);
            await fay.PressAsync("Record it", fay.Dialog);
            await Expect(fay.Dialog).ToHaveCountAsync(0);
        });
        await SiteUnderTest.Until(async () => (await Site.Desk.StateAsync<Person>("ada")).Alerts.IsEmpty, "the alert was looked at");
    });

    [HowTo, Requirement("P11-300")]
    public Task Take_access_away() => TellAsync("Open pages and sessions of the person end at once; nothing that they did disappears. *Give access again…* is the way back, with a reason.", async tell =>
    {
        var dan = await AtAsync("dan");
        await dan.GoAsync("/equipment", "Equipment");
        await Expect(dan.Page.Locator("body[data-watched]")).ToHaveCountAsync(1);
        var fay = await AtAsync("fay");
        await fay.GoAsync("/people/dan", "Dan Engineer");
        await tell.StepAsync(fay, "On the person's page press **Take access away…**, say why, and press **Take access away**.", async () =>
        {
            await fay.PressAsync("Take access away…");
            await fay.FillAsync("Why?", "Left the site", fay.Dialog);
            await fay.PressAsync("Take access away", fay.Dialog);
            await Expect(dan.Page).ToHaveURLAsync(new Regex("/sign-in"));
            await fay.SeesAsync("Give access again…");
        });
        await tell.PictureAsync(fay, "A person without access, and the way back");
        Assert.True((await Site.Desk.StateAsync<Person>("dan")).Disabled);
    });

    [HowTo, Requirement("P11-10a1")]
    public Task Look_at_the_ledger() => TellAsync("From time to time: everything that was recorded stands there.", async tell =>
    {
        var fay = await AtAsync("fay");
        await fay.Page.GotoAsync(new Uri(Site.Address, "/").ToString());
        await tell.StepAsync(fay, "Press **Ledger**. **In order** means that the record was read again from its first entry within a day, and that every entry stands under a signed checkpoint.", async () =>
        {
            await fay.FollowAsync("Ledger");
            await Expect(fay.Page.Locator("h1")).ToHaveTextAsync("Ledger");
            await fay.SeesAsync("In order");
        });
        await tell.PictureAsync(fay, "The ledger in order, with its newest checkpoint and the fingerprint of the key");
    });

    [HowTo, Requirement("P11-200a", "P11-300")]
    public Task Set_up_a_second_factor_or_a_passkey() => TellAsync("Everybody does this for themselves. An authenticator app gives a code beside the password; a passkey takes the place of both at the door. Signing asks for the password all the same.", async tell =>
    {
        var cora = new Hand(await PasskeyScreenAsync(), Site.ByName, "cora");
        await cora.Known.SignInAsync("cora", "/second-factor");
        await tell.StepAsync(cora, "Open **Second factor** under your name, give your **Password**, and press **Set up an authenticator**.", async () =>
        {
            await cora.FillAsync("Password", SiteUnderTest.Password);
            await cora.PressAsync("Set up an authenticator");
            await Expect(cora.Page.Locator("svg.qr")).ToBeVisibleAsync();
        });
        await tell.PictureAsync(cora, "The picture to read with an authenticator app, the same as a key to type, and the field for its code", whole: true);
        await tell.StepAsync(cora, "Read the picture with the app, or type the key; give the **Code** that the app shows, and press **This is the code**. Keep the **Recovery codes**: they are shown this once, and each lets you in once when the app is not at hand.", async () =>
        {
            var app = new AuthenticatorApp((await cora.Page.Locator("p.key").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal));
            await cora.FillAsync("Code", app.Next());
            await cora.PressAsync("This is the code");
            await Expect(cora.Page.Locator("ul.codes li")).ToHaveCountAsync(8);
        });
        await cora.Page.GotoAsync(new Uri(Site.ByName, "/second-factor").ToString());
        await tell.StepAsync(cora, "Beside the app, or in its place, give your **Password** and press **Make a passkey on this device**; the device asks for your finger or its own code.", async () =>
        {
            await cora.FillAsync("Password", SiteUnderTest.Password);
            await cora.PressAsync("Make a passkey on this device");
            await cora.SeesAsync("Passkeys:");
        });
        await tell.StepAsync(cora, "From then on press **Use a passkey instead** where you sign in.", async () =>
        {
            await cora.Page.Context.ClearCookiesAsync();
            await cora.Page.GotoAsync(new Uri(Site.ByName, "/sign-in").ToString());
            await cora.PressAsync("Use a passkey instead");
            await Expect(cora.Page.Locator("h1")).ToHaveTextAsync("Board");
        });
    });

    // A device with a passkey reader of its own, as a tablet has.
    private async Task<IPage> PasskeyScreenAsync()
    {
        var page = (await ScreenAsync("cora")).Page;
        var device = await page.Context.NewCDPSessionAsync(page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
        return page;
    }
}
