namespace Cellwright.Browser;

/// <summary>A page that shuts somebody out is found, in the light and in the dark.</summary>
public sealed class ShuttingSomebodyOut(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Page = "<!doctype html><html lang=en><title>Board</title><style>p {{ color: {0} }}</style><main><h1>Board</h1><p>Nobody reads this.</p>{1}</main>";

    [Fact]
    public async Task Is_found_by_what_a_button_does_not_say_and_by_colours()
    {
        var page = await chromium.ScreenAsync();
        await page.SetContentAsync(string.Format(null, Page, "#222", ""));
        Assert.Empty(await ShutsNobodyOut.FindAsync(page, "all well"));
        await page.SetContentAsync(string.Format(null, Page, "#222", "<button></button>"));
        Assert.StartsWith("a mute button: button-name", Assert.Single(await ShutsNobodyOut.FindAsync(page, "a mute button")), StringComparison.Ordinal);
        Assert.Empty(await ShutsNobodyOut.FindAsync(page, "its colours", "color-contrast"));
        await page.SetContentAsync(string.Format(null, Page, "#ccc", ""));
        Assert.StartsWith("pale: color-contrast", Assert.Single(await ShutsNobodyOut.FindAsync(page, "pale", "color-contrast")), StringComparison.Ordinal);
    }
}
