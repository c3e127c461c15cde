using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Logging;

namespace Cellwright.Tests.Server;

/// <summary>Knocks at every endpoint without having signed in.</summary>
[Requirement("P11-10d")]
public sealed class WithoutSignIn(SharedSite shared)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_answers_but_what_is_approved()
    {
        var open = await OpenAsync((await shared.AskAsync()).App);
        var approved = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Approved", "open-routes.txt"), Ct);
        Assert.True(approved.SequenceEqual(open), $"Approve these in Approved/open-routes.txt, or close them:\n{string.Join('\n', open)}");
    }

    [Fact]
    public async Task An_endpoint_that_nobody_closed_is_found()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var leaky = builder.Build();
        leaky.MapGet("/forgotten/{id}", (string id) => id);
        leaky.MapPost("/closed", () => Microsoft.AspNetCore.Http.Results.Unauthorized());
        await leaky.StartAsync(Ct);
        Assert.Equal(["GET /forgotten/{id}"], await OpenAsync(leaky));
    }

    /// <summary>Endpoints that give anything but 401 or the way to the sign-in page; files of the pages by their folder.</summary>
    private static async Task<IReadOnlyList<string>> OpenAsync(WebApplication app)
    {
        using var nobody = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.First()) };
        var open = new SortedSet<string>(StringComparer.Ordinal);
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().ToList();
        Assert.NotEmpty(endpoints);
        foreach (var (method, pattern, file) in endpoints.SelectMany(Ways).Distinct())
        {
            var request = new HttpRequestMessage(new HttpMethod(method), Filled(pattern));
            request.Headers.Accept.ParseAdd("text/html");
            using var answer = await nobody.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);
            if (answer.StatusCode == HttpStatusCode.Unauthorized) continue;
            if (answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.OriginalString.StartsWith("/sign-in?", StringComparison.Ordinal)) continue;
            open.Add(file ? $"file {Folder(pattern)}" : $"{method} {pattern}");
        }

        return [.. open];
    }

    private static IEnumerable<(string Method, string Pattern, bool File)> Ways(RouteEndpoint endpoint)
    {
        var file = endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null;
        var pattern = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
        return (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET", "POST", "PUT", "DELETE"])
            .Where(method => !file || method == "GET").Select(method => (method, pattern, file));
    }

    private static string Filled(string pattern) =>
        string.Join('/', pattern.Split('/').Select(part => part.StartsWith('{') ? "x" : part));

    private static string Folder(string pattern) => pattern.LastIndexOf('/') is > 0 and var end ? pattern[..end] + "/" : "/";
}
