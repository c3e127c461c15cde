using Cellwright.Domain.Basics;
using Cellwright.Server.Access;
using Cellwright.Server.Hosting;
using Cellwright.Server.Recipes;

namespace Cellwright.Server.Rehearsing;

/// <summary>Puts rehearsals in.</summary>
internal static class RehearsalSetup
{
    public static void AddRehearsals(this IServiceCollection services, SiteOptions options) =>
        services.AddSingleton(provider => new Rehearsals(
            Path.Combine(options.Data, "rehearsals"), Path.Combine(AppContext.BaseDirectory, "cellwright.dll"),
            provider.GetRequiredService<Desk.Desk>(), provider.GetRequiredService<RecipeShelf>(), provider.GetRequiredService<ILogger<Rehearsals>>()));

    public static void MapRehearsals(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/drafts/{id}/rehearsal").WithTags("Recipes");
        api.MapPost("", async (string id, HttpContext http, Callers callers, Rehearsals rehearsals, CancellationToken ct) =>
                await callers.PerformerAsync(http.User) is not { } person ? Results.Conflict(new Refusal("session", "The session has ended. Sign in again."))
                : await rehearsals.StartAsync(id, person, ct) is { } refusal ? Results.Conflict(refusal)
                : Results.Accepted($"/api/drafts/{id}/rehearsal", rehearsals.Of(id)))
            .Produces<Rehearsal>(202).Produces<Refusal>(409).WithSummary("Runs the latest revision of a draft against the virtual plant, in a process and a record of its own.");
        api.MapGet("", (string id, Rehearsals rehearsals) =>
                rehearsals.Of(id) is { } rehearsal ? Results.Ok(rehearsal) : Results.NotFound(new Refusal("not-found", $"No rehearsal of {id} was started since the server began. Start one first.")))
            .Produces<Rehearsal>().WithSummary("How far the rehearsal of a draft is, and its verdict.");
    }
}
