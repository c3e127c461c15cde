namespace Cellwright.VirtualPlant.Devices;

/// <summary>
/// A controlled-rate freezer: +4 to -45 Cel at 1 K/min, then 10 K/min to -90 (process-facts A30 [12] [28]). The product
/// super-cools, gives off its heat of fusion at a plateau, and the chamber is plunged to compensate for it. The probe stays within
/// 5 K of the programme outside the plateau, and the plateau within 5 minutes (A30). Freezing point, super-cooling and lag: engineering judgement.
/// </summary>
public sealed class ControlledRateFreezer(int seed, string id) : Device(seed, id, ["freeze", "idle"],
    new("chamber-temperature", "Cel", 5, 0.1, 0.1),
    new("product-temperature", "Cel", 5, 0.05, 0.1),
    new("cooling-rate", "K/min", 5, 0.01, 0.01),
    new("programme-step", "1", 5, 0, 1))
{
    private const double Load = 4, Turn = -45, End = -91, Fast = 10; // one degree past -90, so that the probe shows it
    private const double Nucleates = -9, Melts = -4.5, Plateau = 2.5, Lag = 1.2;
    private static readonly TimeSpan Hold = TimeSpan.FromMinutes(3);

    private double chamber = 20, product = 20, rate, fusion;
    private double slow = 1;
    private double sign = -1;
    private int step;
    private DateTimeOffset? begun;

    /// <summary>What the programme asks of the product some minutes after its ramp began, in Cel.</summary>
    /// <param name="minutes">Minutes since the start of the ramp; negative while it is held at +4.</param>
    /// <param name="slow">Rate of the first ramp in K/min.</param>
    public static double Programme(double minutes, double slow)
    {
        var first = (Load - Turn) / slow;
        return minutes <= 0 ? Load : minutes <= first ? Load - slow * minutes : Math.Max(End, Turn - Fast * (minutes - first));
    }

    /// <inheritdoc />
    protected override void OnStart(PhaseCommand command, DateTimeOffset at)
    {
        if (command.Phase == "idle")
        {
            (begun, step, fusion) = (null, 0, 0);
            return;
        }

        // A recipe may write the rate as +1 (cooling) or as -1 (change of temperature); the tag answers in the same sense.
        var asked = command.SetPoint("cooling-rate", -1);
        sign = asked < 0 ? -1 : 1;
        slow = Math.Clamp(Math.Abs(asked), 0.1, 10);
        (begun, fusion, chamber, product) = (at, 0, Load, Load + Lag); // loaded into a chamber that is at +4 (A30: +4 to +10)
    }

    /// <inheritdoc />
    protected override void Step(DateTimeOffset at, double seconds)
    {
        for (var left = seconds; left > 0; left -= 5) Move(at.AddSeconds(-Math.Max(left - 5, 0)), Math.Min(left, 5));
    }

    /// <inheritdoc />
    protected override double True(int tag, DateTimeOffset at) => tag switch { 0 => chamber, 1 => product, 2 => sign * rate, _ => step };

    private void Move(DateTimeOffset at, double seconds)
    {
        if (begun is not { } start)
        {
            chamber = Approach(chamber, 20, 600, seconds);
            product = Approach(product, 20, 600, seconds);
            rate = 0;
            return;
        }

        var minutes = (at - start - Hold).TotalMinutes;
        var programme = Programme(minutes, slow);
        var drift = Disturbances.Temperature(at);
        rate = minutes <= 0 || programme <= End ? 0 : programme > Turn ? slow : Fast;
        var freezing = programme < Nucleates && fusion < Plateau;
        if (freezing) fusion += seconds / 60;
        step = minutes <= 0 ? 1 : freezing ? 3 : programme > Turn ? (fusion > 0 ? 4 : 2) : programme > End ? 5 : 6;
        // The chamber leads the product; while the product freezes it is plunged to draw the heat of fusion (A30: compensation).
        chamber = Approach(chamber, (freezing ? -45 : programme - (rate > 0 ? 2.5 : 0)) + drift, freezing ? 25 : 20, seconds);
        product = freezing
            ? Approach(product, Melts - 0.3 * fusion, 6, seconds)
            : Approach(product, programme + (rate > 0 ? Lag : 0) + drift, fusion > 0 && programme > Turn ? 30 : 8, seconds);
    }
}
