namespace Cellwright.Statistics.Monitoring.Results;

/// <summary>What upstream says of the results of lots: for each measurand a model of its own, and for each two of them how far they go together.</summary>
/// <param name="Columns">What is known of a lot when its upstream is over.</param>
/// <param name="Models">One for each measurand of which there are enough results.</param>
/// <param name="Studies">One for each two measurands that were measured in enough lots.</param>
/// <param name="Notes">What could not be done, and why.</param>
public sealed record ResultMonitor(Upstream Columns, IReadOnlyList<ResultModel> Models, IReadOnlyList<CorrelationStudy> Studies, IReadOnlyList<string> Notes)
{
    /// <summary>Fits it to the training lots of a campaign.</summary>
    /// <param name="monitor">Fitted to the same campaign.</param>
    /// <param name="campaign">The campaign.</param>
    /// <param name="results">Of any lots; those of training lots are used.</param>
    /// <exception cref="UnusableInputException">In training lots that have results of two measurands a value not finite, one on a logarithm not above zero, or results of one measurand that are all equal.</exception>
    /// <exception cref="ArgumentException">Two training runs with one id, or two results of one lot in the second of two measurands.</exception>
    public static ResultMonitor Fit(BatchMonitor monitor, Campaign campaign, IReadOnlyList<LotResult> results)
    {
        var training = campaign.Runs.Where(run => run.Role == RunRole.Train && Upstream.IsOver(monitor, run)).ToArray();
        var (columns, rows) = Upstream.Of(monitor, training);
        var rowOf = training.Select((run, i) => (run.Id, i)).ToDictionary(one => one.Id, one => one.i, StringComparer.Ordinal);
        var (models, studies, notes) = (new List<ResultModel>(), new List<CorrelationStudy>(), new List<string>());
        var byMeasurand = results.Where(result => rowOf.ContainsKey(result.Run)).GroupBy(result => result.Measurand, StringComparer.Ordinal).Select(group => group.ToArray()).ToArray();
        foreach (var of in byMeasurand)
        {
            try
            {
                models.Add(ResultFit.Of(columns, [.. of.Select(result => rows[rowOf[result.Run]])], of));
            }
            catch (UnusableInputException few)
            {
                notes.Add(few.Message);
            }
        }

        for (var first = 0; first < byMeasurand.Length; first++)
        {
            for (var second = first + 1; second < byMeasurand.Length; second++)
            {
                if (CorrelationStudy.Of(byMeasurand[first], byMeasurand[second]) is { } study) studies.Add(study);
                else notes.Add($"Fewer than {CorrelationStudy.FewestLots} training lots have results of both {byMeasurand[first][0].Measurand} and {byMeasurand[second][0].Measurand}, so their correlation was not studied.");
            }
        }

        return new ResultMonitor(columns, models, studies, notes);
    }

    /// <summary>What is foretold of a lot's result at the end of its upstream; null while the upstream is not over.</summary>
    /// <param name="monitor">As it was fitted with.</param>
    /// <param name="model">Of the measurand, one of <see cref="Models"/>.</param>
    /// <param name="run">A lot of the same campaign.</param>
    public ForetoldResult? Foretell(BatchMonitor monitor, ResultModel model, Run run) => Upstream.IsOver(monitor, run) ? model.Foretell(Columns.Row(monitor, run)) : null;
}
