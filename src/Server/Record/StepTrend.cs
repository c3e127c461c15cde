using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;

namespace Cellwright.Server.Record;

/// <summary>Gives the readings of a tag in a closed interval of source time, in order of source time.</summary>
public delegate Task<IReadOnlyList<Reading>> ReadingsBetween(string equipment, string tag, DateTimeOffset from, DateTimeOffset to);

/// <summary>The readings behind one parameter of one step: what it was taken from, and what was watched.</summary>
/// <param name="Step">Key of the step.</param>
/// <param name="Parameter">Parameter with its limits.</param>
/// <param name="Equipment">Item that served it.</param>
/// <param name="From">Start of the step, or of the first window that a value was taken over.</param>
/// <param name="To">Completion of the step, or the last that is known of the batch.</param>
/// <param name="Readings">In order of source time.</param>
/// <param name="Recorded">Values that the step recorded from it, the superseded ones too.</param>
public sealed record StepTrend(
    string Step, Parameter Parameter, string Equipment, DateTimeOffset From, DateTimeOffset To,
    IReadOnlyList<Reading> Readings, IReadOnlyList<RecordedValue> Recorded)
{
    /// <summary>Readings further apart are not joined by a line: ten times their usual distance.</summary>
    public TimeSpan Gap { get; } = Distance(Readings) * 10;

    /// <summary>Every tag that a step used or watched, with its readings.</summary>
    public static async Task<IReadOnlyList<StepTrend>> AllAsync(ExecutedRecord record, ReadingsBetween readings)
    {
        var trends = new List<StepTrend>();
        var latest = record.BatchTrail[^1].Entry.At;
        foreach (var step in record.Steps)
            foreach (var parameter in record.Recipe.Phase(step.Phase).Parameters.Where(parameter => parameter is { Tag: not null } && (parameter.Watch || !parameter.SettingOnly)))
            {
                if (record.ItemFor(step, parameter) is not { } item) continue;
                var recorded = step.Values.Where(value => value.Parameter == parameter.Name && value.Source == ValueSource.Equipment).ToList();
                var from = recorded.Select(value => value.At - (parameter.Window ?? TimeSpan.Zero)).Append(step.StartedAt).Min();
                var to = step.CompletedAt ?? latest;
                trends.Add(new StepTrend(step.Key, parameter, item, from, to, await readings(item, parameter.Tag!, from, to), recorded));
            }

        return trends;
    }

    private static TimeSpan Distance(IReadOnlyList<Reading> readings)
    {
        if (readings.Count < 2) return TimeSpan.Zero;
        var apart = readings.Zip(readings.Skip(1), (earlier, later) => later.At - earlier.At).Order().ToList();
        return apart[apart.Count / 2];
    }
}
