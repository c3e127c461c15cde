using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Cellwright.Domain.Recipes.Yaml;

/// <summary>A field as it stands in the text.</summary>
/// <param name="Key">Kebab-case of the property.</param>
/// <param name="Property">The property that it fills.</param>
/// <param name="Required">True when it must be there.</param>
internal sealed record Field(string Key, PropertyInfo Property, bool Required);

/// <summary>How the text of a type looks: derived from its properties, so that a new field or step type needs no second place.</summary>
internal static class Shape
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<Field>> Known = new();

    /// <summary>Step types by their name in the text, found by reflection.</summary>
    public static IReadOnlyDictionary<string, Type> StepTypes { get; } =
        typeof(Phase).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Phase)) && !type.IsAbstract)
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .ToDictionary(type => Kebab(type.Name));

    /// <summary>What else may stand in a flow, by its key.</summary>
    public static IReadOnlyDictionary<string, Type> FlowTypes { get; } = new Dictionary<string, Type>
    {
        ["parallel"] = typeof(Parallel), ["choice"] = typeof(Choice), ["repeat"] = typeof(Repeat),
    };

    public static IReadOnlyList<Field> FieldsOf(Type type) => Known.GetOrAdd(type, Read);

    public static string Kebab(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0) text.Append('-');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    /// <summary>Name of an enumeration's member in the text: CPP stays, FromEdge becomes from-edge.</summary>
    public static string NameOf(string member) => member.All(char.IsUpper) ? member : Kebab(member);

    /// <summary>The element type when <paramref name="type"/> is a list.</summary>
    public static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static List<Field> Read(Type type)
    {
        var nullability = new NullabilityInfoContext();
        var positional = PositionalConstructor(type)?.GetParameters().ToDictionary(parameter => parameter.Name!);
        return
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.SetMethod is not null && !(type == typeof(Recipe) && property.Name is nameof(Recipe.Hash) or nameof(Recipe.Text)))
                .OrderBy(property => Depth(property.DeclaringType!)).ThenBy(property => property.MetadataToken)
                .Select(property => new Field(
                    Kebab(property.Name),
                    property,
                    positional?.TryGetValue(property.Name, out var parameter) == true
                        ? !parameter.HasDefaultValue && nullability.Create(parameter).WriteState == NullabilityState.NotNull
                        : property.IsDefined(typeof(RequiredMemberAttribute)))),
        ];
    }

    /// <summary>The constructor of a positional record, or null for a type that is filled by its properties.</summary>
    public static ConstructorInfo? PositionalConstructor(Type type) =>
        type.GetConstructors().FirstOrDefault(constructor => constructor.GetParameters().Length > 0);

    private static int Depth(Type type) => type.BaseType is { } parent ? 1 + Depth(parent) : 0;
}
