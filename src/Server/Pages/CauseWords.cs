using System.Globalization;
using Cellwright.Server.Monitoring.Across;
using Cellwright.Statistics.Monitoring.Across;
using Microsoft.Extensions.Localization;

namespace Cellwright.Server.Pages;

/// <summary>What moved batches, in sentences. Names of facts and changes are those of <see cref="Facts"/> and <see cref="Causes.ChangesIn"/>; several that always went together are joined.</summary>
public sealed class CauseWords(IStringLocalizer<CauseWords> T, Site site)
{
    private const string Joint = " / ";
    private const double Least = 1e-4;

    /// <summary>A fact, e.g. <c>Lot of medium</c>.</summary>
    public string Fact(string name) => string.Join(Joint, name.Split(Joint).Select(one =>
        one.StartsWith(Facts.Equipment, StringComparison.Ordinal) ? T["equipment", one[Facts.Equipment.Length..]].Value
        : one.StartsWith(Facts.Lot, StringComparison.Ordinal) ? T["lot", one[Facts.Lot.Length..]].Value
        : one switch
        {
            Facts.Shift => T["fact-shift"].Value,
            Facts.Operator => T["fact-operator"].Value,
            Facts.Instrument => T["fact-instrument"].Value,
            _ => T["fact-version"].Value,
        }));

    /// <summary>A level of a fact: a printed name of a person, a word for a shift, anything else as it is.</summary>
    public string Level(string fact, string level)
    {
        var (facts, levels) = (fact.Split(Joint), level.Split(Joint));
        return string.Join(Joint, levels.Select((one, i) => facts.ElementAtOrDefault(Math.Min(i, facts.Length - 1)) switch
        {
            _ when one == Cellwright.Statistics.Monitoring.Across.Fact.NotRecorded => T["not-recorded"].Value,
            Facts.Operator => site.NameOf(one),
            Facts.Shift => one switch { "early" => T["shift-early"].Value, "late" => T["shift-late"].Value, _ => T["shift-night"].Value },
            _ => one,
        }));
    }

    /// <summary>An approved change, e.g. <c>version 1.1 of the recipe</c>.</summary>
    public string Change(string name)
    {
        var parts = name.Split(':', 3);
        return parts[0] switch
        {
            "version" => T["version", parts[1]],
            "calibrated" => T["work-calibrated", parts[1], parts[2]],
            "maintained" => T["work-maintained", parts[1], parts[2]],
            _ => T["work-qualified", parts[1], parts[2]],
        };
    }

    /// <summary>True for the change to another version of the recipe.</summary>
    public static bool IsVersion(string name) => name.StartsWith(Facts.Version + ":", StringComparison.Ordinal);

    /// <summary>A candidate by name.</summary>
    public string Candidate(Cause cause, string name) => cause switch
    {
        Cause.ApprovedChange => Change(name),
        Cause.Fact => Fact(name),
        Cause.Trend => T["trend-name"],
        _ => T["unrecorded-name"],
    };

    /// <summary>What was found, with effect, interval and batches.</summary>
    public string Sentence(Attribution found, ResponseColumn column)
    {
        string Batch(int at) => column.Rows[Math.Clamp(at, 0, column.Rows.Count - 1)].Batch;
        if (found.Cause == Cause.Fact)
        {
            var differing = found.Levels.Where(level => level.Differs).ToList();
            var share = found.Between is { } between ? " " + T["share", Percent(between.Share), Signless(between.Deviation, column.Unit)] : "";
            return differing.Count == 0
                ? T["fact-no-level", Fact(found.Name)] + share
                : T["fact", Fact(found.Name), string.Join("; ", differing.Take(3).Select(level => T["level", Level(found.Name, level.Level), Signed(level.Effect, column.Unit), Signed(level.Low, column.Unit), Signed(level.High, column.Unit), level.Batches].Value))] + share;
        }

        var size = found.Size!.Value;
        var (value, low, high) = (Signed(size.Value, column.Unit), Signed(size.Low, column.Unit), Signed(size.High, column.Unit));
        return found.Cause switch
        {
            Cause.ApprovedChange => T["change", Change(found.Name), value, low, high, found.Affected.Count, found.Affected[0]],
            Cause.Trend => T["trend", value, low, high, Batch(0), Batch(int.MaxValue)],
            _ => T["unrecorded", value, low, high, Batch(found.Place!.Value.First), Batch(found.Place.Value.Earliest), Batch(found.Place.Value.Latest), found.Affected.Count],
        };
    }

    /// <summary>Which other candidates would explain the same.</summary>
    public string NotToldApart(Attribution found) => T["not-told-apart", string.Join("; ", found.NotToldApart.Select(rival => Candidate(rival.Cause, rival.Name)))];

    /// <summary>Its chances, and how many candidates were counted.</summary>
    public string Evidence(Attribution found, AcrossReport report)
    {
        string said = T["evidence", P(found.P), P(found.AdjustedP), report.Tried.Count];
        return found.Between is { } between ? said + " " + T["ratio", Three(between.LikelihoodRatio), P(between.P)] : said;
    }

    /// <summary>What cannot be told, and why.</summary>
    public string Sentence(CannotTell one) => one.Why switch
    {
        Untold.AlwaysTheSame => T["always-the-same", Fact(one.Facts[0]), Level(one.Facts[0], one.Levels[0]), one.Batches],
        Untold.AnotherInEveryBatch => T["another-in-every", Fact(one.Facts[0]), one.Batches],
        Untold.AlwaysTogether => T["always-together", Fact(one.Facts[0]), Fact(one.Facts[1])],
        _ => T["only-together", Fact(one.Facts[0]), Level(one.Facts[0], one.Levels[0]), Fact(one.Facts[1]), Level(one.Facts[1], one.Levels[1]), one.Batches],
    };

    /// <summary>A difference with its sign and unit.</summary>
    public string Signed(double value, string unit) => (value > 0 ? "+" : value < 0 ? "−" : "") + Signless(Math.Abs(value), unit);

    /// <summary>A probability in per cent.</summary>
    public string Chance(double value) => Percent(value);

    /// <summary>A chance with its sign, <c>p = 0.012</c>. One too small for its digits to mean anything is said to be below 0.0001, also where it is too small for a double.</summary>
    public static string P(double value) => $"p {(value < Least ? "" : "= ")}{Small(value)}";

    /// <summary>The same below a heading that says p.</summary>
    public static string Small(double value) => value < Least ? FormattableString.Invariant($"< {Least}") : Three(value);

    /// <summary>An estimate with the figures that it deserves.</summary>
    public static string Three(double value) => Say.Number(ControlChartsPage.Rounded(value));

    private static string Signless(double value, string unit) => Say.Value(ControlChartsPage.Rounded(value), unit);

    private static string Percent(double value) => (100 * value).ToString("0.#", CultureInfo.InvariantCulture) + " %";
}
