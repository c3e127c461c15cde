using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cellwright.Domain.Recipes.Variants;
using Cellwright.Domain.Recipes.Yaml;

namespace Cellwright.Domain.Recipes;

/// <summary>
/// The JSON Schema (draft-07, which YAML editors know best) of a recipe, from the same properties that the reader fills. It helps while
/// writing; what is right is decided by <see cref="RecipeCheck"/>.
/// </summary>
public static class RecipeSchema
{
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema as text, always the same for the same program.</summary>
    public static string Generate()
    {
        var definitions = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal)
        {
            ["duration"] = new JsonObject { ["type"] = "string", ["pattern"] = "^\\d+(\\.\\d+)? ?(d|h|min|s)$", ["description"] = "A duration, such as 24 h, 30 min, 90 s or 12 d." },
            ["formula"] = new JsonObject { ["type"] = "string", ["description"] = "A formula on recorded values, such as [A20/viability] < 80'%'." },
            ["range"] = Range(),
            ["flow"] = new JsonObject { ["type"] = "array", ["items"] = Reference("flow-item"), ["description"] = "Steps, one after the other." },
            ["flow-item"] = new JsonObject
            {
                ["anyOf"] = new JsonArray([.. Shape.StepTypes.Select(step => (JsonNode)Reference(step.Key)), .. Shape.FlowTypes.Select(flow => (JsonNode)Single(flow.Key, flow.Value))]),
            },
        };
        foreach (var type in Types(typeof(Recipe), []).Concat(Types(typeof(VariantText), []))) definitions.TryAdd(Name(type), Mapping(type));
        definitions.Remove(Name(typeof(Derivation)));
        definitions.Remove(Name(typeof(Overridden)));
        definitions.Remove(Name(typeof(VariantText)));
        var root = (JsonObject)definitions[Name(typeof(Recipe))];
        definitions.Remove(Name(typeof(Recipe)));
        OrVariant(root);
        var schema = new JsonObject { ["$schema"] = "http://json-schema.org/draft-07/schema#", ["title"] = "Cellwright recipe (master batch record)" };
        foreach (var (key, value) in root.ToList())
        {
            root.Remove(key);
            schema[key] = value;
        }

        schema["definitions"] = new JsonObject(definitions.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
        return schema.ToJsonString(Layout).ReplaceLineEndings("\n") + "\n";
    }

    // A recipe is whole, or extends another one.
    private static void OrVariant(JsonObject root)
    {
        var properties = (JsonObject)root["properties"]!;
        properties.Remove("resolved-from");
        properties["extends"] = Reference(Name(typeof(Extension)));
        properties["overrides"] = new JsonObject { ["type"] = "array", ["items"] = Reference(Name(typeof(Override))) };
        root["required"] = new JsonArray("id", "version");
        root["anyOf"] = new JsonArray(
            new JsonObject { ["required"] = new JsonArray("title", "product", "procedure") }, new JsonObject { ["required"] = new JsonArray("extends") });
    }

    private static JsonObject Mapping(Type type)
    {
        var fields = Shape.FieldsOf(type);
        var properties = new JsonObject();
        var required = new JsonArray();
        if (type.IsSubclassOf(typeof(Phase)))
        {
            properties["type"] = new JsonObject { ["const"] = Shape.Kebab(type.Name) };
            required.Add("type");
        }

        foreach (var field in fields)
        {
            var referred = type != typeof(Recipe) && Refers(Shape.ElementOf(field.Property.PropertyType) ?? field.Property.PropertyType);
            properties[field.Key] = Value(field.Property.PropertyType, referred);
            if (field.Required) required.Add(field.Key);
        }

        var mapping = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (required.Count > 0) mapping["required"] = required;
        return mapping;
    }

    private static JsonObject Value(Type type, bool referred)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Shape.ElementOf(type) is { } element) return new() { ["type"] = "array", ["items"] = Value(element, referred) };
        if (referred) return new() { ["type"] = "string" };
        if (type == typeof(string)) return new() { ["type"] = new JsonArray("string", "number") };
        if (type == typeof(double)) return new() { ["type"] = "number" };
        if (type == typeof(int)) return new() { ["type"] = "integer" };
        if (type == typeof(bool)) return new() { ["type"] = "boolean" };
        if (type.IsEnum) return new() { ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => JsonValue.Create(Shape.NameOf(name)))]) };
        return Reference(
            type == typeof(TimeSpan) ? "duration"
            : type == typeof(Formula) ? "formula"
            : type == typeof(Limits) ? "range"
            : type == typeof(Sequence) ? "flow"
            : Name(type));
    }

    private static JsonObject Single(string key, Type type) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { [key] = type == typeof(Parallel) ? new JsonObject { ["type"] = "array", ["items"] = Reference("flow") } : Reference(Name(type)) },
        ["required"] = new JsonArray(key),
        ["additionalProperties"] = false,
    };

    private static JsonObject Range()
    {
        var end = new JsonArray("number", "null");
        return new()
        {
            ["description"] = "A range, such as [36.5, 37.5], {low: 80} or {high: 60}.",
            ["anyOf"] = new JsonArray(
                new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = end }, ["minItems"] = 2, ["maxItems"] = 2 },
                new JsonObject
                {
                    ["type"] = "object", ["additionalProperties"] = false, ["minProperties"] = 1,
                    ["properties"] = new JsonObject { ["low"] = new JsonObject { ["type"] = end.DeepClone() }, ["high"] = new JsonObject { ["type"] = end.DeepClone() } },
                }),
        };
    }

    private static IEnumerable<Type> Types(Type type, HashSet<Type> seen)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Shape.ElementOf(type) is { } element) return Types(element, seen);
        if (type == typeof(Sequence)) return Shape.StepTypes.Values.Append(typeof(Choice)).Append(typeof(Repeat)).SelectMany(inner => Types(inner, seen));
        if (Scalars.Reads(type) || type == typeof(Limits) || !seen.Add(type)) return [];
        return Shape.FieldsOf(type).SelectMany(field => Types(field.Property.PropertyType, seen)).Prepend(type).ToList();
    }

    // A material or role is defined once, at the top, and elsewhere referred to by name.
    private static bool Refers(Type type) => type == typeof(Material) || type == typeof(EquipmentRole);

    private static string Name(Type type) => Shape.Kebab(type.Name);

    private static JsonObject Reference(string name) => new() { ["$ref"] = $"#/definitions/{name}" };
}
