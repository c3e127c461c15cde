using System.Text.Json.Serialization;
using Cellwright.Domain.Execution;

namespace Cellwright.Server.Monitoring;

/// <summary>A place in the grid in which batches of a recipe are compared: so many stations after the start of a step, or its end.</summary>
/// <param name="Step">Key of the step.</param>
/// <param name="Index">From 0 in the order of time; <see cref="End"/> for the end of the step.</param>
public readonly record struct Place(string Step, int Index)
{
    /// <summary>Index of the place at the end of a step, where what was recorded in it and how long it took stand, whenever that was.</summary>
    public const int End = -1;

    /// <summary>Whether it is the end of its step.</summary>
    [JsonIgnore]
    public bool IsEnd => Index == End;

    /// <inheritdoc />
    public override string ToString() => IsEnd ? $"{Step} end" : FormattableString.Invariant($"{Step} {Index}");
}

/// <summary>A station of a batch: ten minutes of a step that watches something, or all of a step that was completed.</summary>
/// <param name="Place">Where it lies in the grid.</param>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end.</param>
public sealed record Station(Place Place, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Fine enough for a drift that takes hours; 14 days with 100 tags are some two hundred thousand features a run.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Readings that arrive within this time after a station ended still count, later ones never do: so the same station gives the same numbers whenever it is computed. It lets a
    /// device that was off the network for some minutes deliver what it kept (engineering assumption).
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    /// <summary>When it can be judged.</summary>
    public DateTimeOffset Closes => To + Grace;

    /// <summary>The stations of a batch that ended by a time, in the order of the steps.</summary>
    public static IEnumerable<Station> Of(Batch batch, DateTimeOffset until)
    {
        foreach (var step in batch.Steps.Values.OrderBy(step => step.Number))
        {
            for (var index = 0; At(batch, new(step.Key, index)) is { } station && station.To <= until; index++)
                yield return station;
            if (At(batch, new(step.Key, Place.End)) is { } whole && whole.To <= until) yield return whole;
        }
    }

    /// <summary>The station of a batch at a place, ended or not; null where its step is not under way, watches nothing, ended before, or for its end was not completed.</summary>
    /// <remarks>What is left at the end of a step counts from half a station on; a step that is shorter has one station all the same.</remarks>
    public static Station? At(Batch batch, Place place)
    {
        if (place.IsEnd) return batch.Step(place.Step) is { CompletedAt: { } completed } done ? new(place, done.StartedAt, completed) : null;
        if (batch.Step(place.Step) is not { } step || !batch.Recipe!.Phase(step.Phase).Parameters.Any(parameter => parameter is { Watch: true, Tag: not null })) return null;
        var from = step.StartedAt + place.Index * Length;
        var to = from + Length;
        if ((step.CompletedAt ?? batch.EndedAt) is { } ended && ended < to) to = ended;
        return to <= from || (to - from < Length / 2 && place.Index > 0) ? null : new(place, from, to);
    }
}
