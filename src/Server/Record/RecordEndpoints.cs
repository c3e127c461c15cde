using Cellwright.Ledger;
using Cellwright.Server.Readings;

namespace Cellwright.Server.Record;

/// <summary>The record over HTTP, for whoever is signed in.</summary>
public static class RecordEndpoints
{
    /// <summary>Registers the export.</summary>
    public static IServiceCollection AddRecordExport(this IServiceCollection services, TimeProvider clock) =>
        services.AddSingleton(_ => new PrintQueue(PdfPrinter.PrintAsync)).AddSingleton(provider => new BatchExport(
            provider.GetRequiredService<IRecord>(), provider.GetRequiredService<SiteKey>(), provider.GetRequiredService<ReadingStore>().WindowAsync, clock,
            provider.GetRequiredService<PrintQueue>().PrintAsync));

    /// <summary>Maps <c>GET /api/batches/{id}/export</c> and <c>GET /api/batches/{id}/record</c>.</summary>
    public static IEndpointRouteBuilder MapRecord(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/batches/{id}").WithTags("Record").RequireAuthorization();
        api.MapGet("/export", ExportAsync)
            .Produces(StatusCodes.Status200OK, contentType: "application/vnd.cellwright+zip").Produces<Domain.Basics.Refusal>(StatusCodes.Status404NotFound).Produces<Domain.Basics.Refusal>(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("The batch's record as one file that `cellwright verify` checks.");
        api.MapGet("/record", RecordAsync)
            .Produces<string>(contentType: "text/html").Produces<Domain.Basics.Refusal>(StatusCodes.Status404NotFound)
            .WithSummary("The executed batch record for people, as it stands now.");
        return routes;
    }

    private static async Task<IResult> ExportAsync(string id, BatchExport export, HttpContext http, CancellationToken ct)
    {
        var file = Path.Combine(Path.GetTempPath(), $"cellwright-{Guid.NewGuid():N}.cellwright");
        try
        {
            return await export.WriteAsync(id, file, ct) switch
            {
                // Open and without a name: it is gone when the answer is sent, whatever becomes of the connection.
                Exported => Results.File(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Delete, 1 << 16, FileOptions.DeleteOnClose), "application/vnd.cellwright+zip", $"{id}.cellwright"),
                ExportRefused refused => Results.NotFound(refused.Refusal),
                _ => Results.StatusCode(StatusCodes.Status500InternalServerError),
            };
        }
        catch (PrintersBusyException busy)
        {
            File.Delete(file);
            http.Response.Headers.RetryAfter = "60";
            return Results.Json(new Domain.Basics.Refusal("busy", busy.Message), statusCode: StatusCodes.Status503ServiceUnavailable);
        }
        catch
        {
            File.Delete(file);
            throw;
        }
    }

    private static async Task<IResult> RecordAsync(string id, IRecord record, ReadingStore readings, CancellationToken ct)
    {
        var entries = await BatchStreams.ReadAsync(record, id, ct);
        if (entries.Count == 0) return Results.NotFound(new Domain.Basics.Refusal("not-found", $"There is no batch {id}. Check its number."));
        var executed = ExecutedRecord.Of(id, entries);
        return Results.Content(HtmlRecord.Write(executed, await StepTrend.AllAsync(executed, readings.WindowAsync), null), "text/html; charset=utf-8");
    }
}
