using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Monitoring;

/// <summary>Lets a model follow batches beside the one in force: its verdicts are recorded and compared, and alarm nobody.</summary>
/// <param name="Id">Name of the model.</param>
/// <param name="Version">Version.</param>
[AllowedTo(Role.Engineer, Role.QA)]
public sealed record RunInShadow(string Id, string Version) : Command<MonitoringModel>
{
    /// <inheritdoc />
    public override string StreamId => MonitoringModel.NameOf(Id, Version);

    /// <inheritdoc />
    public override Decision<MonitoringModel> Decide(MonitoringModel state, Act act)
    {
        if (state.RefusalUnlessUsable() is { } unusable) return unusable;
        if (state.Approval is not null) return new Refusal("model-approved", $"{state.Name} was approved, and its verdicts count. Submit another version to run in shadow.");
        return state.ShadowSince is null ? new ShadowBegan() : Decision<MonitoringModel>.Nothing;
    }
}

/// <summary>A model runs in shadow.</summary>
public sealed record ShadowBegan : Event<MonitoringModel>
{
    /// <inheritdoc />
    public override MonitoringModel Apply(MonitoringModel state, Happened when) => state with { ShadowSince = when.At, ShadowBy = when.By };
}
