using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cellwright.Domain.Basics;

/// <summary>Every event of the plant by its stored name, and its stored form. Names and members are for ever.</summary>
public static class EventCatalogue
{
    /// <summary>How events are stored: strict, so that a stored event is understood wholly or not at all.</summary>
    public static JsonSerializerOptions Options { get; } =
        new(JsonSerializerOptions.Strict)
        {
            Converters = { new JsonStringEnumConverter() },
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            RespectRequiredConstructorParameters = false,
        };

    /// <summary>Stored name to type.</summary>
    public static FrozenDictionary<string, Type> Types { get; } = typeof(EventCatalogue).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && IsEvent(type))
        .ToFrozenDictionary(type => type.Name);

    /// <summary>UTF-8 JSON of an event.</summary>
    public static byte[] Write(object happened) => JsonSerializer.SerializeToUtf8Bytes(happened, happened.GetType(), Options);

    /// <summary>The event of a stored entry.</summary>
    /// <exception cref="JsonException">The name is unknown to this version, or the form is not the event's.</exception>
    public static object Read(string name, ReadOnlySpan<byte> json) =>
        Types.TryGetValue(name, out var type)
            ? JsonSerializer.Deserialize(json, type, Options) ?? throw new JsonException($"The stored event {name} is empty.")
            : throw new JsonException($"This version of Cellwright does not know the event {name}.");

    private static bool IsEvent(Type type) =>
        type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(Event<>);
}
