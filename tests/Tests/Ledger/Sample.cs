using System.Security.Cryptography;
using System.Text;
using Cellwright.Ledger;

namespace Cellwright.Tests.Ledger;

/// <summary>Appends as a batch makes them.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.FromHours(1));

    public static Append Step(string stream, long expected, int entries = 1, Guid? command = null, string note = "", int size = 0) => new(
        stream, expected, command ?? Guid.NewGuid(), Hash(stream + note), "operator-7", Noon,
        [.. Enumerable.Range(1, entries).Select(i => new NewEntry("StepCompleted", Json($"{{\"step\":{i},\"note\":\"{note}{new string('x', size)}\"}}")))]);

    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    public static byte[] Json(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A folder of its own, for the caller to remove.</summary>
    public static string NewFolder() => Directory.CreateTempSubdirectory("cellwright-ledger-").FullName;
}
