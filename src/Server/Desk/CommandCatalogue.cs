using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using Cellwright.Domain.Basics;

namespace Cellwright.Server.Desk;

/// <summary>A command as the outside sees it.</summary>
/// <param name="Name">Name in the address, e.g. <c>StartStep</c>.</param>
/// <param name="Type">Its type: the fields are the body.</param>
/// <param name="Roles">Who may give it.</param>
/// <param name="Meaning">Meaning of its signature, or null when it is not signed.</param>
public sealed record CommandEntry(string Name, Type Type, IReadOnlyList<Role> Roles, string? Meaning)
{
    /// <summary>Gives the command, whatever the type of its state.</summary>
    public required Func<Desk, object, Caller, CancellationToken, Task<Answer>> Send { get; init; }

    /// <summary>Records that it was refused before it could be decided.</summary>
    public required Func<Desk, object, Caller, Refusal, CancellationToken, Task<Answer>> Refuse { get; init; }

    /// <summary>Says what would become of it.</summary>
    public required Func<Desk, object, Caller, CancellationToken, Task<Refusal?>> Consider { get; init; }
}

/// <summary>Every command that a person may give, found by reflection: a new command is one file in the domain.</summary>
public static class CommandCatalogue
{
    /// <summary>By name.</summary>
    public static FrozenDictionary<string, CommandEntry> ByName { get; } = typeof(Command<>).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && StateOf(type) is not null && !type.IsDefined(typeof(OwnEndpointAttribute)))
        .Select(Entry)
        .Where(entry => entry.Roles.Any(role => role != Role.System))
        .ToFrozenDictionary(entry => entry.Name);

    /// <summary>Reads a command's fields.</summary>
    /// <exception cref="JsonException">The body is not the command's: the message says which field.</exception>
    public static object Read(CommandEntry entry, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object) throw new JsonException("The member 'command' holds its fields as an object.");
        foreach (var field in Required.GetOrAdd(entry.Type, RequiredOf))
            if (!body.EnumerateObject().Any(given => given.Name.Equals(field, StringComparison.OrdinalIgnoreCase)))
                throw new JsonException($"The field '{field}' is missing.");
        return body.Deserialize(entry.Type, Options)!;
    }

    private static readonly ConcurrentDictionary<Type, IReadOnlyList<string>> Required = new();

    // A field that may be null, or has a default, may be left out.
    private static IReadOnlyList<string> RequiredOf(Type command)
    {
        var nullability = new NullabilityInfoContext();
        return [.. command.GetConstructors()[0].GetParameters()
            .Where(field => !field.HasDefaultValue && nullability.Create(field).WriteState != NullabilityState.Nullable)
            .Select(field => JsonNamingPolicy.CamelCase.ConvertName(field.Name!))];
    }

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(), new FiniteNumber() },
    };

    private static CommandEntry Entry(Type type) =>
        new(type.Name, type, Authority.RolesFor(type), type.GetCustomAttribute<SignedAttribute>()?.Meaning)
        {
            Send = Typed<Func<Desk, object, Caller, CancellationToken, Task<Answer>>>(nameof(SendTyped), type),
            Refuse = Typed<Func<Desk, object, Caller, Refusal, CancellationToken, Task<Answer>>>(nameof(RefuseTyped), type),
            Consider = Typed<Func<Desk, object, Caller, CancellationToken, Task<Refusal?>>>(nameof(ConsiderTyped), type),
        };

    private static T Typed<T>(string method, Type command)
        where T : Delegate =>
        typeof(CommandCatalogue).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(StateOf(command)!)
            .CreateDelegate<T>();

    private static Task<Answer> SendTyped<TState>(Desk desk, object command, Caller caller, CancellationToken ct)
        where TState : IStream<TState> => desk.SendAsync((Command<TState>)command, caller, ct);

    private static Task<Answer> RefuseTyped<TState>(Desk desk, object command, Caller caller, Refusal refusal, CancellationToken ct)
        where TState : IStream<TState> => desk.RefuseAsync((Command<TState>)command, caller, refusal, ct);

    private static Task<Refusal?> ConsiderTyped<TState>(Desk desk, object command, Caller caller, CancellationToken ct)
        where TState : IStream<TState> => desk.ConsiderAsync((Command<TState>)command, caller, ct);

    private static Type? StateOf(Type? type)
    {
        for (; type is not null; type = type.BaseType)
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Command<>)) return type.GetGenericArguments()[0];
        return null;
    }
}
