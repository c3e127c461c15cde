using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cellwright.Server.Desk;

/// <summary>A member that is not known here is refused rather than overlooked: whoever misspells the version that was seen must not act on another.</summary>
internal static partial class UnknownMember
{
    /// <summary>What is wrong with a body, without the names of our types.</summary>
    public static string Said(JsonException wrong) => Unmapped().Match(wrong.Message) is { Success: true } found ? $"It has no member '{found.Groups["name"].Value}'." : wrong.Message;

    [GeneratedRegex(@"\AThe JSON property '(?<name>.*)' could not be mapped to any \.NET member")]
    private static partial Regex Unmapped();
}
