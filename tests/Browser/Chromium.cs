using Cellwright.Browser;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

[assembly: AssemblyFixture(typeof(OneBrowser))]

namespace Cellwright.Browser;

/// <summary>Debian's Chromium, driven; one for all tests, since what starts it takes as long as many a test.</summary>
public sealed class OneBrowser : IAsyncLifetime
{
    private IPlaywright? driver;

    /// <summary>It, or null where it is missing.</summary>
    public IBrowser? Browser { get; private set; }

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        if (HeadlessChromium.Program is not { } program) return;
        SetDefaultExpectTimeout((float)Chromium.Patience.TotalMilliseconds);
        driver = await Playwright.CreateAsync();
        Browser = await driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            Timeout = (float)Chromium.Patience.TotalMilliseconds,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Browser is not null) await Browser.CloseAsync();
        driver?.Dispose();
    }
}

/// <summary>Screens for the tests of a class. Each knows nothing of the others: no cookie, no cache.</summary>
public sealed class Chromium(OneBrowser one) : IAsyncDisposable
{
    /// <summary>How long any test waits for a page to do or to show something: a machine with much else to do is slow, not wrong, and what never comes still fails.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<IBrowserContext> screens = [];

    /// <summary>Skips the test where the browser is missing.</summary>
    public void MustBeThere()
    {
        if (one.Browser is null) Assert.Skip("Neither chromium-headless-shell nor chromium is installed in /usr/bin.");
    }

    /// <summary>A tablet on a stand, or another screen, with nobody signed in.</summary>
    public async Task<IPage> ScreenAsync(int width = 1280, int height = 800, bool dark = false, string language = "en-GB")
    {
        MustBeThere();
        var screen = await one.Browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            HasTouch = width < 1920,
            Locale = language,
        });
        screens.Add(screen);
        screen.SetDefaultTimeout((float)Patience.TotalMilliseconds);
        return await screen.NewPageAsync();
    }

    /// <summary>Every screen goes dark with its class: left on, it would look for its server for ever.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var screen in screens) await screen.CloseAsync();
    }
}
