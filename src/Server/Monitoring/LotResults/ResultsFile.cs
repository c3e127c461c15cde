using Cellwright.Domain.Basics;
using Cellwright.Domain.Basics.Units;
using Cellwright.Domain.Equipment;
using Cellwright.Statistics.Monitoring;
using Cellwright.Statistics.Monitoring.Results;

namespace Cellwright.Server.Monitoring.LotResults;

/// <summary>
/// <c>results.csv</c> of a campaign folder (batch_id, measurand, value, unit): what lots came to. Measurands and their units are those of recipes, and nothing that is a measurand
/// itself may stand among what another is predicted from.
/// </summary>
internal static class ResultsFile
{
    private const string Name = "results.csv";

    // Tags of equipment classes that are results of the titre bench, with what they may be a measure of.
    private static readonly Dictionary<string, Measurand[]> Measuring = EquipmentClasses.All.Values.SelectMany(known => known.Tags).Where(tag => tag.Measurands.Count > 0)
        .GroupBy(tag => tag.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.SelectMany(tag => tag.Measurands).Distinct().ToArray(), StringComparer.Ordinal);

    /// <summary>The results; none where there is no such file.</summary>
    /// <exception cref="FormatException">A line that cannot be understood, or a conversion in disguise; the sentence names it.</exception>
    public static IReadOnlyList<LotResult> Read(string folder, Campaign campaign)
    {
        if (!File.Exists(Path.Combine(folder, Name))) return [];
        var lots = campaign.Runs.Select(run => run.Id).ToHashSet(StringComparer.Ordinal);
        var (seen, units, results) = (new HashSet<(string, Measurand)>(), new Dictionary<Measurand, string>(), new List<LotResult>());
        foreach (var row in CampaignFolder.Rows(folder, Name, ["batch_id", "measurand", "value", "unit"]))
        {
            var (id, value) = (row.Text("batch_id"), row.Number("value"));
            if (!lots.Contains(id)) throw row.Wrong($"batch {id} is not in batches.csv");
            if (Measurands.Find(row.Text("measurand")) is not { } measurand)
                throw row.Wrong($"there is no measurand {row.Text("measurand")}; there are {string.Join(", ", Enum.GetValues<Measurand>().Select(Measurands.Key))}");
            if (!double.IsFinite(value) || (Measurands.IsLogarithmic(measurand) && value <= 0)) throw row.Wrong($"its value is {row.Optional("value")}. Leave out a lot without a result, and one below what the assay can tell");
            if (!Unit.TryParse(row.Text("unit"), out var unit) || !Measurands.Fits(measurand, unit))
                throw row.Wrong($"{Measurands.Words(measurand)} cannot be in {row.Text("unit")}. Write {Measurands.Units(measurand)}, or the measurand that it is");
            if (units.TryAdd(measurand, unit.Text) is false && units[measurand] != unit.Text) throw row.Wrong($"{Measurands.Words(measurand)} is in {units[measurand]} above and in {unit.Text} here. Give all lots in one unit");
            if (!seen.Add((id, measurand))) throw row.Wrong($"{Measurands.Words(measurand)} of {id} is given a second time");
            results.Add(new LotResult(id, Measurands.Key(measurand), value, unit.Text, Measurands.IsLogarithmic(measurand)));
        }

        foreach (var column in campaign.Tags.Select(tag => tag.Name).Concat(campaign.Covariates))
        {
            var of = Of(column);
            if (of.Length > 0 && units.Keys.Cast<Measurand?>().FirstOrDefault(measurand => !of.Contains(measurand!.Value)) is { } other)
                throw new FormatException($"{Measurands.ConversionRule}: {column} is {string.Join(" or ", of.Select(Measurands.Words))}, and a model of {Measurands.Words(other)} would start from it. {Measurands.Refusal(Measurands.Words(of[0]), Measurands.Words(other))} Leave the column out.");
        }

        return results;
    }

    /// <summary>What a column of predictors measures, by its name: z_p24, titre-bench/infectious-titre level.</summary>
    private static Measurand[] Of(string column)
    {
        var name = column.StartsWith("z_", StringComparison.Ordinal) ? column[2..] : column;
        name = name.Split('/')[^1].Split(' ')[0].Replace('_', '-').ToLowerInvariant();
        return Measurands.Find(name) is { } measurand ? [measurand] : Measuring.GetValueOrDefault(name, []);
    }
}
