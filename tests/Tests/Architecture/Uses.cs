using System.Reflection;
using System.Reflection.Emit;

namespace Cellwright.Tests.Architecture;

/// <summary>What the compiled code of a type uses: read from its signatures and from the instructions of its methods.</summary>
internal static class Uses
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>Every type and every member that <paramref name="type"/> uses, its nested types not counted.</summary>
    public static IEnumerable<MemberInfo> Of(Type type)
    {
        var direct = Members(type).OfType<MemberInfo>().ToList();
        return direct.Concat(direct.SelectMany(TypesOf)).SelectMany(IEnumerable<MemberInfo> (member) => member is Type used ? Parts(used) : [member]).Distinct();
    }

    /// <summary>A name for people.</summary>
    public static string Name(MemberInfo member) => member is Type type ? type.FullName ?? type.Name : $"{member.DeclaringType?.FullName}.{member.Name}";

    private static IEnumerable<MemberInfo?> Members(Type type)
    {
        yield return type.BaseType;
        foreach (var one in type.GetInterfaces()) yield return one;
        foreach (var field in type.GetFields(All)) yield return field.FieldType;
        foreach (var attribute in type.GetCustomAttributesData()) yield return attribute.AttributeType;
        foreach (var method in Methods(type))
        {
            if (method is MethodInfo { ReturnType: { } returned }) yield return returned;
            foreach (var parameter in method.GetParameters()) yield return parameter.ParameterType;
            foreach (var (_, operand) in Instructions(method)) if (operand is MemberInfo used) yield return used;
            foreach (var local in method.GetMethodBody()?.LocalVariables ?? []) yield return local.LocalType;
        }
    }

    private static IEnumerable<Type> TypesOf(MemberInfo member) => member switch
    {
        FieldInfo field => [field.FieldType, field.DeclaringType!],
        MethodInfo { IsGenericMethod: true } generic => [.. generic.GetGenericArguments(), generic.ReturnType, generic.DeclaringType!],
        MethodInfo method => [method.ReturnType, method.DeclaringType!],
        ConstructorInfo constructor => [constructor.DeclaringType!],
        _ => [],
    };

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Prepend(type.GetGenericTypeDefinition())
        : [type];

    /// <summary>The methods and constructors that a type declares itself, without those of its nested types.</summary>
    public static IEnumerable<MethodBase> Methods(Type type) => type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All));

    /// <summary>The instructions of a method that name something: its code, and the member or the text that it names.</summary>
    public static IEnumerable<(OpCode Code, object Operand)> Instructions(MethodBase method)
    {
        var il = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var (ofType, ofMethod) = (method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null, method.IsGenericMethod ? method.GetGenericArguments() : null);
        for (var at = 0; at < il.Length;)
        {
            var code = il[at] == 0xFE ? Codes[(short)(0xFE00 | il[at + 1])] : Codes[il[at]];
            at += code.Size;
            if (code.OperandType is OperandType.InlineString)
                yield return (code, method.Module.ResolveString(BitConverter.ToInt32(il, at)));
            else if (code.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineType or OperandType.InlineTok
                && method.Module.ResolveMember(BitConverter.ToInt32(il, at), ofType, ofMethod) is { } member)
                yield return (code, member);
            at += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
                _ => 4,
            };
        }
    }
}
