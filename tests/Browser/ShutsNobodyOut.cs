using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Cellwright.Browser;

/// <summary>What axe finds on a page as it stands now, a dialog that is open included.</summary>
internal static class ShutsNobodyOut
{
    /// <summary>Fails on every finding that axe calls serious or critical.</summary>
    /// <param name="page">The page.</param>
    /// <param name="where">What it shows, for the sentence of the failure.</param>
    /// <param name="rule">The one rule that is asked, or null for all.</param>
    public static async Task CheckAsync(IPage page, string where, string? rule = null)
    {
        var found = await page.RunAxe(rule is null ? null : new AxeRunOptions { RunOnly = RunOnlyOptions.Rules(rule) });
        var serious = found.Violations.Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{where}: {violation.Id} ({violation.Help}): {string.Join(" | ", violation.Nodes.Take(4).Select(node => node.Html))}");
        Assert.Empty(serious);
    }
}
