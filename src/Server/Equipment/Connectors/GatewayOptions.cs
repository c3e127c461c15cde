namespace Cellwright.Server.Equipment.Connectors;

/// <summary>What the gateway tolerates.</summary>
public sealed record GatewayOptions
{
    /// <summary>Departure of a device's clock beyond which its readings are uncertain.</summary>
    public TimeSpan ClockTolerance { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A tag is stale after its declared interval times this factor.</summary>
    public double StaleFactor { get; init; } = 3;

    /// <summary>The same refusal of the same device is reported at most once in this time.</summary>
    public TimeSpan RefusalPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>After a restart, a device is kept for the edge node that had it for this long, of real time, before another may have it.</summary>
    public TimeSpan Expectation { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Devices that nobody registered are known up to this number; what further ones send is not looked at.</summary>
    public int MostStrangers { get; init; } = 1000;

    /// <summary>Largest payload that is read, in bytes.</summary>
    public int LargestPayload { get; init; } = 1024 * 1024;
}
