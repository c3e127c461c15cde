using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Cellwright.Browser;

/// <summary>What axe finds on a page as it stands now, a dialog that is open included.</summary>
internal static class ShutsNobodyOut
{
    // Run in the page itself: the way of axe's own package opens a blank page for each look and reads axe anew in both, for the sake of frames.
    private const string Look = """
        async rule => {
          const found = await axe.run(document, { resultTypes: ['violations'], ...(rule ? { runOnly: { type: 'rule', values: [rule] } } : {}) });
          return found.violations.filter(violation => ['serious', 'critical'].includes(violation.impact))
            .map(violation => `${violation.id} (${violation.help}): ${violation.nodes.slice(0, 4).map(node => node.html).join(' | ')}`);
        }
        """;

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    /// <summary>Fails on every finding that axe calls serious or critical.</summary>
    /// <param name="page">The page.</param>
    /// <param name="where">What it shows, for the sentence of the failure.</param>
    public static async Task CheckAsync(IPage page, string where) => Assert.Empty(await FindAsync(page, where));

    /// <summary>Every finding that axe calls serious or critical.</summary>
    /// <param name="page">The page.</param>
    /// <param name="where">What it shows, for the sentence of a finding.</param>
    /// <param name="rule">The one rule that is asked, or null for all.</param>
    public static async Task<IEnumerable<string>> FindAsync(IPage page, string where, string? rule = null)
    {
        Assert.True(page.Frames.Count == 1, $"{where} has frames, into which nothing looks.");
        if (await page.EvaluateAsync<bool>("typeof axe === 'undefined'")) await page.EvaluateAsync(Axe);
        return (await page.EvaluateAsync<string[]>(Look, rule)).Select(finding => $"{where}: {finding}");
    }
}
