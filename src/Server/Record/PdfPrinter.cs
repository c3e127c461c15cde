using System.Diagnostics;

namespace Cellwright.Server.Record;

/// <summary>Prints an HTML record to PDF with an installed Chromium. Without one, or when it fails, there is no PDF and a reason why.</summary>
public static class PdfPrinter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly string[] Browsers = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];

    /// <summary>The installed browser, or null.</summary>
    public static string? Browser { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => Browsers.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>Prints.</summary>
    /// <param name="html">The record.</param>
    /// <param name="ct">Cancels and ends the browser.</param>
    /// <returns>The PDF, or the reason why there is none.</returns>
    public static async Task<(byte[]? Pdf, string? Reason)> PrintAsync(string html, CancellationToken ct = default)
    {
        if (Browser is not { } browser) return (null, "no Chromium is installed on the server");
        var folder = Directory.CreateTempSubdirectory("cellwright-print-").FullName;
        try
        {
            var (page, pdf) = (Path.Combine(folder, "record.html"), Path.Combine(folder, "record.pdf"));
            await File.WriteAllTextAsync(page, html, ct);
            var start = new ProcessStartInfo(browser)
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                ArgumentList =
                {
                    "--headless", "--disable-gpu", "--disable-extensions", "--no-first-run", $"--user-data-dir={Path.Combine(folder, "profile")}",
                    "--no-pdf-header-footer", $"--print-to-pdf={pdf}",
                },
            };
            // Chromium's own sandbox cannot be had as root; the page has neither scripts nor anything to fetch.
            if (Environment.IsPrivilegedProcess) start.ArgumentList.Add("--no-sandbox");
            start.ArgumentList.Add(new Uri(page).AbsoluteUri);
            return await RunAsync(start, ct) is { } reason ? (null, reason)
                : File.Exists(pdf) ? (await File.ReadAllBytesAsync(pdf, ct), null)
                : (null, "Chromium wrote no PDF");
        }
        finally
        {
            Remove(folder);
        }
    }

    private static async Task<string?> RunAsync(ProcessStartInfo start, CancellationToken ct)
    {
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            return $"Chromium cannot be started: {fault.Message}";
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            // Both streams are read, or a full pipe would stop the browser.
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var error = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            await Task.WhenAll(output, error);
            return process.ExitCode == 0 ? null : $"Chromium failed with exit code {process.ExitCode}";
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            ct.ThrowIfCancellationRequested();
            return $"Chromium did not finish within {Patience.TotalSeconds:0} seconds";
        }
    }

    private static void Remove(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A child of the browser still writes its profile; the system clears its temporary files.
        }
    }
}
