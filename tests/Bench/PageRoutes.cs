using System.Reflection;
using Cellwright.Server.Hosting;
using Cellwright.Server.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;

namespace Cellwright.Bench;

/// <summary>Every page and every list of the API, found in the compiled server, so that a new one cannot be forgotten; where a page is about one thing, which.</summary>
internal static class PageRoutes
{
    /// <summary>Addresses of all pages: route, address.</summary>
    /// <exception cref="InvalidOperationException">A page is about something that nobody has named here.</exception>
    public static IEnumerable<(string Route, string Address)> Pages(IReadOnlyDictionary<string, string> subjects) =>
        from type in typeof(SiteHost).Assembly.GetTypes()
        from route in type.GetCustomAttributes<RouteAttribute>()
        orderby route.Template
        from address in Addresses(route.Template, subjects)
        select (route.Template, address);

    /// <summary>Addresses of what the API lists: whatever answers GET below /api and needs nothing said.</summary>
    public static IEnumerable<(string Route, string Address)> Lists(EndpointDataSource endpoints) =>
        endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true && endpoint.RoutePattern.Parameters.Count == 0)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/'))
            .Where(path => path.StartsWith("/api/", StringComparison.Ordinal) && path != "/api/recipes/changes" && path != "/api/recipes/backtest") // these compare what one names
            .Distinct().Order(StringComparer.Ordinal).Select(path => (path, path));

    private static IEnumerable<string> Addresses(string template, IReadOnlyDictionary<string, string> subjects)
    {
        if (!template.Contains('{')) return [template, .. subjects.Where(one => one.Key.StartsWith(template + "?", StringComparison.Ordinal)).Select(one => one.Key)];
        var addresses = subjects.Where(one => one.Value == template).Select(one => one.Key).ToList();
        return addresses.Count > 0 ? addresses : throw new InvalidOperationException($"Give the bench an address for the page {template}.");
    }
}
