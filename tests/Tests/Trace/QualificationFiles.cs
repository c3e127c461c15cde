using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Cellwright.Tests.Trace;

/// <summary>From what a run left to the two files of the OQ report: <c>./test</c> calls it last.</summary>
public static class QualificationFiles
{
    /// <summary>How the report is written for programs.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes <c>oq-report.html</c> and <c>oq-report.json</c>; the exit code says only whether they could be written.</summary>
    /// <param name="results">Folder with the runner's results and exit codes.</param>
    /// <param name="artifacts">Where the report goes; the pictures of the run lie in <c>pictures</c> below it.</param>
    /// <param name="options">What <c>./test</c> was given.</param>
    public static int Write(string results, string artifacts, IEnumerable<string> options)
    {
        var report = Qualification.Of(
            TraceMatrix.Requirements(), TraceMatrix.Tests(), RunResults.ReadAll(results), Pictures(artifacts), DateTimeOffset.Now, Surroundings.Read(), string.Join(' ', options));
        Write(report, artifacts);
        Console.WriteLine($"OQ report: {report.Verdict.ToString().ToLowerInvariant()}, {report.Requirements.Count(one => one.Verdict == Verdict.Passed)} of {report.Requirements.Count} requirements passed: {Path.GetRelativePath(Checkout.Root, Path.Combine(artifacts, "oq-report.html"))}");
        return 0;
    }

    /// <summary>Writes a report.</summary>
    public static void Write(Qualification report, string artifacts)
    {
        Directory.CreateDirectory(artifacts);
        File.WriteAllText(Path.Combine(artifacts, "oq-report.json"), JsonSerializer.Serialize(report, Json) + "\n");
        File.WriteAllText(Path.Combine(artifacts, "oq-report.html"), QualificationPage.Of(report));
    }

    /// <summary>Pictures by the test that took them: <c>Browser.Guides.OperatorsDay.Sign_in.1.png</c>.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<EvidencePicture>> Pictures(string artifacts)
    {
        var folder = Path.Combine(artifacts, "pictures");
        if (!Directory.Exists(folder)) return new Dictionary<string, IReadOnlyList<EvidencePicture>>();
        return Directory.GetFiles(folder, "*.png").Order(StringComparer.Ordinal)
            .GroupBy(path => Path.GetFileNameWithoutExtension(Path.GetFileNameWithoutExtension(path)))
            .ToDictionary(group => group.Key, IReadOnlyList<EvidencePicture> (group) => [.. group.Select(path => new EvidencePicture($"pictures/{Path.GetFileName(path)}", Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))))]);
    }
}
