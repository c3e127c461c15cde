using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Materials;
using Cellwright.Server.Hosting;

namespace Cellwright.Server.Materials;

/// <summary>What clients read of lots: the same as the pages show.</summary>
internal static class LotQueries
{
    public static void MapLots(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/lots").WithTags("Queries");
        api.MapGet("", (LotBook book, Desk.Desk desk) => List(book, desk.Now))
            .Produces<IEnumerable<LotRow>>().WithSummary("Lots, those first that need somebody, then those that expire first.");
        api.MapGet("/{id}", (string id, Desk.Desk desk, CancellationToken ct) => Of(id, desk, lot => lot, ct))
            .Produces<Lot>().WithSummary("A lot with every use of it.");
        api.MapGet("/{id}/release-statement", (string id, string evidence, Desk.Desk desk, CancellationToken ct) =>
                Of(id, desk, lot => new Statement(lot.ReleaseStatement(evidence.Trim()), Statements.Hash(lot.ReleaseStatement(evidence.Trim()))), ct))
            .Produces<Statement>().WithSummary("What a person who releases the lot is shown.");
    }

    private static IEnumerable<LotRow> List(LotBook book, DateTimeOffset now) => LotRow.Ordered(book.Lots, now).Select(lot => LotRow.Of(lot, now));

    private static async Task<IResult> Of<TAnswer>(string id, Desk.Desk desk, Func<Lot, TAnswer> answer, CancellationToken ct) =>
        await desk.StateAsync<Lot>(id, ct) is { Exists: true } lot
            ? Results.Ok(answer(lot))
            : Results.NotFound(new Refusal("not-found", $"There is no lot {id}. Check its label."));
}
