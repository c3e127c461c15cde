namespace Cellwright.Tests;

/// <summary>Debian's Chromium as tests start it: the headless shell, which is the same browser without windows and a fifth cheaper to run, or else the whole one.</summary>
internal static class HeadlessChromium
{
    /// <summary>The program, or null where neither is installed.</summary>
    public static string? Program { get; } = new[] { "/usr/bin/chromium-headless-shell", "/usr/bin/chromium" }.FirstOrDefault(File.Exists);
}
