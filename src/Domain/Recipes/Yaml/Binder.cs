using System.Reflection;
using System.Runtime.CompilerServices;
using Cellwright.Domain.Basics.Units;
using YamlDotNet.RepresentationModel;

namespace Cellwright.Domain.Recipes.Yaml;

/// <summary>Fills objects from nodes by <see cref="Shape"/>. What is wrong becomes a finding and null, and reading goes on, so that one run reports everything.</summary>
internal sealed class Binder(Findings findings, Marks marks, Func<string, Unit?> unitOf)
{
    private readonly Dictionary<string, Material> materials = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EquipmentRole> roles = new(StringComparer.Ordinal);
    private readonly Scalars scalars = new(findings, marks, unitOf);

    public object? Bind(YamlNode node, Type type, string what)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Shape.ElementOf(type) is { } element) return List(node, element, what);
        if (type == typeof(Limits)) return Limits(node, what);
        if (type == typeof(Sequence)) return Flow(node, what);
        if (type == typeof(Parallel)) return List(node, typeof(Sequence), what) is IReadOnlyList<Sequence> branches ? Marked(new Parallel(branches), node) : null;
        if (node is YamlScalarNode scalar)
        {
            if (type == typeof(Material)) return Named(scalar, materials, "material");
            if (type == typeof(EquipmentRole)) return Named(scalar, roles, "equipment role");
            if (Scalars.Reads(type)) return scalars.Read(scalar, type, what);
        }
        else if (Scalars.Reads(type))
        {
            findings.Error(node, "value", $"{what} is one value, and not a list or mapping.");
            return null;
        }

        return node is YamlMappingNode mapping ? Object(mapping, type, what) : Wrong(node, $"{what} is a mapping with the keys {Keys(type)}.");
    }

    private object? Object(YamlMappingNode mapping, Type type, string what)
    {
        var fields = Shape.FieldsOf(type);
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        var whole = true;
        var misspelt = new HashSet<string?>(StringComparer.Ordinal);
        foreach (var (key, _) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (fields.Any(field => field.Key == name) || (name == "type" && type.IsSubclassOf(typeof(Phase)))) continue;
            findings.Error(key, "unknown-key", $"{what} has no key {name}.{Spelling.Suggest(name, fields.Select(field => field.Key))}");
            misspelt.Add(Spelling.Nearest(name, fields.Select(field => field.Key)));
            whole = false;
        }

        foreach (var field in fields)
        {
            var node = mapping.Child(field.Key);
            if (node is null || (Scalars.IsNull(node) && !field.Required))
            {
                if (!field.Required) continue;
                if (!misspelt.Contains(field.Key)) findings.Error(mapping, "missing-key", $"{what} lacks the key {field.Key}.");
                whole = false;
                continue;
            }

            var value = Bind(node, field.Property.PropertyType, $"{field.Key} of {char.ToLowerInvariant(what[0])}{what[1..]}");
            if (value is null) whole = false;
            else values[field.Property.Name] = value;
        }

        if (!whole && type != typeof(Recipe) && type != typeof(UnitProcedure) && type != typeof(Operation)) return null;
        return Create(type, values) is { } created ? Registered(Marked(created, mapping)) : null;
    }

    private static object? Create(Type type, Dictionary<string, object?> values)
    {
        if (Shape.PositionalConstructor(type) is { } constructor)
        {
            var parameters = constructor.GetParameters();
            if (parameters.Any(parameter => parameter.ParameterType == typeof(Sequence) && !values.ContainsKey(parameter.Name!))) return null;
            return constructor.Invoke([.. parameters.Select(parameter =>
                values.GetValueOrDefault(parameter.Name!) ?? (parameter.HasDefaultValue ? parameter.DefaultValue : Blank(parameter.ParameterType)))]);
        }

        var created = Activator.CreateInstance(type)!;
        foreach (var field in Shape.FieldsOf(type))
        {
            if (values.TryGetValue(field.Property.Name, out var value)) field.Property.SetValue(created, value);
            else if (field.Required && Blank(field.Property.PropertyType) is { } blank) field.Property.SetValue(created, blank);
        }

        return created;
    }

    // A recipe with mistakes is still looked through for more of them; it is never handed out.
    private static object? Blank(Type type) =>
        type == typeof(string) ? ""
        : Shape.ElementOf(type) is { } element ? Array.CreateInstance(element, 0)
        : type.IsValueType && Nullable.GetUnderlyingType(type) is null ? RuntimeHelpers.GetUninitializedObject(type)
        : null;

    private object? List(YamlNode node, Type element, string what)
    {
        if (node is not YamlSequenceNode sequence) return Wrong(node, $"{what} is a list.");
        var items = sequence.Children.Select((child, index) => Bind(child, element, $"Item {index + 1} of {char.ToLowerInvariant(what[0])}{what[1..]}")).OfType<object>().ToList();
        if (items.Count < sequence.Children.Count && element != typeof(UnitProcedure) && element != typeof(Operation) && element != typeof(Material)) return null;
        var list = Array.CreateInstance(element, items.Count);
        for (var index = 0; index < items.Count; index++) list.SetValue(items[index], index);
        return list;
    }

    private Sequence? Flow(YamlNode node, string what)
    {
        if (node is not YamlSequenceNode sequence)
        {
            findings.Error(node, "value", $"{what} is a list of steps, one after the other.");
            return null;
        }

        return Marked(new Sequence([.. sequence.Children.Select(FlowItem).OfType<FlowNode>()]), node);
    }

    private FlowNode? FlowItem(YamlNode node)
    {
        if (node is not YamlMappingNode mapping) return (FlowNode?)Wrong(node, "A step is a mapping with type, id and title, or one of parallel, choice and repeat.");
        if (mapping.Scalar("type") is { } name)
        {
            var id = mapping.Scalar("id") is { Length: > 0 } given ? given : "without id";
            if (!Shape.StepTypes.TryGetValue(name, out var type))
                return (FlowNode?)Wrong(mapping.Child("type")!, $"There is no step type {name}.{Spelling.Suggest(name, Shape.StepTypes.Keys)} Types are {string.Join(", ", Shape.StepTypes.Keys)}.", "unknown-type");
            return Bind(mapping, type, $"Step {id}") is Phase phase ? Marked(new PhaseNode(phase), node) : null;
        }

        var key = (mapping.Children.FirstOrDefault().Key as YamlScalarNode)?.Value ?? "";
        if (mapping.Children.Count == 1 && Shape.FlowTypes.TryGetValue(key, out var flow))
            return (FlowNode?)Bind(mapping.Children[0].Value, flow, $"{char.ToUpperInvariant(key[0])}{key[1..]}");
        return (FlowNode?)Wrong(node, $"A step has a type, or is one of {string.Join(", ", Shape.FlowTypes.Keys)}.{Spelling.Suggest(key, [.. Shape.FlowTypes.Keys, "type"])}");
    }

    private Limits? Limits(YamlNode node, string what)
    {
        var (low, high) = node switch
        {
            YamlSequenceNode { Children: [var first, var second] } => (first, second),
            YamlMappingNode mapping when mapping.Children.Count > 0 && mapping.Children.Keys.All(key => key is YamlScalarNode { Value: "low" or "high" }) => (mapping.Child("low"), mapping.Child("high")),
            _ => ((YamlNode?)null, (YamlNode?)null),
        };
        if (low is null && high is null) return (Limits?)Wrong(node, $"{what} is a range, such as [36.5, 37.5], {{low: 80}} or {{high: 60}}.");
        return Number(low, what, out var least) && Number(high, what, out var greatest) ? Marked(new Limits(least, greatest), node) : null;
    }

    private bool Number(YamlNode? node, string what, out double? number)
    {
        number = null;
        if (node is null || Scalars.IsNull(node)) return true;
        number = (double?)Bind(node, typeof(double), what);
        return number is not null;
    }

    private T? Named<T>(YamlScalarNode scalar, Dictionary<string, T> known, string kind)
        where T : class
    {
        if (known.TryGetValue(scalar.Value ?? "", out var found)) return found;
        findings.Error(scalar, "unknown-reference", $"There is no {kind} {scalar.Value}.{Spelling.Suggest(scalar.Value ?? "", known.Keys)}");
        return null;
    }

    private object Registered(object read)
    {
        if (read is Material material && !materials.TryAdd(material.Name, material))
            findings.Error(marks.Of(read, "name"), "duplicate-id", $"Two materials are called {material.Name}.");
        if (read is EquipmentRole role && !roles.TryAdd(role.Name, role))
            findings.Error(marks.Of(read, "name"), "duplicate-id", $"Two equipment roles are called {role.Name}.");
        return read;
    }

    private T Marked<T>(T read, YamlNode node)
        where T : class
    {
        marks.Set(read, node);
        return read;
    }

    private object? Wrong(YamlNode node, string sentence, string rule = "value")
    {
        findings.Error(node, rule, sentence);
        return null;
    }

    private static string Keys(Type type) => string.Join(", ", Shape.FieldsOf(type).Select(field => field.Key));
}
