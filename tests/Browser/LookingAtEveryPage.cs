using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;

namespace Cellwright.Browser;

/// <summary>No page is forgotten: whatever the server answers to a browser is looked at at every size (<see cref="Looks"/>), and in another language, or stands here with the reason why not.</summary>
public sealed class LookingAtEveryPage(SiteUnderTest site) : IClassFixture<SiteUnderTest>
{
    private static readonly Dictionary<string, string> NoPages = new(StringComparer.Ordinal)
    {
        ["/health"] = "answers a program that watches the server",
        ["/{**path:file}"] = "style sheets, scripts and pictures",
    };

    [Fact]
    public void Finds_none_that_nobody_looks_at() => Assert.Empty(Forgotten(Pages(site.Routes), Looks.Pages.Select(row => row.Data.Item2).Where(path => path != Looks.Nowhere)));

    [Fact]
    public void Finds_none_that_nobody_reads_in_another_language() => Assert.Empty(Forgotten(Pages(site.Routes), InAnotherLanguage.Pages.Select(page => page.Path).Where(path => path != Looks.Nowhere)));

    [Fact]
    public void Knows_a_page_that_was_forgotten_also_beside_its_neighbours() =>
        Assert.Equal(["/lots/{Id}"], Forgotten(["/", "/lots", "/lots/{Id}", "/lots/calendar", "/lots/{Id}/trail"], ["/", "/lots?show=all", "/lots/calendar", "/lots/L-1/trail"]));

    [Fact]
    public void Knows_the_pages_of_the_door_and_those_that_live()
    {
        var pages = Pages(site.Routes).ToList();
        Assert.Contains("/first-run", pages);
        Assert.Contains("/batches/{Id}/operate", pages);
        Assert.DoesNotContain(pages, page => page.StartsWith("/api", StringComparison.Ordinal));
    }

    // Whatever answers GET and is neither the API, nor a file, nor the framework's own, nor named above.
    private static IEnumerable<string> Pages(IEnumerable<RouteEndpoint> routes) =>
        routes.Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") ?? false)
            .Select(route => "/" + route.RoutePattern.RawText!.Trim('/'))
            .Where(page => !page.StartsWith("/api/", StringComparison.Ordinal) && !page.StartsWith("/_", StringComparison.Ordinal) && !NoPages.ContainsKey(page) && !page[page.LastIndexOf('/')..].Contains('.'))
            .Distinct().Order(StringComparer.Ordinal);

    // An address belongs to the route with the most words of its own, as the server decides it.
    private static IReadOnlyList<string> Forgotten(IEnumerable<string> pages, IEnumerable<string> looked)
    {
        var routes = pages.Select(page => (page, Pattern: new Regex("^" + Regex.Replace(Regex.Escape(page), @"\\\{[^/]+", "[^/]+") + "$"), Places: page.Count(letter => letter == '{'))).ToList();
        var found = looked.Select(address => address.Split('?')[0]).Select(path => routes.Where(route => route.Pattern.IsMatch(path)).MinBy(route => route.Places).page).ToHashSet(StringComparer.Ordinal);
        return [.. routes.Select(route => route.page).Where(page => !found.Contains(page))];
    }
}
