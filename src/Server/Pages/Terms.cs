using Microsoft.Extensions.Localization;

namespace Cellwright.Server.Pages;

/// <summary>Members of enumerations as words: roles, classes, severities. Each stands under its own name in the text file.</summary>
public sealed class Terms(IStringLocalizer<Terms> texts)
{
    /// <summary>A member as a word by itself, e.g. <c>Critical</c>.</summary>
    public string Of<TEnum>(TEnum member)
        where TEnum : struct, Enum => texts[$"{typeof(TEnum).Name}.{member}"];

    /// <summary>A member within a sentence, e.g. <c>critical</c>; in other languages as it was translated.</summary>
    public string Small<TEnum>(TEnum member)
        where TEnum : struct, Enum =>
        Languages.SpeaksEnglish ? Of(member).ToLowerInvariant() : Of(member);
}
