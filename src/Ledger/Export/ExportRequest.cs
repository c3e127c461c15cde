namespace Cellwright.Ledger;

/// <summary>What is to be exported.</summary>
/// <param name="Subject">What it is about, on one line, e.g. <c>batch/B-0001</c>.</param>
/// <param name="Streams">The streams to take, each whole as far as it is under a checkpoint; null for the whole ledger.</param>
/// <param name="Attachments">Files that go with it.</param>
/// <param name="Made">When it is made, with UTC offset.</param>
public sealed record ExportRequest(string Subject, IReadOnlyCollection<string>? Streams, IReadOnlyList<Attachment> Attachments, DateTimeOffset Made);

/// <summary>A file that goes with an export under the site's signature: the printed record, readings.</summary>
/// <param name="Name">Path of ASCII letters, digits, dots, dashes and slashes, e.g. <c>readings/segment-1.parquet</c>.</param>
/// <param name="Open">Opens it for reading.</param>
public sealed record Attachment(string Name, Func<Stream> Open)
{
    /// <summary>A file that is at hand.</summary>
    public static Attachment Of(string name, byte[] contents) => new(name, () => new MemoryStream(contents, writable: false));

    /// <summary>A file on disk.</summary>
    public static Attachment OfFile(string name, string path) => new(name, () => File.OpenRead(path));
}
