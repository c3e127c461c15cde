namespace Cellwright.Ledger;

/// <summary>An export is not in its form.</summary>
/// <param name="file">The damaged file inside, or null where the whole cannot be read.</param>
/// <param name="message">One sentence.</param>
public sealed class ExportFormatException(string? file, string message) : Exception(message)
{
    /// <summary>The damaged file inside the export, or null.</summary>
    public string? File { get; } = file;
}
