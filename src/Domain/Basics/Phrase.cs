using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cellwright.Domain.Basics;

/// <summary>
/// A piece of a sentence that a rule says: a named case with its values. In the record, in refusals and towards programs it is the
/// English here; a page may word the same case in another language (decision 0026).
/// </summary>
/// <param name="key">Name of the case; one wording for each.</param>
/// <param name="english">Composite format of the English wording.</param>
/// <param name="values">Its values: names and numbers as they stand in the record, or phrases.</param>
[JsonConverter(typeof(PhraseJson))]
public sealed class Phrase(string key, string english, params object[] values) : IEquatable<Phrase>
{
    /// <summary>Name of the case.</summary>
    public string Key => key;

    /// <summary>Its values.</summary>
    public IReadOnlyList<object> Values => values;

    /// <summary>What somebody said, which is in no other language.</summary>
    public static Phrase Verbatim(string text) => new("verbatim", "{0}", text);

    /// <summary>In English.</summary>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, english, values);

    /// <inheritdoc />
    public bool Equals(Phrase? other) => other is not null && other.Key == Key && other.ToString() == ToString();

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Phrase);

    /// <inheritdoc />
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);
}

/// <summary>Towards programs a phrase is its English text.</summary>
public sealed class PhraseJson : JsonConverter<Phrase>
{
    /// <inheritdoc />
    public override Phrase Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Phrase.Verbatim(reader.GetString() ?? "");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, Phrase value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
