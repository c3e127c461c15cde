using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Ledger;
using Cellwright.Server.Execution;
using Cellwright.Server.Pages;
using Cellwright.Server.Readings;

namespace Cellwright.Server.Hosting;

/// <summary>What clients read: the same figures that the pages show.</summary>
internal static class Queries
{
    public static void MapQueries(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Queries");
        api.MapGet("/batches", async (string? after, int? most, Site site, CancellationToken ct) =>
            {
                if (most < 1) return Results.BadRequest(new Refusal("most", "Ask for at least one batch at once, or leave the number out to get all."));
                await site.CaughtUpAsync(ct); // also what was answered a moment ago is on the list
                return Results.Ok(site.NumbersAfter(after ?? "").Take(most ?? int.MaxValue));
            })
            .Produces<IEnumerable<string>>().Produces<Refusal>(StatusCodes.Status400BadRequest).Produces<Refusal>(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("Numbers of all batches, in order.")
            .WithDescription("A site of years has tens of thousands: ask for so many at `most`, and go on `after` the last of them until nothing more comes.");
        api.MapGet("/batches/{id}", async (string id, Desk.Desk desk, CancellationToken ct) =>
                await desk.ReadAsync<Batch>(id, ct) is { State.Recipe: not null } batch
                    ? Results.Ok(BatchView.Of(batch.State, batch.Version))
                    : NotFound($"There is no batch {id}. Check its number."))
            .Produces<BatchView>().WithSummary("A batch: where it stands, what can be done now, what was recorded.");
        api.MapGet("/batches/{id}/steps/{step}/statement", async (string id, string step, string? entry, Desk.Desk desk, CancellationToken ct) =>
            {
                var batch = await desk.StateAsync<Batch>(id, ct);
                if (batch.Step(step) is null) return NotFound($"Step {step} of batch {id} has not been started. Start it first.");
                return Shown(entry is null ? Statements.Step(batch, step) : Statements.Entry(batch, step, entry));
            })
            .Produces<Statement>().WithSummary("What a person who signs this step, or verifies this entry, is shown.");
        api.MapGet("/batches/{id}/abort-statement", async (string id, string reason, Desk.Desk desk, CancellationToken ct) =>
                await desk.StateAsync<Batch>(id, ct) is { Recipe: not null } batch
                    ? Shown(Statements.Abort(batch, reason.Trim()))
                    : NotFound($"There is no batch {id}. Check its number."))
            .Produces<Statement>().WithSummary("What a person who aborts the batch is shown.");
        api.MapGet("/recipes/{name}", async (string name, Desk.Desk desk, CancellationToken ct) =>
                await desk.StateAsync<Master>(name, ct) is { Exists: true } master
                    ? Results.Ok(master)
                    : NotFound($"There is no recipe {name}. Write it as id@version."))
            .Produces<Master>().WithSummary("A master record with its approvals.");
        api.MapGet("/recipes/{name}/approval-statement", async (string name, DateTimeOffset? effectiveFrom, Desk.Desk desk, CancellationToken ct) =>
                await desk.StateAsync<Master>(name, ct) is { Exists: true } master
                    ? Shown(MasterStatements.Approval(master, effectiveFrom))
                    : NotFound($"There is no recipe {name}. Write it as id@version."))
            .Produces<Statement>().WithSummary("What a person who approves the version is shown.");
        api.MapGet("/recipes/{name}/retirement-statement", async (string name, string reason, Desk.Desk desk, CancellationToken ct) =>
                await desk.StateAsync<Master>(name, ct) is { Exists: true } master
                    ? Shown(MasterStatements.Retirement(master, reason.Trim()))
                    : NotFound($"There is no recipe {name}. Write it as id@version."))
            .Produces<Statement>().WithSummary("What a person who retires the version is shown.");
        api.MapGet("/readings/{equipment}/{tag}", async (string equipment, string tag, DateTimeOffset from, DateTimeOffset to, ReadingStore store) =>
                await store.WindowAsync(equipment, tag, from, to))
            .WithSummary("Readings of a tag between two times of the source.");
        api.MapGet("/ledger", (Integrator integrator, SiteKey key) =>
                new { health = integrator.Health, origin = key.Origin, fingerprint = key.Public.Fingerprint, key = key.Public.Pem })
            .WithSummary("Health of the record, and the public key that checks it.");
    }

    private static IResult Shown(string text) => Results.Ok(new Statement(text, Statements.Hash(text)));

    private static IResult NotFound(string sentence) => Results.NotFound(new Refusal("not-found", sentence));
}

/// <summary>What is shown to a person who signs, and its hash, which the signature binds.</summary>
public sealed record Statement(string Text, string Shown);
