using Cellwright.Statistics.Descriptive;

namespace Cellwright.Statistics.Monitoring;

/// <summary>Stations of one executed step.</summary>
/// <param name="Step">Value of the step tag; 0 for a run without one.</param>
/// <param name="Count">Number of stations.</param>
public readonly record struct StepStations(double Step, int Count);

/// <summary>A station of runs that whoever made the campaign has aligned.</summary>
/// <param name="Time">The last time that counts to it, in the campaign's unit.</param>
/// <param name="IsEvent">True where an event is recorded: tags that are followed over time do not stand there, and events stand nowhere else.</param>
public readonly record struct AlignedStation(double Time, bool IsEvent);

/// <summary>A run at its stations.</summary>
/// <param name="Rows">For each station the mean of each tag over the samples within it, NaN where there is none; null for a station without samples.</param>
/// <param name="Times">For each station the time of its last sample.</param>
public sealed record StationedRun(double[]?[] Rows, double[] Times)
{
    /// <summary>Number of stations with samples.</summary>
    public int Present => Rows.Count(row => row is not null);
}

/// <summary>
/// Where runs are compared: equal stretches of time since each executed step began, so that a step that took longer does not shift what follows it. Nothing is warped:
/// warping takes slow growth for a longer step and hides drift.
/// </summary>
/// <param name="StepTag">Column of the tag that tells the executed step; null if there is none, and the whole run is one step.</param>
/// <param name="Steps">In order of execution.</param>
/// <param name="Width">Duration of a station, in the campaign's unit of time.</param>
/// <param name="Aligned">Stations of runs that were aligned before, in order of time; null where the samples alone say where runs are compared.</param>
public sealed record StationGrid(int? StepTag, IReadOnlyList<StepStations> Steps, double Width, IReadOnlyList<AlignedStation>? Aligned = null)
{
    /// <summary>More stations than this say little more of a batch and cost in the model (engineering assumption).</summary>
    public const int Usual = 50;

    /// <summary>Number of stations of a run.</summary>
    public int Count => Aligned?.Count ?? Steps.Sum(step => step.Count);

    /// <summary>Whether events are recorded at a station.</summary>
    /// <param name="station">Its index, from 0.</param>
    public bool IsEvent(int station) => Aligned?[station].IsEvent == true;

    /// <summary>The grid of runs that are aligned already.</summary>
    /// <param name="stations">In order of time.</param>
    public static StationGrid Of(IReadOnlyList<AlignedStation> stations) => new(null, [], stations.Count > 1 ? stations[1].Time - stations[0].Time : 1, stations);

    /// <summary>The grid of training runs: stations of at least one sample; a station is kept if four of five runs reach it.</summary>
    /// <param name="tags">Of the campaign.</param>
    /// <param name="runs">Training runs.</param>
    /// <param name="most">At most about so many stations.</param>
    /// <exception cref="UnusableInputException">No run has two samples.</exception>
    public static StationGrid Of(IReadOnlyList<Tag> tags, IReadOnlyList<Run> runs, int most = Usual)
    {
        var usable = runs.Where(run => run.Times.Count >= 2).ToArray();
        if (usable.Length == 0) Input.Refuse($"None of the {runs.Count} training runs has two samples. Check that the samples bear the ids of the runs.");
        var interval = Robust.Median([.. usable.SelectMany(run => run.Times.Zip(run.Times.Skip(1), (before, after) => after - before))]);
        var width = interval * Math.Ceiling(Robust.Median([.. usable.Select(run => (double)run.Times.Count)]) / most);
        var stepTag = Enumerable.Range(0, tags.Count).Where(tag => tags[tag].Class == ObservationClass.Equipment && !tags[tag].IsEvent && TellsTheStep(usable, tag)).Select(tag => (int?)tag).FirstOrDefault();
        var steps = stepTag is { } column ? usable.SelectMany(run => run.Values.Select(row => row[column]).Distinct()).Distinct().Order().ToArray() : [0];
        var grid = new StationGrid(stepTag, [.. steps.Select(step => new StepStations(step, int.MaxValue / 2 / steps.Length))], width);
        var lengths = usable.Select(run => steps.Select(step => grid.Placed(run).Where(sample => sample.Step == step).Select(sample => sample.Station + 1).DefaultIfEmpty(0).Max()).ToArray()).ToArray();
        return grid with { Steps = [.. steps.Select((step, s) => new StepStations(step, Math.Max(1, lengths.Select(of => of[s]).Order().ElementAt(lengths.Length / 5))))] };
    }

    /// <summary>The run at the stations of the grid; samples beyond a step's last station are not used.</summary>
    /// <param name="run">Of the campaign, with a row of values for each of its times.</param>
    public StationedRun Place(Run run)
    {
        var rows = new double[]?[Count];
        var (times, counts) = (new double[rows.Length], new int[rows.Length][]);
        foreach (var (index, step, station) in Placed(run))
        {
            var place = station;
            if (Aligned is null)
            {
                for (var s = 0; Steps[s].Step != step; s++) place += Steps[s].Count;
                if (station >= Steps.First(one => one.Step == step).Count) continue;
            }

            var (row, count) = (rows[place] ??= new double[run.Values[index].Length], counts[place] ??= new int[run.Values[index].Length]);
            for (var j = 0; j < row.Length; j++)
            {
                if (double.IsNaN(run.Values[index][j])) continue;
                row[j] += run.Values[index][j];
                count[j]++;
            }

            times[place] = run.Times[index];
        }

        for (var k = 0; k < rows.Length; k++)
        {
            for (var j = 0; j < (rows[k]?.Length ?? 0); j++) rows[k]![j] = counts[k][j] == 0 ? double.NaN : rows[k]![j] / counts[k][j];
        }

        return new StationedRun(rows, times);
    }

    /// <summary>Each sample that is in a known step, with its step and the station since that step began.</summary>
    private IEnumerable<(int Index, double Step, int Station)> Placed(Run run)
    {
        if (Aligned is not null)
        {
            var at = 0;
            for (var i = 0; i < run.Times.Count; i++)
            {
                while (at < Aligned.Count && run.Times[i] > Aligned[at].Time + (1e-6 * Width)) at++;
                if (at < Aligned.Count) yield return (i, 0, at);
            }

            yield break;
        }

        var (step, began) = (double.NaN, 0.0);
        for (var i = 0; i < run.Times.Count; i++)
        {
            var now = StepTag is { } column ? run.Values[i][column] : 0;
            if (double.IsNaN(now)) now = step;
            if (now != step) (step, began) = (now, run.Times[i]);
            if (Steps.Any(one => one.Step == step)) yield return (i, step, (int)Math.Floor(((run.Times[i] - began) / Width) + 1e-6));
        }
    }

    /// <summary>Whole numbers that never fall, at least two of them, each in four of five runs.</summary>
    private static bool TellsTheStep(Run[] runs, int tag)
    {
        var seen = new Dictionary<double, int>();
        foreach (var run in runs)
        {
            var values = run.Values.Select(row => row[tag]).Where(value => !double.IsNaN(value)).ToArray();
            if (values.Any(value => value != Math.Floor(value)) || values.Zip(values.Skip(1), (before, after) => after < before).Any(falls => falls)) return false;
            foreach (var value in values.Distinct()) seen[value] = seen.GetValueOrDefault(value) + 1;
        }

        return seen.Count is >= 2 and <= Usual && seen.Values.All(count => count >= 0.8 * runs.Length);
    }
}
