namespace Cellwright.VirtualPlant.Devices;

/// <summary>Payload of a refrigerated shipper, 2 to 8 Cel (process-facts A03, D); the day warms it a little (engineering judgement).</summary>
public sealed class RefrigeratedShipper(int seed, string id) : Device(seed, id, [],
    new Tag("payload-temperature", "Cel", 300, 0.05, 0.1))
{
    /// <inheritdoc />
    protected override void Step(DateTimeOffset at, double seconds) { }

    /// <inheritdoc />
    protected override double True(int tag, DateTimeOffset at) =>
        5 + 0.4 * Math.Sin(2 * Math.PI * (at.TimeOfDay.TotalHours - 10) / 24)
        + 0.3 * Math.Clamp(Wandering("payload").Wander(at, TimeSpan.FromHours(2)), -3, 3) + Disturbances.Temperature(at);
}
