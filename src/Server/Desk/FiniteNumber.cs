using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cellwright.Server.Desk;

/// <summary>Numbers of a command: those of JSON, but not those that are too large to be kept and would be read as infinite.</summary>
internal sealed class FiniteNumber : JsonConverter<double>
{
    /// <inheritdoc />
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.Number) throw new JsonException("A number is asked for.");
        return reader.GetDouble() is var value && double.IsFinite(value) ? value : throw new JsonException("The number is too large to be kept.");
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
}
