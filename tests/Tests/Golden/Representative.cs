using System.Collections.Immutable;
using System.Text.Json;

namespace Cellwright.Tests.Golden;

/// <summary>An instance of a stored type in which every member says something.</summary>
internal static class Representative
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 8, 0, 0, 250, TimeSpan.FromHours(1));

    public static object Of(Type type, string name)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return $"{char.ToLowerInvariant(name[0])}{name[1..]} é-1";
        if (type == typeof(double)) return 36.900000000000006;
        if (type == typeof(decimal)) return 1.250m;
        if (type == typeof(int) || type == typeof(long)) return Convert.ChangeType(7, type, null);
        if (type == typeof(bool)) return true;
        if (type == typeof(DateTimeOffset)) return At;
        if (type == typeof(JsonElement)) return JsonElement.Parse("""{"BatchId":"B-1"}""");
        if (type.IsEnum) return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableList<>)) return Filled(typeof(ImmutableList), type, name);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableHashSet<>)) return Filled(typeof(ImmutableHashSet), type, name);

        var constructor = type.GetConstructors().OrderByDescending(one => one.GetParameters().Length).First();
        var made = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Of(parameter.ParameterType, parameter.Name!))]);
        var given = constructor.GetParameters().Select(parameter => parameter.Name).ToHashSet();
        foreach (var property in type.GetProperties().Where(property => property.CanWrite && !given.Contains(property.Name)))
            property.SetValue(made, Of(property.PropertyType, property.Name));
        return made;
    }

    private static object Filled(Type factory, Type list, string name)
    {
        var element = list.GetGenericArguments()[0];
        var create = factory.GetMethods().Single(method => method.Name == "Create" && method.GetParameters() is [{ ParameterType.IsGenericMethodParameter: true }]);
        return create.MakeGenericMethod(element).Invoke(null, [Of(element, name)])!;
    }
}
