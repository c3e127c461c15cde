using Cellwright.VirtualPlant.Biology;

namespace Cellwright.VirtualPlant.Devices;

/// <summary>
/// A chromatography skid. Affinity: load, wash, elution at pH 2.5 (process-facts B16). Anion exchange: load at 2 mS/cm and pH 9,
/// step wash of the empties (A260/A280 about 0.65), then the gradient with the fulls (1.1 to 1.35; B17). The time table is
/// engineering judgement; the ratio of the last peak is shown until the next run, as skids hold their peak table.
/// </summary>
public sealed class Chromatography(int seed, string id, Batches batches) : Device(seed, id, ["affinity", "anion-exchange", "idle"],
    new("uv-260", "mAU", 1, 0.4, 0.1),
    new("uv-280", "mAU", 1, 0.4, 0.1),
    new("a260-a280", "1", 1, 0.004, 0.001),
    new("conductivity", "mS/cm", 1, 0.02, 0.01),
    new("ph", "[pH]", 1, 0.008, 0.01),
    new("flow", "mL/min", 1, 0.3, 0.1),
    new("column-pressure", "MPa", 1, 0.002, 0.001))
{
    private static readonly Mixture Rest = new(0, 0.65, 15, 7.4);

    private double uv = 0, ratio = 0.65, conductivity = 15, ph = 7.4, flow, speed;
    private string? run;
    private DateTimeOffset begun;

    /// <summary>What flows through the detector: absorbance at 280 nm (mAU), A260/A280, conductivity (mS/cm), pH.</summary>
    private readonly record struct Mixture(double Uv, double Ratio, double Conductivity, double Ph);

    /// <inheritdoc />
    public override string Pump => "flow";

    /// <inheritdoc />
    protected override void OnStart(PhaseCommand command, DateTimeOffset at)
    {
        if (command.Phase == "idle")
        {
            (run, speed) = (null, 0);
            return;
        }

        (run, begun, speed) = (command.Phase, at, command.SetPoint("flow", 150));
        var batch = batches.Of(command.Batch);
        if (run == "anion-exchange")
        {
            batch.Lot.AnionExchange();
            return;
        }

        batch.Lot.Affinity();
        if (batch.Product == Product.Unknown) batch.Product = Product.Aav;
    }

    /// <inheritdoc />
    protected override void OnStop(PhaseCommand command, DateTimeOffset at) => (run, speed) = (null, 0);

    /// <inheritdoc />
    protected override void Step(DateTimeOffset at, double seconds)
    {
        var minutes = (at - begun).TotalMinutes;
        var mixture = run switch { "affinity" => Affinity(minutes), "anion-exchange" => AnionExchange(minutes), _ => Rest with { Ratio = ratio } };
        uv = Approach(uv, mixture.Uv, 6, seconds);
        ratio = Approach(ratio, mixture.Ratio, 10, seconds);
        conductivity = Approach(conductivity, mixture.Conductivity, 15, seconds);
        ph = Approach(ph, mixture.Ph, 15, seconds);
        flow = Approach(flow, speed * Disturbances.PumpEfficiency(at), 4, seconds);
    }

    /// <inheritdoc />
    protected override double True(int tag, DateTimeOffset at) => tag switch
    {
        0 => uv * ratio,
        1 => uv,
        2 => ratio,
        3 => conductivity,
        4 => ph,
        5 => flow,
        _ => 0.02 + 0.0012 * flow,
    };

    private static Mixture Affinity(double minutes) => minutes switch
    {
        < 5 => new(2, 0.9, 15, 7.5),
        < 30 => new(420, 0.8, 22, 7.5),
        < 38 => new(15, 0.9, 15, 7.5),
        < 48 => new(900 * Peak(minutes, 42, 2), 0.8, 6, 2.5),
        _ => new(3, 0.8, 15, 7.5),
    };

    private static Mixture AnionExchange(double minutes) => minutes switch
    {
        < 5 => new(2, 0.8, 2, 9),
        < 12 => new(30, 0.8, 2, 9),
        < 16 => new(5, 0.8, 2, 9),
        < 22 => new(260 * Peak(minutes, 19, 1.2), 0.65, 8, 9),
        < 34 => new(420 * Peak(minutes, 28, 2), 1.25, 8 + 22 * (minutes - 22) / 12, 9),
        _ => new(4, 1.25, 60, 9),
    };

    private static double Peak(double minutes, double centre, double width) => Math.Exp(-Math.Pow((minutes - centre) / width, 2));
}
