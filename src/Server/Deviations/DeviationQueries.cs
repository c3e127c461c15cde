using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Server.Hosting;
using Cellwright.Server.Pages;

namespace Cellwright.Server.Deviations;

/// <summary>What clients read of deviations: the same as the pages show.</summary>
internal static class DeviationQueries
{
    public static void MapDeviations(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/deviations").WithTags("Queries");
        api.MapGet("", (Site site, string? batch, DeviationStatus? status, DeviationSeverity? severity, string? assignee, bool? unassigned, bool? holding, bool? overdue, bool? closed) =>
                site.DeviationsByRisk(new DeviationFilter(batch, status, severity, assignee, unassigned ?? false, holding ?? false, overdue ?? false, closed ?? true)).Select(one => one.Row))
            .Produces<IEnumerable<DeviationRow>>().WithSummary("Deviations in the order of risk, filtered.");
        api.MapGet("/{id}", (string id, Desk.Desk desk, CancellationToken ct) => Of(id, desk, (deviation, _) => Task.FromResult(Results.Ok(deviation)), ct))
            .Produces<Deviation>().WithSummary("A deviation with its evidence and all the work on it.");
        api.MapGet("/{id}/context", (string id, Desk.Desk desk, Relations relations, CancellationToken ct) => Of(id, desk, async (deviation, batch) =>
                Results.Ok(await DeviationContext.OfAsync(deviation, batch, relations, desk.Now, ct)), ct))
            .Produces<DeviationContext>().WithSummary("Computed from the whole record: risk, what recurs, other batches that may be affected, alternatives of the recipe, what a closure still needs.");
        api.MapGet("/{id}/statement", (string id, string justification, Desk.Desk desk, CancellationToken ct) => Of(id, desk, (deviation, _) => Shown(deviation.Statement(justification.Trim())), ct))
            .Produces<Statement>().WithSummary("What a person who decides to continue is shown.");
        api.MapGet("/{id}/alternative-statement", (string id, string alternative, string justification, Desk.Desk desk, CancellationToken ct) => Of(id, desk, (deviation, batch) =>
                Alternatives.Offered(batch, deviation.Step).FirstOrDefault(phase => phase.Id == alternative) is { } phase
                    ? Shown(DeviationStatements.Alternative(deviation, phase, justification.Trim()))
                    : Task.FromResult(NotFound($"The recipe does not offer {alternative} instead of step {deviation.Step} now. Choose one that it offers.")), ct))
            .Produces<Statement>().WithSummary("What a person who decides on an alternative step is shown.");
        api.MapGet("/{id}/abort-statement", (string id, string reason, Desk.Desk desk, CancellationToken ct) => Of(id, desk, (deviation, batch) => Shown(DeviationStatements.Abort(deviation, batch, reason.Trim())), ct))
            .Produces<Statement>().WithSummary("What a person who aborts the batch for the deviation is shown.");
        api.MapGet("/{id}/closure-statement", (string id, string conclusion, Desk.Desk desk, CancellationToken ct) => Of(id, desk, (deviation, _) => Shown(DeviationStatements.Closure(deviation, conclusion.Trim())), ct))
            .Produces<Statement>().WithSummary("What a person who closes the deviation is shown.");
        api.MapGet("/{id}/actions/{number:int}/effectiveness-statement", (string id, int number, bool effective, string findings, Desk.Desk desk, CancellationToken ct) => Of(id, desk, (deviation, _) =>
                deviation.Actions.ElementAtOrDefault(number - 1) is not null
                    ? Shown(DeviationStatements.Effectiveness(deviation, number, effective, findings.Trim()))
                    : Task.FromResult(NotFound($"{id} has no action {number}. Check its number.")), ct))
            .Produces<Statement>().WithSummary("What a person who says whether an action has worked is shown.");
    }

    private static async Task<IResult> Of(string id, Desk.Desk desk, Func<Deviation, Batch, Task<IResult>> answer, CancellationToken ct) =>
        await desk.StateAsync<Deviation>(id, ct) is { Status: not DeviationStatus.None } deviation
            ? await answer(deviation, await desk.StateAsync<Batch>(deviation.BatchId, ct))
            : NotFound($"There is no deviation {id}. Check its number.");

    private static Task<IResult> Shown(string text) => Task.FromResult(Results.Ok(new Statement(text, Statements.Hash(text))));

    private static IResult NotFound(string sentence) => Results.NotFound(new Refusal("not-found", sentence));
}
