using Cellwright.Domain.Basics;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Drafts;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Server.Hosting;
using Cellwright.Server.Pages;
using Cellwright.Server.Readings;

namespace Cellwright.Server.Recipes;

/// <summary>A text to look at.</summary>
/// <param name="Text">A recipe or a variant.</param>
public sealed record RecipeText(string Text);

/// <summary>What a back-test compares.</summary>
/// <param name="Text">The changed text; or <paramref name="Recipe"/>.</param>
/// <param name="Recipe">The changed recipe on record, <c>id@version</c> or <c>draft:id</c>; or <paramref name="Text"/>.</param>
/// <param name="Against">The recipe before the change; without it the version in force.</param>
public sealed record BackTestRequest(string? Text, string? Recipe, string? Against);

/// <summary>What a step, a parameter or the whole changed, as programs read it.</summary>
public sealed record ChangeView(string Kind, string? Phase, string? Parameter, string Field, string? From, string? To, string? Class, string Sentence);

/// <summary>Questions about recipes and drafts: the same answers that the pages show.</summary>
internal static class RecipeQueries
{
    public static void MapRecipes(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Recipes");
        api.MapGet("/recipes", async (Site site, Desk.Desk desk) =>
            {
                var all = await site.MastersAsync();
                return all.Select(master => new { master.Name, master.Hash, master.ContentHash, Extends = master.Resolved?.Base, Standing = Lifecycle.Of(master, all, desk.Now), master.EffectiveFrom, master.Author, master.SubmittedAt });
            })
            .WithSummary("Every version of every master record, and where it stands in its life.");
        api.MapPost("/recipes/check", async (RecipeText asked, RecipeShelf shelf, CancellationToken ct) => (await shelf.LookAsync(asked.Text, ct)).Findings)
            .Produces<IReadOnlyList<Finding>>().WithSummary("What is wrong with a text, with line and column; a variant's base is taken from the record.");
        api.MapGet("/recipes/changes", async (string from, string to, RecipeShelf shelf, CancellationToken ct) =>
            {
                if (await shelf.FindAsync(from, ct) is not { Recipe: { } before }) return Missing(from);
                if (await shelf.FindAsync(to, ct) is not { Recipe: { } after }) return Missing(to);
                return Results.Ok(RecipeDiff.Compare(before, after).Select(change => new ChangeView(
                    change.Kind.ToString(), change.Phase, change.Parameter, change.Field, change.From, change.To, change.Class?.ToString(), change.ToString())));
            })
            .Produces<IReadOnlyList<ChangeView>>().WithSummary("What changed between two recipes: id@version, or draft:id.");
        api.MapPost("/recipes/backtest", BackTestAsync)
            .Produces<BackTestView>().WithSummary("What changed limits would have flagged in the executed batches, before anyone signs them.");
        api.MapGet("/drafts", async (Desk.Desk desk, CancellationToken ct) => (await desk.StatesAsync<Draft>("", ct)).Select(draft => new
            {
                draft.Id, draft.From, Revision = draft.Revisions.Count, draft.Latest.By, draft.Latest.At, draft.PutAway, draft.SubmittedAs,
                OpenComments = draft.Comments.Count(comment => comment.ResolvedBy is null),
            }))
            .WithSummary("Drafts of master records.");
        api.MapGet("/drafts/{id}", async (string id, Desk.Desk desk, CancellationToken ct) =>
                await desk.StateAsync<Draft>(id, ct) is { Exists: true } draft ? Results.Ok(draft) : Results.NotFound(new Refusal("not-found", $"There is no draft {id}. Choose one of the list.")))
            .Produces<Draft>().WithSummary("A draft with its revisions, comments and rehearsals.");
    }

    private static async Task<IResult> BackTestAsync(BackTestRequest asked, RecipeShelf shelf, Site site, ReadingStore store, CancellationToken ct)
    {
        var after = asked.Text is { } text ? (await shelf.LookAsync(text, ct)).Recipe : asked.Recipe is { } name ? (await shelf.FindAsync(name, ct))?.Recipe : null;
        if (after is null) return asked.Recipe is { } missing ? Missing(missing) : Results.BadRequest(new Refusal("recipe", "The text cannot be read. Check it first."));
        if ((asked.Against ?? await shelf.BeforeAsync(after, ct)) is not { } against)
            return Results.NotFound(new Refusal("not-found", $"There is no other version of {after.Id} to compare with. Name one as against."));
        if (await shelf.FindAsync(against, ct) is not { Recipe: { } before }) return Missing(against);
        var (executed, older) = await site.ExecutedAsync(before, after, BackTests.MostBatches, ct);
        return Results.Ok(BackTestView.Of(await BackTests.RunAsync(before, after, executed, older, store.WindowAsync, null, ct)));
    }

    private static IResult Missing(string name) =>
        Results.NotFound(new Refusal("not-found", $"There is no recipe {name} that can be read. Write it as id@version, or draft:id."));
}
