using System.Globalization;
using System.Text.RegularExpressions;

namespace Cellwright.Tests.Statistics;

/// <summary>One file of NIST's Statistical Reference Datasets: the certified values in its text, and its data as they are written.</summary>
internal sealed partial class Strd
{
    private readonly string[] lines;

    private Strd(string path) => (Name, lines) = (Path.GetFileNameWithoutExtension(path), File.ReadAllLines(path));

    public string Name { get; }

    /// <summary>All files of a family, so that sets which are added are asked too.</summary>
    public static IEnumerable<Strd> All(string family) =>
        Directory.EnumerateFiles(Shared.Path("oracles", "nist_strd", family), "*.dat").Order(StringComparer.Ordinal).Select(path => new Strd(path));

    /// <summary>Correct digits: -log10 of the relative error, of the absolute error where the certified value is zero; at most 15, as many as are certified.</summary>
    public static double Digits(double found, double certified)
    {
        var error = certified == 0 ? Math.Abs(found) : Math.Abs(found - certified) / Math.Abs(certified);
        return error == 0 ? 15 : Math.Min(15, -Math.Log10(error));
    }

    /// <summary>The numbers on the first line that matches, after the match.</summary>
    public double[] After(string pattern)
    {
        var line = lines.First(one => Regex.IsMatch(one, pattern));
        return [.. Numbers(line[(Regex.Match(line, pattern).Index + Regex.Match(line, pattern).Length)..]).Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
    }

    /// <summary>The certified estimates and their standard deviations.</summary>
    public (double Estimate, double Deviation)[] Coefficients() =>
        [.. lines.Where(line => Regex.IsMatch(line, @"^\s+[Bb]\d+\s")).Select(line => Numbers(line.Trim()[2..]).Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray()).Select(pair => (pair[^2], pair[^1]))];

    /// <summary>Both starts of a nonlinear set.</summary>
    public double[][] Starts() => [.. Enumerable.Range(0, 2).Select(start => Nonlinear().Select(row => row[start]).ToArray())];

    /// <summary>The certified estimates of a nonlinear set and their standard deviations.</summary>
    public (double Estimate, double Deviation)[] Estimates() => [.. Nonlinear().Select(row => (row[2], row[3]))];

    private IEnumerable<double[]> Nonlinear() => lines.Where(line => Regex.IsMatch(line, @"^\s*b\d+\s+=")).Select(line => Numbers(line[line.IndexOf('=', StringComparison.Ordinal)..]).Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray());

    /// <summary>The text of the data: rows of numbers after the last line that is no such row.</summary>
    public decimal[][] Data()
    {
        var last = Array.FindLastIndex(lines, line => line.Trim().Length > 0 && (!RowOfNumbers().IsMatch(line) || IsHeading(line)));
        return [.. lines[(last + 1)..].Where(line => line.Trim().Length > 0).Select(line => Numbers(line).Select(text => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)).ToArray())];
    }

    private static IEnumerable<string> Numbers(string text) => Number().Matches(text).Select(match => match.Value);

    /// <summary>A row "1 2 3 …" that numbers the treatments.</summary>
    private static bool IsHeading(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 2 } parts && parts.Select((part, i) => part == $"{i + 1}").All(same => same);

    [GeneratedRegex(@"^[\s\d.eE+-]+$")]
    private static partial Regex RowOfNumbers();

    [GeneratedRegex(@"(?<![\w.])[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?(?![\w])")]
    private static partial Regex Number();
}
