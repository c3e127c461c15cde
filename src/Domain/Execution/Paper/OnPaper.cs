using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Execution.Paper;

/// <summary>An act that may be done on paper and entered afterwards. One mechanism enters them all: <see cref="Commands.EnterFromPaper"/>.</summary>
public interface IOnPaper
{
    /// <summary>Key of the step in which it is done.</summary>
    string Step { get; }

    /// <summary>What was done, for whoever compares it with the paper.</summary>
    string Words { get; }
}

/// <summary>One act as the paper has it.</summary>
/// <param name="DoneBy">User id of whoever did it.</param>
/// <param name="DoneAt">When, as the paper says.</param>
/// <param name="Act">The command that would have been given if the server had been there.</param>
public sealed record PaperAct(string DoneBy, DateTimeOffset DoneAt, [property: JsonConverter(typeof(PaperActForm))] Command<Batch> Act);

/// <summary>The form of an act within a command: <c>{"command": "StartStep", "fields": {…}}</c>.</summary>
public sealed class PaperActForm : JsonConverter<Command<Batch>>
{
    private static readonly FrozenDictionary<string, Type> Types = typeof(IOnPaper).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(IOnPaper))).ToFrozenDictionary(type => type.Name);

    /// <summary>Names of the commands that may be entered from paper.</summary>
    public static IEnumerable<string> Names => Types.Keys.Order(StringComparer.Ordinal);

    /// <inheritdoc />
    public override Command<Batch> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var form = JsonDocument.ParseValue(ref reader);
        if (form.RootElement.ValueKind != JsonValueKind.Object || !form.RootElement.TryGetProperty("command", out var name) || !form.RootElement.TryGetProperty("fields", out var fields)
            || name.ValueKind != JsonValueKind.String || form.RootElement.EnumerateObject().Count() != 2)
            throw new JsonException("An act on paper has two members: 'command', its name, and 'fields', an object.");
        return Types.TryGetValue(name.GetString()!, out var type)
            ? (Command<Batch>)(fields.Deserialize(type, options) ?? throw new JsonException("The fields of an act on paper are missing."))
            : throw new JsonException($"'{name.GetString()}' is not done on paper. These are: {string.Join(", ", Names)}.");
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, Command<Batch> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("command", value.GetType().Name);
        writer.WritePropertyName("fields");
        JsonSerializer.Serialize(writer, value, value.GetType(), options);
        writer.WriteEndObject();
    }
}
