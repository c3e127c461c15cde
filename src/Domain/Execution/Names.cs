using System.Text.RegularExpressions;

namespace Cellwright.Domain.Execution;

internal static partial class Names
{
    public static bool IsBatchNumber(string text) => BatchNumber().IsMatch(text);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9-]{2,39}\z")]
    private static partial Regex BatchNumber();
}
