using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Cellwright.Server.Desk;
using Cellwright.Server.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Cellwright.Server.Access.Api;

/// <summary>A person to be registered.</summary>
public sealed record NewPerson(Guid CommandId, string UserName, string Name, IReadOnlyList<string> Roles);

/// <summary>An act on a person, with its reason.</summary>
public sealed record PersonAct(Guid CommandId, string Reason);

/// <summary>An act on a person for which the reason stands in the record already.</summary>
public sealed record BareAct(Guid CommandId);

/// <summary>All roles that a person holds from now on.</summary>
public sealed record NewRoles(Guid CommandId, IReadOnlyList<string> Roles, string Reason);

/// <summary>A person with an account.</summary>
public sealed record PersonRow(string UserName, string Name, IReadOnlyList<string> Roles, bool Disabled, bool MustChoosePassword, bool SecondFactor);

/// <summary>Managing people. The desk decides who may; a password never passes the administrator's eyes twice.</summary>
internal static class PeopleApi
{
    public static void MapPeople(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/people").WithTags("People");

        api.MapGet("/", async (HttpContext http, Callers callers, IPeople people, IDbContextFactory<AccessDb> databases) =>
        {
            if (await callers.PerformerAsync(http.User) is not { } by || !by.Holds(Role.Administrator, Role.QA, Role.Supervisor))
                return Results.Json(new Refusal("role", "The list of accounts is for administrators, QA and supervisors. Ask one of them."), statusCode: 403);
            await using var database = await databases.CreateDbContextAsync();
            List<PersonRow> rows = [];
            foreach (var account in await database.Users.AsNoTracking().OrderBy(account => account.Id).ToListAsync())
            {
                var person = await people.FindAsync(account.Id);
                rows.Add(new(account.Id, person.Name, Names(person.Roles), person.Disabled, account.MustChoosePassword, account.TwoFactorEnabled));
            }

            return Results.Ok(rows);
        }).WithSummary("Everybody with an account.").Produces<List<PersonRow>>().Produces<Refusal>(403);

        api.MapPost("/", (NewPerson request, HttpContext http, Callers callers, Accounts accounts) =>
            IssueAsync(http, callers, request.CommandId, async caller => Parse(request.Roles) is { } roles
                ? await accounts.RegisterAsync(caller, new RegisterPerson(request.UserName, request.Name, roles))
                : (null, UnknownRole)))
            .WithSummary("Registers a person and issues a one-time password.").Produces<Issued>().Produces<Refusal>(409);

        api.MapPost("/{userName}/reset", (string userName, BareAct request, HttpContext http, Callers callers, Accounts accounts) =>
            IssueAsync(http, callers, request.CommandId, caller => accounts.ResetAsync(caller, userName)))
            .WithSummary("Carries out a reset that was asked for (AskForPasswordReset) and approved (ApprovePasswordReset): a one-time password; open sessions end.")
            .Produces<Issued>().Produces<Refusal>(409);

        api.MapGet("/{userName}/reset-statement", async (string userName, IPeople people) =>
                ApprovePasswordReset.Statement(await people.FindAsync(userName)) is { Length: > 0 } text
                    ? Results.Ok(new Statement(text, SignedText.Hash(text)))
                    : Results.NotFound(new Refusal("not-found", $"No reset of the password of {userName} waits for approval. Ask the administrator to ask for one.")))
            .WithSummary("What a person who approves the reset is shown.").Produces<Statement>().Produces<Refusal>(404);

        api.MapPost("/{userName}/disable", (string userName, PersonAct request, HttpContext http, Callers callers, Accounts accounts) =>
            ActAsync(http, callers, request.CommandId, caller => accounts.DisableAsync(caller, new DisablePerson(userName, request.Reason))))
            .WithSummary("Takes access away at once; open sessions end.").Produces(204).Produces<Refusal>(409);

        api.MapPost("/{userName}/enable", (string userName, PersonAct request, HttpContext http, Callers callers, Accounts accounts) =>
            ActAsync(http, callers, request.CommandId, caller => accounts.EnableAsync(caller, new EnablePerson(userName, request.Reason))))
            .WithSummary("Gives access again.").Produces(204).Produces<Refusal>(409);

        api.MapPost("/{userName}/roles", (string userName, NewRoles request, HttpContext http, Callers callers, Accounts accounts) =>
            ActAsync(http, callers, request.CommandId, async caller => Parse(request.Roles) is { } roles
                ? await accounts.ChangeRolesAsync(caller, new ChangeRoles(userName, roles, request.Reason))
                : UnknownRole))
            .WithSummary("Gives a person another set of roles.").Produces(204).Produces<Refusal>(409);

        routes.MapGet("/api/accountability", async (IPeople people) => await people.AccountabilityAsync() is { Version: { } version } statement
                ? Results.Ok(new { version, text = statement.Shown, shown = statement.Hash })
                : Results.NotFound(new Refusal("not-found", "The site has no statement of accountability yet. Quality issues it (IssueAccountability).")))
            .WithTags("People").WithSummary("The statement of accountability in force: what a person who acknowledges it is shown, and its hash.").Produces<Refusal>(404);
    }

    private static Refusal UnknownRole => new("roles", $"Roles are {string.Join(", ", Enum.GetNames<Role>())}. Correct the list.");

    private static async Task<IResult> IssueAsync(HttpContext http, Callers callers, Guid commandId, Func<Caller, Task<(Issued?, Refusal?)>> act)
    {
        var (caller, refusal) = await callers.OfAsync(http.User, commandId);
        if (caller is null) return Results.Conflict(refusal);
        (var issued, refusal) = await act(caller);
        return refusal is null ? Results.Ok(issued) : Results.Conflict(refusal);
    }

    private static async Task<IResult> ActAsync(HttpContext http, Callers callers, Guid commandId, Func<Caller, Task<Refusal?>> act)
    {
        var (caller, refusal) = await callers.OfAsync(http.User, commandId);
        if (caller is not null) refusal = await act(caller);
        return refusal is null ? Results.NoContent() : Results.Conflict(refusal);
    }

    private static IReadOnlyList<string> Names(IEnumerable<Role> roles) => [.. roles.Select(role => role.ToString()).Order()];

    private static ImmutableHashSet<Role>? Parse(IReadOnlyList<string> names)
    {
        var roles = ImmutableHashSet<Role>.Empty;
        foreach (var name in names)
        {
            if (!Enum.GetNames<Role>().Contains(name, StringComparer.OrdinalIgnoreCase)) return null;
            roles = roles.Add(Enum.Parse<Role>(name, ignoreCase: true));
        }

        return roles;
    }
}
