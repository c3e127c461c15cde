using System.Text.Json;
using System.Text.Json.Serialization;
using Cellwright.Domain.Basics;
using Cellwright.Server.Access;

namespace Cellwright.Server.Desk;

/// <summary>A command as it comes over HTTP.</summary>
/// <param name="CommandId">Id made by the client when the act began; a retry bears the same.</param>
/// <param name="Command">The command's fields.</param>
/// <param name="ExpectedVersion">Version that the person saw, or absent when it does not matter.</param>
/// <param name="Signature">Token of a signature just given (<c>POST /api/signatures</c>), for a signed command.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CommandRequest(Guid CommandId, JsonElement Command, long? ExpectedVersion, string? Signature);

/// <summary>The HTTP door for every command of the domain: <c>POST /api/commands/{name}</c>.</summary>
internal static class CommandEndpoints
{
    public static void MapCommands(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/commands").WithTags("Commands");
        group.MapPost("/{name}/consider", ConsiderAsync)
            .WithSummary("What would become of a command now: 204 when it would stand, else the refusal. Nothing is recorded.")
            .Produces(204).Produces<Refusal>(409).Produces<Refusal>(400).Produces<Refusal>(404);
        group.MapPost("/{name}", (string name) => Unknown(name)).ExcludeFromDescription();
        foreach (var entry in CommandCatalogue.ByName.Values.OrderBy(entry => entry.Name, StringComparer.Ordinal))
            group.MapPost(entry.Name, (CommandRequest request, HttpContext http, Desk desk, Callers callers, CancellationToken ct) =>
                    GiveAsync(entry, request, http, desk, callers, ct))
                .WithName(entry.Name)
                .WithSummary($"{entry.Name}({string.Join(", ", entry.Type.GetConstructors()[0].GetParameters().Select(p => p.Name))})"
                    + $": for {string.Join(" or ", entry.Roles)}{(entry.Meaning is null ? "" : $", signed ({entry.Meaning})")}.")
                .Produces<Answer>().Produces<Refusal>(409).Produces<Refusal>(400).Produces<Refusal>(503);
    }

    private static IResult Unknown(string name) => CommandCatalogue.ByName.ContainsKey(name)
        ? Results.Json(new Refusal("request", "The body is not declared as JSON. Send it with the content type application/json."), statusCode: 415)
        : Results.NotFound(new Refusal("command", $"There is no command {name} that a person can give here. Choose one of the list in /openapi/v1.json."));

    private static async Task<IResult> ConsiderAsync(
        string name, CommandRequest request, HttpContext http, Desk desk, Callers callers, CancellationToken ct)
    {
        if (!CommandCatalogue.ByName.TryGetValue(name, out var entry))
            return Unknown(name);
        try
        {
            var (caller, refusal) = await callers.OfAsync(http.User, request.CommandId);
            refusal ??= await entry.Consider(desk, CommandCatalogue.Read(entry, request.Command), caller!, ct);
            return refusal is null ? Results.NoContent() : Results.Conflict(refusal);
        }
        catch (JsonException wrong)
        {
            return Results.BadRequest(new Refusal("command", $"This is not a {name}: {UnknownMember.Said(wrong)} Correct its fields and send it again."));
        }
    }

    private static async Task<IResult> GiveAsync(
        CommandEntry entry, CommandRequest request, HttpContext http, Desk desk, Callers callers, CancellationToken ct)
    {
        if (request.CommandId == Guid.Empty)
            return Results.BadRequest(new Refusal("command-id", "The command has no id. Make one when the act begins, and keep it for a retry."));
        object command;
        try
        {
            command = CommandCatalogue.Read(entry, request.Command);
        }
        catch (JsonException wrong)
        {
            return Results.BadRequest(new Refusal("command", $"This is not a {entry.Name}: {UnknownMember.Said(wrong)} Correct its fields and send it again."));
        }

        try
        {
            // The act goes on when the client hangs up: it asks again with the same id.
            var (caller, refusal) = await callers.OfAsync(http.User, request.CommandId, request.Signature, request.ExpectedVersion);
            var answer = caller is not null
                ? await entry.Send(desk, command, caller, CancellationToken.None)
                : await RefusedAsync(entry, command, request, http, desk, callers, refusal!);
            return answer.Refusal is null ? Results.Ok(answer) : Results.Conflict(answer.Refusal);
        }
        catch (ArgumentException wrong)
        {
            return Results.BadRequest(new Refusal("command", $"This {entry.Name} cannot be recorded: {wrong.Message} Correct its fields and send it again."));
        }
    }

    // Whose signature does not hold has attempted the act all the same, and the record says so.
    private static async Task<Answer> RefusedAsync(
        CommandEntry entry, object command, CommandRequest request, HttpContext http, Desk desk, Callers callers, Refusal refusal)
    {
        var (unsigned, _) = await callers.OfAsync(http.User, request.CommandId);
        return unsigned is null ? new Answer(refusal, 0, []) : await entry.Refuse(desk, command, unsigned, refusal, CancellationToken.None);
    }
}
