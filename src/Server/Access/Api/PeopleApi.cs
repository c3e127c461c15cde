using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Microsoft.EntityFrameworkCore;

namespace Cellwright.Server.Access.Api;

/// <summary>A person to be registered.</summary>
public sealed record NewPerson(Guid CommandId, string UserName, string Name, IReadOnlyList<string> Roles);

/// <summary>An act on a person, with its reason.</summary>
public sealed record PersonAct(Guid CommandId, string Reason);

/// <summary>All roles that a person holds from now on.</summary>
public sealed record NewRoles(Guid CommandId, IReadOnlyList<string> Roles, string Reason);

/// <summary>A one-time password, told once. Null when the person has chosen a password meanwhile.</summary>
/// <param name="UserName">User id.</param>
/// <param name="OneTimePassword">To be told to the person, who must change it at first sign-in.</param>
/// <param name="ValidUntil">When it lapses unused (UTC).</param>
/// <param name="Link">Where the person signs in.</param>
public sealed record Issued(string UserName, string? OneTimePassword, DateTimeOffset? ValidUntil, string Link);

/// <summary>A person with an account.</summary>
public sealed record PersonRow(string UserName, string Name, IReadOnlyList<string> Roles, bool Disabled, bool MustChoosePassword);

/// <summary>Managing people: the administrator's. The desk decides who may; a password never passes the administrator's eyes twice.</summary>
internal static class PeopleApi
{
    public static void MapPeople(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/people").WithTags("People");

        api.MapGet("/", async (HttpContext http, Callers callers, IPeople people, IDbContextFactory<AccessDb> databases) =>
        {
            if (await callers.PerformerAsync(http.User) is not { } by || !by.Holds(Role.Administrator))
                return Results.Json(new Refusal("role", "The list of accounts is the administrator's. Ask an administrator."), statusCode: 403);
            await using var database = await databases.CreateDbContextAsync();
            List<PersonRow> rows = [];
            foreach (var account in await database.Users.AsNoTracking().OrderBy(account => account.Id).ToListAsync())
            {
                var person = await people.FindAsync(account.Id);
                rows.Add(new(account.Id, person.Name, Names(person.Roles), person.Disabled, account.MustChoosePassword));
            }

            return Results.Ok(rows);
        }).WithSummary("Everybody with an account.").Produces<List<PersonRow>>().Produces<Refusal>(403);

        api.MapPost("/", async (NewPerson request, HttpContext http, Callers callers, IPeople people, Passwords passwords) =>
            Parse(request.Roles) is not { } roles
                ? Results.Conflict(UnknownRole)
                : await SendAsync(http, callers, people, request.CommandId, new RegisterPerson(request.UserName, request.Name, roles))
                    ?? Told(request.UserName, await passwords.IssueAsync(request.UserName, request.CommandId, registers: true)))
            .WithSummary("Registers a person and issues a one-time password.").Produces<Issued>().Produces<Refusal>(409);

        api.MapPost("/{userName}/reset", async (string userName, PersonAct request, HttpContext http, Callers callers, IPeople people, Passwords passwords, Sessions sessions) =>
        {
            if (await SendAsync(http, callers, people, request.CommandId, new ResetPassword(userName, request.Reason)) is { } refused) return refused;
            var issued = await passwords.IssueAsync(userName, request.CommandId);
            if (issued is not null) await sessions.EndAllOfAsync(userName);
            return Told(userName, issued);
        }).WithSummary("Replaces a forgotten password by a one-time password; open sessions end.").Produces<Issued>().Produces<Refusal>(409);

        api.MapPost("/{userName}/disable", async (string userName, PersonAct request, HttpContext http, Callers callers, IPeople people, Sessions sessions) =>
        {
            if (await SendAsync(http, callers, people, request.CommandId, new DisablePerson(userName, request.Reason)) is { } refused) return refused;
            await sessions.EndAllOfAsync(userName);
            return Results.NoContent();
        }).WithSummary("Takes access away at once; open sessions end.").Produces(204).Produces<Refusal>(409);

        api.MapPost("/{userName}/enable", async (string userName, PersonAct request, HttpContext http, Callers callers, IPeople people) =>
                await SendAsync(http, callers, people, request.CommandId, new EnablePerson(userName, request.Reason)) ?? Results.NoContent())
            .WithSummary("Gives access again.").Produces(204).Produces<Refusal>(409);

        api.MapPost("/{userName}/roles", async (string userName, NewRoles request, HttpContext http, Callers callers, IPeople people) =>
            Parse(request.Roles) is not { } roles
                ? Results.Conflict(UnknownRole)
                : await SendAsync(http, callers, people, request.CommandId, new ChangeRoles(userName, roles, request.Reason)) ?? Results.NoContent())
            .WithSummary("Gives a person another set of roles.").Produces(204).Produces<Refusal>(409);
    }

    private static Refusal UnknownRole => new("roles", $"Roles are {string.Join(", ", Enum.GetNames<Role>())}. Correct the list.");

    private static async Task<IResult?> SendAsync(HttpContext http, Callers callers, IPeople people, Guid commandId, Command<Person> command)
    {
        var (caller, refusal) = await callers.OfAsync(http.User, commandId);
        if (caller is not null) refusal = await people.SendAsync(command, caller);
        return refusal is null ? null : Results.Conflict(refusal);
    }

    private static IResult Told(string userName, OneTimePassword? issued) =>
        Results.Ok(new Issued(userName, issued?.Secret, issued?.ValidUntil, $"/sign-in?userName={Uri.EscapeDataString(userName)}"));

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
