namespace Cellwright.Statistics.Monitoring;

/// <summary>
/// What a tag observes. It decides what a signal can mean: equipment, environment and input material do not know whose cells they serve, so what they show is the
/// process; biology is the response of what is being processed, which differs from patient to patient.
/// </summary>
public enum ObservationClass
{
    /// <summary>Nothing is stated.</summary>
    Unknown,

    /// <summary>A device: jacket temperature, pump, gas, timing.</summary>
    Equipment,

    /// <summary>The room around it.</summary>
    Environment,

    /// <summary>What is put in.</summary>
    Material,

    /// <summary>The response of what is being processed.</summary>
    Biology,
}

/// <summary>What a run is for.</summary>
public enum RunRole
{
    /// <summary>The model is fitted to it.</summary>
    Train,

    /// <summary>Its limits come from it; it trained nothing.</summary>
    Calibrate,

    /// <summary>It is judged.</summary>
    Test,
}

/// <summary>A tag of a campaign.</summary>
/// <param name="Name">As in the samples.</param>
/// <param name="Class">What it observes.</param>
/// <param name="Unit">As stated by the source; empty if it states none.</param>
/// <param name="IsEvent">True for what is recorded once at an event, such as a count or the duration of a step, and not followed over time.</param>
/// <param name="Resolution">Differences smaller than this mean nothing, in its unit; 0 where nothing is stated.</param>
public sealed record Tag(string Name, ObservationClass Class, string Unit, bool IsEvent = false, double Resolution = 0);

/// <summary>One batch, or one recording of a process without batches.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Role">What it is for.</param>
/// <param name="Fault">What is known to be wrong with it: empty for normal, <c>unlabelled</c> where nobody knows. Never an input to monitoring.</param>
/// <param name="Onset">When the fault began; samples later than it are affected. Never an input to monitoring.</param>
/// <param name="Covariates">Starting material, one for each covariate of the campaign; NaN is missing.</param>
/// <param name="Times">Of the samples, rising, in the campaign's unit of time.</param>
/// <param name="Values">Samples × tags; NaN is missing.</param>
public sealed record Run(string Id, RunRole Role, string Fault, double? Onset, IReadOnlyList<double> Covariates, IReadOnlyList<double> Times, IReadOnlyList<double[]> Values)
{
    /// <summary>Whether it is known to be normal.</summary>
    public bool IsNormal => Fault.Length == 0;
}

/// <summary>Runs of one process, with the same tags.</summary>
/// <param name="IsContinuous">Long runs without batches; otherwise each run is a batch.</param>
/// <param name="Tags">In the order of the samples' columns.</param>
/// <param name="Covariates">Names of the starting material's variables; none is allowed.</param>
/// <param name="Runs">In the order of the campaign.</param>
public sealed record Campaign(bool IsContinuous, IReadOnlyList<Tag> Tags, IReadOnlyList<string> Covariates, IReadOnlyList<Run> Runs);
