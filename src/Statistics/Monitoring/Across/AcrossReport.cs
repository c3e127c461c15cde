using Cellwright.Statistics.ChangePoints;

namespace Cellwright.Statistics.Monitoring.Across;

/// <summary>What a difference between batches is put down to.</summary>
public enum Cause
{
    /// <summary>An approved change, at its known place.</summary>
    ApprovedChange,

    /// <summary>Something recorded of every batch, which carries variance.</summary>
    Fact,

    /// <summary>A change at one place that nobody entered.</summary>
    UnrecordedChange,

    /// <summary>A slow movement over all batches.</summary>
    Trend,
}

/// <summary>How the batches of one level stand to all others.</summary>
/// <param name="Level">The level.</param>
/// <param name="Batches">How many it has.</param>
/// <param name="Effect">Mean difference to the other batches, adjusted for what else was attributed, in the unit of the response.</param>
/// <param name="Low">Lower end of its interval; all levels together have the confidence of the report.</param>
/// <param name="High">Upper end.</param>
public sealed record LevelEffect(string Level, int Batches, double Effect, double Low, double High)
{
    /// <summary>Whether the interval leaves zero out; of a level with one batch it cannot be told from that batch.</summary>
    public bool Differs => Batches > 1 && (Low > 0 || High < 0);
}

/// <summary>A size with its interval, in the unit of the response.</summary>
/// <param name="Value">Estimate.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct Effect(double Value, double Low, double High);

/// <summary>Where a change that nobody entered lies.</summary>
/// <param name="First">Index of the first batch after it.</param>
/// <param name="Earliest">The earliest that this could be.</param>
/// <param name="Latest">The latest.</param>
public readonly record struct Place(int First, int Earliest, int Latest);

/// <summary>What the mixed model says of a fact.</summary>
/// <param name="Deviation">Standard deviation between its levels, in the unit of the response.</param>
/// <param name="Share">Its part of the variance that is left after changes at known or found places, 0 to 1.</param>
/// <param name="LikelihoodRatio">Twice the gain of restricted log-likelihood by this fact.</param>
/// <param name="P">Of the ratio: half of chi-squared with one degree, because a variance cannot be negative (Self &amp; Liang 1987, JASA 82:605).</param>
public sealed record BetweenLevels(double Deviation, double Share, double LikelihoodRatio, double P);

/// <summary>A named result.</summary>
/// <param name="Cause">Of what kind.</param>
/// <param name="Name">Name of the fact or change; facts that always changed together share one, joined by <c> / </c>.</param>
/// <param name="P">Chance of so much if it had no effect, given what was attributed before it.</param>
/// <param name="AdjustedP">The same with all candidates counted that were tried beside it (Holm 1979, Scand. J. Statist. 6:65).</param>
/// <param name="Size">Of a change: after less before; of a trend: last batch less first; null for a fact.</param>
/// <param name="Affected">Numbers of the batches after the change, or of levels that differ.</param>
/// <param name="Place">Where, if nobody entered it.</param>
/// <param name="Levels">Of a fact: each level, the farthest first.</param>
/// <param name="Between">Of a fact: what the mixed model says; null where it has no answer.</param>
/// <param name="NotToldApart">Candidates that would explain it as well: the data cannot tell which it is.</param>
public sealed record Attribution(
    Cause Cause, string Name, double P, double AdjustedP, Effect? Size, IReadOnlyList<string> Affected, Place? Place, IReadOnlyList<LevelEffect> Levels, BetweenLevels? Between, IReadOnlyList<Rival> NotToldApart);

/// <summary>Another candidate.</summary>
/// <param name="Cause">Of what kind.</param>
/// <param name="Name">Its name; empty for a trend or an unrecorded change.</param>
public sealed record Rival(Cause Cause, string Name);

/// <summary>Why nothing can be told of a fact.</summary>
public enum Untold
{
    /// <summary>It was the same in every batch.</summary>
    AlwaysTheSame,

    /// <summary>It was another one in nearly every batch, so it cannot be told from what differs between batches anyway.</summary>
    AnotherInEveryBatch,

    /// <summary>Two facts changed together, in every batch.</summary>
    AlwaysTogether,

    /// <summary>A level of one occurred only with a level of the other, and that one with it alone.</summary>
    OnlyTogether,
}

/// <summary>What the batches cannot tell, whatever their values are.</summary>
/// <param name="Why">Why.</param>
/// <param name="Facts">Names of the facts: one, or the two that go together.</param>
/// <param name="Levels">Levels that go together, one of each fact; none otherwise.</param>
/// <param name="Batches">How many batches that concerns.</param>
public sealed record CannotTell(Untold Why, IReadOnlyList<string> Facts, IReadOnlyList<string> Levels, int Batches);

/// <summary>A candidate by itself, before anything was attributed.</summary>
/// <param name="Cause">Of what kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="F">Mean square of it over that of the residual; for a change that nobody entered the largest over all places.</param>
/// <param name="Between">Its degrees of freedom.</param>
/// <param name="Within">Those of the residual.</param>
/// <param name="LogLikelihood">Gain of log-likelihood by it.</param>
/// <param name="P">Chance of so much if it had no effect.</param>
public sealed record Tried(Cause Cause, string Name, double F, int Between, int Within, double LogLikelihood, double P);

/// <summary>What moved a response across batches, and what cannot be told.</summary>
/// <param name="Count">Batches looked at.</param>
/// <param name="Alpha">Chance of any attribution at all when nothing moved the batches.</param>
/// <param name="Attributions">Named results, in the order in which they were found; none when nothing was found.</param>
/// <param name="CannotTell">What the batches cannot tell.</param>
/// <param name="Tried">Every candidate by itself: approved changes first.</param>
/// <param name="Residual">Standard deviation of batches when everything attributed is taken off, in the unit of the response.</param>
/// <param name="Stretches">Stretches of equal mean of the responses less the facts' effects (PELT).</param>
/// <param name="ChangedLately">Probability that the level of the same responses changed within the last ten batches, as known on-line after the newest.</param>
public sealed record AcrossReport(
    int Count, double Alpha, IReadOnlyList<Attribution> Attributions, IReadOnlyList<CannotTell> CannotTell, IReadOnlyList<Tried> Tried, double Residual, IReadOnlyList<Stretch> Stretches, double ChangedLately);
