using Cellwright.Domain.Basics;
using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Server.Pages;

namespace Cellwright.Server.Record.Paper;

/// <summary>Paper packs over HTTP, for whoever is signed in; that one is printed is recorded by the command <c>PrintPack</c>.</summary>
internal static class PackEndpoints
{
    /// <summary>Registers what makes packs and keeps them.</summary>
    public static IServiceCollection AddPaper(this IServiceCollection services, string data, TimeProvider clock) => services
        .AddSingleton(provider => new PackReader(provider.GetRequiredService<IRecord>(), clock))
        .AddSingleton(provider => new PackKeeper(
            provider.GetRequiredService<Desk.Desk>(), provider.GetRequiredService<Reactor>(), provider.GetRequiredService<PackReader>(), provider.GetRequiredService<Site>().LiveAsync,
            Path.Combine(data, "packs"), provider.GetRequiredService<ILogger<PackKeeper>>()))
        .AddHostedService(provider => provider.GetRequiredService<PackKeeper>())
        .AddHostedService(provider => new DowntimeWatch(
            provider.GetRequiredService<Desk.Desk>(), provider.GetRequiredService<IRecord>(), Path.Combine(data, "last-alive"), provider.GetRequiredService<ILogger<DowntimeWatch>>()));

    /// <summary>Maps <c>GET /api/batches/{id}/pack</c> and <c>/pack.pdf</c>.</summary>
    public static void MapPaper(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/batches/{id}").WithTags("Record").RequireAuthorization();
        api.MapGet("/pack", async (string id, string? number, PackReader packs, CancellationToken ct) => await ReadAsync(id, number, packs, ct) is { } facts
                ? Results.Content(PackPaper.Write(facts), "text/html; charset=utf-8")
                : Unknown(id, number))
            .Produces<string>(contentType: "text/html").Produces<Refusal>(StatusCodes.Status404NotFound)
            .WithSummary("A paper pack: by its number, or as the batch stands now.");
        api.MapGet("/pack.pdf", PdfAsync)
            .Produces(StatusCodes.Status200OK, contentType: "application/pdf").Produces<Refusal>(StatusCodes.Status404NotFound).Produces<Refusal>(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("The same, printed to PDF.");
    }

    private static Task<PackFacts?> ReadAsync(string id, string? number, PackReader packs, CancellationToken ct) =>
        number is null ? packs.NowAsync(id, ct) : packs.OfAsync(id, number, ct);

    private static IResult Unknown(string id, string? number) =>
        Results.NotFound(new Refusal("not-found", number is null ? $"There is no batch {id} that is being made. Check the batch number." : $"Batch {id} has no paper pack {number}. Check the number at the head of the pack."));

    private static async Task<IResult> PdfAsync(string id, string? number, PackReader packs, PrintQueue printers, HttpContext http, CancellationToken ct)
    {
        if (await ReadAsync(id, number, packs, ct) is not { } facts) return Unknown(id, number);
        try
        {
            var (pdf, reason) = await printers.PrintAsync(PackPaper.Write(facts), ct);
            return pdf is not null ? Results.File(pdf, "application/pdf", $"{facts.Number}.pdf")
                : Results.Json(new Refusal("print", $"There is no PDF: {reason}. Open the pack as a page, and print it from the browser."), statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        catch (PrintersBusyException busy)
        {
            http.Response.Headers.RetryAfter = "60";
            return Results.Json(new Refusal("busy", busy.Message), statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
