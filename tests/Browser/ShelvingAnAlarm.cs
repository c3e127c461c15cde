using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Server.Access;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Cellwright.Browser;

/// <summary>A device with several tags is lost: one alarm names them all, a person shelves it, and it is back at its end.</summary>
public sealed class ShelvingAnAlarm(SiteUnderTest site, Chromium chromium) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>
{
    private const string Batch = "SHELF-31", StepPath = $"/batches/{Batch}/step?key=R03";

    [Fact, Requirement("P211-100", "DI-6")]
    public async Task Of_one_lost_device_takes_it_off_the_lists_until_its_end()
    {
        using var stream = new StreamReader(typeof(SiteUnderTest).Assembly.GetManifestResourceStream("rehearsal.yaml")!);
        var text = await stream.ReadToEndAsync(TestContext.Current.CancellationToken);
        var recipe = await site.InForceAsync(text.Replace("id: rehearsal", "id: unheld", StringComparison.Ordinal).Replace("watch: true, hold: true", "watch: true, hold: false", StringComparison.Ordinal));
        var (_, processor) = await site.BatchAsync("OTHER-31", started: false);
        await site.StartAsync(Batch, recipe);
        await site.ToThirdStepAsync(Batch, processor);
        site.Leap(TimeSpan.FromMinutes(31));
        await SiteUnderTest.Until(async () => (await site.Desk.StateAsync<Deviation>($"{Batch}-D1")).Widenings.Count == 1, "both tags are silent");
        Assert.Single((await site.StateAsync(Batch)).Deviations);

        var ada = await AtAsync("ada");
        await ada.OpenAsync(Batch);
        var silent = ada.Page.Locator(".say", new() { HasTextString = "Silent now" });
        await Expect(silent).ToHaveCountAsync(1);
        await Expect(silent).ToContainTextAsync("CO2");
        await Expect(silent).ToContainTextAsync("Chamber temperature");
        await Expect(silent).ToHaveAttributeAsync("role", "alert");
        await Picture.KeepAsync(ada.Page, "operate-silent-device");

        var cora = await AtAsync("cora");
        await GoAsync(cora, "/deviations");
        var line = cora.Page.Locator("tbody tr");
        await Expect(line).ToHaveCountAsync(1);
        await Expect(line).ToContainTextAsync("fell silent in step R03: nothing usable came of");
        await Expect(line).ToContainTextAsync("To decide");
        await GoAsync(cora, $"/deviations/{Batch}-D1");
        await Expect(cora.Page.Locator("details", new() { HasTextString = "which came to it" })).ToHaveCountAsync(1);
        await LookAsync(cora, "deviation-silent-device");

        await cora.PressAsync("Shelve the alarm…");
        var dialog = cora.Page.Locator("dialog[open]");
        await Expect(dialog).ToContainTextAsync("The deviation stays open and must be decided.");
        await cora.PressAsync("Shelve it");
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Say why the alarm can wait until then.");
        await dialog.GetByLabel("Why can it wait").FillAsync("The processor's network is being restarted.");
        await LookAsync(cora, "deviation-shelve-form");
        await cora.PressAsync("Shelve it");
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(cora.Page.Locator("#decision")).ToContainTextAsync("Alarm shelved until");
        await Expect(cora.Page.Locator(".head")).ToContainTextAsync("to decide");
        await LookAsync(cora, "deviation-shelved");
        await GoAsync(cora, "/deviations");
        await Expect(line).ToContainTextAsync("Shelved until");
        await Expect(line).Not.ToContainTextAsync("not decided");
        await Expect(cora.Page.Locator(".head .number")).ToHaveTextAsync("1 not closed, 0 to decide, 0 holding a batch, 1 shelved");
        await Expect(cora.Page.Locator(".bar nav a[href='/deviations']")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^Deviations\s*shelved:\s*1$"));
        await LookAsync(cora, "deviations-shelved");
        await GoAsync(cora, "/");
        await Expect(cora.Page.Locator("tr", new() { HasTextString = Batch })).ToContainTextAsync(new System.Text.RegularExpressions.Regex(@"1 shelved\s*until \d"));
        await LookAsync(cora, "board-shelved");
        Assert.True(await cora.Page.EvaluateAsync<bool>("(() => { const table = document.querySelector('.scroll'); return !table || table.scrollWidth <= table.clientWidth; })()"), "The board is cut off.");
        await Expect(silent).ToContainTextAsync("Shelved until");
        await Expect(silent).Not.ToHaveAttributeAsync("role", "alert");
        await Expect(ada.Page.Locator(".aside").GetByText("Shelved until")).ToBeVisibleAsync();
        await LookAsync(ada, "operate-shelved");
        await GoAsync(cora, StepPath);
        await Expect(cora.Page.Locator("article.phase")).ToContainTextAsync("Shelved until");
        await LookAsync(cora, "step-shelved");
        await GoAsync(cora, "/");
        var eve = await AtAsync("eve");
        await GoAsync(eve, "/inbox");
        await Expect(eve.Page.Locator("article", new() { HasTextString = "opened in step R03" })).ToHaveCountAsync(1);
        await Expect(eve.Page.Locator("article", new() { HasTextString = "opened in step R03" })).ToContainTextAsync("Shelved until");
        await LookAsync(eve, "inbox-shelved");

        // What is silent is not recorded from the device: the page says so, and offers the fallback.
        await Expect(ada.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Record the value|^Record [0-9]") })).ToBeDisabledAsync();
        await Expect(ada.Page.GetByText("It cannot be recorded from the device now")).ToBeVisibleAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Button, new() { Name = "Record as typed" })).ToBeVisibleAsync();

        site.Leap(TimeSpan.FromHours(1));
        await Expect(cora.Page.Locator("tr", new() { HasTextString = Batch })).ToContainTextAsync("1 open");
        await Expect(silent).ToHaveAttributeAsync("role", "alert");
        await GoAsync(cora, $"/deviations/{Batch}-D1");
        await Expect(cora.Page.Locator(".head")).ToContainTextAsync("To decide");
        Assert.Single(await site.EntriesAsync($"deviation/{Batch}-D1", nameof(AlarmShelved)));
        await SiteUnderTest.Until(async () => (await site.EntriesAsync($"deviation/{Batch}-D1", nameof(AlarmReturned))).Count == 1, "the server says that it is back");
        await GoAsync(eve, "/inbox");
        await Expect(eve.Page.Locator("article", new() { HasTextString = $"The alarm of deviation {Batch}-D1 of batch {Batch} is back" })).ToHaveCountAsync(1);
        Assert.Single(await site.EntriesAsync($"batch/{Batch}", nameof(Domain.Execution.DeviationExtended)));

        // The bar with all that it counts stays one line on a tablet: what calls, what is shelved, alerts of the door, and the inbox.
        await site.As("ada", new ReportDeviation(Batch, "R03", "The lid was left open", false));
        await SiteUnderTest.Until(async () => (await site.Desk.StateAsync<Deviation>($"{Batch}-D2")).Status == DeviationStatus.Open, "the second deviation is open");
        await site.As("cora", new ShelveAlarm($"{Batch}-D2", site.Desk.Now.AddHours(1), "The next shift looks at it"));
        for (var wrong = 0; wrong < 5; wrong++) await site.Get<Passwords>().CheckAsync("ben", "wrong", "T-1", forSignature: false);
        var fay = await AtAsync("fay");
        await GoAsync(fay, "/");
        await Expect(fay.Page.Locator(".bar .count")).ToHaveCountAsync(4);
        foreach (var width in new[] { 1280, 1366, 1441, 1761 })
        {
            await fay.Page.SetViewportSizeAsync(width, 800);
            await Picture.KeepAsync(fay.Page, $"bar-{width}");
            Assert.Equal("one line, whole", await fay.Page.EvaluateAsync<string>("""
                () => {
                  const [bar, nav] = [document.querySelector('.bar'), document.querySelector('.bar nav')];
                  const lines = new Set([...bar.children].map(one => Math.round(one.getBoundingClientRect().top)));
                  return `${lines.size === 1 ? 'one line' : `${lines.size} lines`}, ${nav.scrollWidth <= nav.clientWidth ? 'whole' : `cut by ${nav.scrollWidth - nav.clientWidth}`}`;
                }
                """));
        }
    }

    private async Task<OperatorsPage> AtAsync(string person)
    {
        var hand = new OperatorsPage(await chromium.ScreenAsync(), site.Address);
        await hand.SignInAsync(person);
        return hand;
    }

    private async Task GoAsync(OperatorsPage hand, string path)
    {
        await hand.Page.GotoAsync(new Uri(site.Address, path).ToString());
        await Expect(hand.Page.Locator("h1[data-alive=True], h1[data-alive=true], h1[data-alive]").First).ToBeVisibleAsync();
    }

    private static async Task LookAsync(OperatorsPage hand, string name)
    {
        foreach (var (width, height, dark) in new[] { (390, 844, false), (390, 844, true), (1920, 1080, true), (1280, 800, true), (1280, 800, false) })
        {
            await hand.Page.SetViewportSizeAsync(width, height);
            await hand.Page.EmulateMediaAsync(new() { ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light });
            await Picture.KeepAsync(hand.Page, $"{name}-{width}{(dark ? "-dark" : "")}", whole: true);
            Assert.True(await hand.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, $"{name} is wider than {width}.");
        }
    }
}
