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
    public static object Read(CommandEntry entry, JsonElement body) =>
        body.Deserialize(entry.Type, Options) ?? throw new JsonException("the command is empty");

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    private static CommandEntry Entry(Type type) =>
        new(type.Name, type, Authority.RolesFor(type), type.GetCustomAttribute<SignedAttribute>()?.Meaning)
        {
            Send = Typed<Task<Answer>>(nameof(SendTyped), type),
            Consider = Typed<Task<Refusal?>>(nameof(ConsiderTyped), type),
        };

    private static Func<Desk, object, Caller, CancellationToken, T> Typed<T>(string method, Type command) =>
        typeof(CommandCatalogue).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(StateOf(command)!)
            .CreateDelegate<Func<Desk, object, Caller, CancellationToken, T>>();

    private static Task<Answer> SendTyped<TState>(Desk desk, object command, Caller caller, CancellationToken ct)
        where TState : IStream<TState> => desk.SendAsync((Command<TState>)command, caller, ct);

    private static Task<Refusal?> ConsiderTyped<TState>(Desk desk, object command, Caller caller, CancellationToken ct)
        where TState : IStream<TState> => desk.ConsiderAsync((Command<TState>)command, caller, ct);

    private static Type? StateOf(Type? type)
    {
        for (; type is not null; type = type.BaseType)
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Command<>)) return type.GetGenericArguments()[0];
        return null;
    }
}
