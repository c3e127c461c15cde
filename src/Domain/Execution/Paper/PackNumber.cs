using System.Globalization;

namespace Cellwright.Domain.Execution.Paper;

/// <summary>Numbers of paper packs: the batch, and the version of its record that the pack shows. So a pack that the server kept on disk has its number without anybody having asked for it.</summary>
public static class PackNumber
{
    /// <summary>E.g. <c>B-0001-P17</c>.</summary>
    public static string Of(string batch, long version) => string.Create(CultureInfo.InvariantCulture, $"{batch}-P{version}");

    /// <summary>The version that a pack of this batch shows, or null for what is no number of a pack of it.</summary>
    public static long? VersionOf(string batch, string number) =>
        number.StartsWith(batch + "-P", StringComparison.Ordinal)
        && long.TryParse(number.AsSpan(batch.Length + 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0 && number == Of(batch, version)
            ? version
            : null;

    /// <summary>The label that a pack gives to its n-th sample, e.g. <c>B-0001-P17-S2</c>.</summary>
    public static string Label(string pack, int ordinal) => string.Create(CultureInfo.InvariantCulture, $"{pack}-S{ordinal}");

    /// <summary>True for a label that a pack of this batch may have given.</summary>
    internal static bool IsLabel(string batch, string label) =>
        label.LastIndexOf("-S", StringComparison.Ordinal) is > 0 and var cut && VersionOf(batch, label[..cut]) is not null
        && int.TryParse(label.AsSpan(cut + 2), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) && label == Label(label[..cut], ordinal);
}

/// <summary>A paper pack that was printed.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Version">Version of the batch's record that it shows.</param>
/// <param name="Copy">Which print of the same pack, from 1.</param>
/// <param name="By">User id of whoever printed it.</param>
/// <param name="At">When.</param>
/// <param name="Voids">Number of the pack that it makes void, or null.</param>
public sealed record PrintedPack(string Number, long Version, int Copy, string By, DateTimeOffset At, string? Voids);
