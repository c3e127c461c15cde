using Microsoft.Playwright;

namespace Cellwright.Browser;

/// <summary>Pictures for people to look at, in <c>pictures</c> beside the tests.</summary>
internal static class Picture
{
    /// <summary>Keeps what a screen shows.</summary>
    public static async Task KeepAsync(IPage page, string name, bool whole = false)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "pictures"));
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder.FullName, $"{name}.png"), FullPage = whole });
    }
}
