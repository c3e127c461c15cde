using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Monitoring;
using Cellwright.Server.Access;
using Cellwright.Server.Desk;
using Cellwright.Server.Hosting;

namespace Cellwright.Server.Monitoring;

/// <summary>Monitoring over HTTP: models, what they say of batches, and the fitting of new ones.</summary>
internal static class MonitoringEndpoints
{
    public static void MapMonitoring(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Monitoring");
        api.MapGet("/models", (MonitoringBook book, CancellationToken ct) => book.ModelsAsync(ct))
            .Produces<IReadOnlyList<ModelView>>().WithSummary("Every monitoring model on record, and where it stands in its life.");
        api.MapPost("/models", FitAsync)
            .Produces<Answer>().Produces<Refusal>(400).Produces<Refusal>(409)
            .WithSummary("Fits a model to the completed batches of a recipe, or to a run of a room or utility in control, keeps its file and submits it (SubmitModel): for Engineer.");
        api.MapGet("/models/{name}", async (string name, MonitoringBook book, CancellationToken ct) =>
                (await book.ModelsAsync(ct)).FirstOrDefault(model => model.Name == name) is { } found ? Results.Ok(found) : NoModel(name))
            .Produces<ModelView>().WithSummary("A monitoring model with its card, its approval and its standing.");
        api.MapGet("/models/{name}/comparison", async (string name, MonitoringBook book, CancellationToken ct) =>
                await book.CompareAsync(name, ct) is { } comparison ? Results.Ok(comparison) : NoModel(name))
            .Produces<ModelComparison>().WithSummary("A model beside the one in force, on every batch that either followed: what shadow mode is for.");
        api.MapGet("/models/{name}/approval-statement", (string name, Desk.Desk desk, CancellationToken ct) => ShownAsync(name, desk, ModelStatements.Approval, ct))
            .Produces<Statement>().WithSummary("What a person who approves the model is shown.");
        api.MapGet("/models/{name}/retirement-statement", (string name, string reason, Desk.Desk desk, CancellationToken ct) => ShownAsync(name, desk, model => ModelStatements.Retirement(model, reason.Trim()), ct))
            .Produces<Statement>().WithSummary("What a person who retires the model is shown.");
        api.MapGet("/equipment/{id}/monitoring", async (string id, Desk.Desk desk, EquipmentMonitoringBook book, CancellationToken ct) =>
                await book.OfAsync(await desk.StateAsync<EquipmentItem>(id, ct), ct) is { } view ? Results.Ok(view) : NoRoom(id))
            .Produces<EquipmentMonitoringView>().WithSummary("What models say of a room or utility: state now, the latest hours of statistics with limits, every alarm on record.");
        api.MapGet("/equipment/{id}/monitoring/alarms/{ordinal:int}/recomputation", async (string id, int ordinal, bool? end, EquipmentMonitoringBook book, CancellationToken ct) =>
                await book.AgainAsync(id, ordinal, end == true, ct) is { } again ? Results.Ok(again) : NotFound($"{id} has no alarm {ordinal}{(end == true ? " that a model ended" : "")}. Look at what is on record."))
            .Produces<EquipmentRecomputation>().WithSummary("A recorded alarm of a room or utility (with end=true its end), computed again from the readings, and whether it is the same to the last byte.");
        api.MapGet("/batches/{id}/monitoring", async (string id, Desk.Desk desk, MonitoringBook book, CancellationToken ct) =>
                await desk.StateAsync<Batch>(id, ct) is { Recipe: not null } batch ? Results.Ok(await book.OfAsync(batch, ct)) : NotFound($"There is no batch {id}. Check its number."))
            .Produces<BatchMonitoringView>().WithSummary("What models say of a batch: verdict, statistics with limits, each tag against its own band, everything on record.");
        api.MapGet("/batches/{id}/monitoring/verdicts/{ordinal:int}/recomputation", async (string id, int ordinal, MonitoringBook book, CancellationToken ct) =>
                await book.AgainAsync(id, ordinal, ct) is { } again ? Results.Ok(again) : NotFound($"Batch {id} has no verdict {ordinal}. Look at what is on record."))
            .Produces<Recomputation>().WithSummary("A recorded verdict, computed again from the record and the readings, and whether it is the same to the last byte.");
    }

    private static async Task<IResult> FitAsync(FitModel asked, HttpContext http, Callers callers, MonitoringBook book)
    {
        if (asked.CommandId == Guid.Empty) return Results.BadRequest(new Refusal("command-id", "The command has no id. Make one when the act begins, and keep it for a retry."));
        var (caller, refusal) = await callers.OfAsync(http.User, asked.CommandId);
        if (caller is null) return Results.Conflict(refusal);
        var answer = await book.SubmitAsync(asked, caller);
        return answer.Refusal is null ? Results.Ok(answer) : Results.Conflict(answer.Refusal);
    }

    private static async Task<IResult> ShownAsync(string name, Desk.Desk desk, Func<MonitoringModel, string> statement, CancellationToken ct)
    {
        if (await desk.StateAsync<MonitoringModel>(name, ct) is not { Exists: true } model) return NoModel(name);
        var text = statement(model);
        return Results.Ok(new Statement(text, SignedText.Hash(text)));
    }

    private static IResult NoRoom(string id) => NotFound($"{id} is no room or utility in service, which runs without batches. Look at the monitoring of the batches that use it.");

    private static IResult NoModel(string name) => NotFound($"There is no monitoring model {name}. Write it as name@version.");

    private static IResult NotFound(string sentence) => Results.NotFound(new Refusal("not-found", sentence));
}
