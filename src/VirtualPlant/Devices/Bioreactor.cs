using Cellwright.VirtualPlant.Biology;

namespace Cellwright.VirtualPlant.Devices;

/// <summary>
/// A stirred single-use bioreactor of 50 L with HEK293 cells. Set points after process-facts B05, B10 and C02, C06; spans after D
/// (stirred bioreactor). Time constants, capacitance per cell and base demand: engineering judgement.
/// </summary>
public sealed class Bioreactor(int seed, string id, Batches batches) : Device(seed, id,
    ["integrity-test", "inoculate", "grow", "transfect", "produce", "lyse", "nuclease", "harvest", "idle"],
    new("temperature", "Cel", 5, 0.02, 0.01),
    new("ph", "[pH]", 5, 0.006, 0.001),
    new("dissolved-oxygen", "%", 5, 0.5, 0.1),
    new("agitation", "/min", 5, 0.4, 1),
    new("vessel-pressure", "mbar", 5, 0.3, 0.1),
    new("volume", "L", 5, 0.01, 0.01),
    new("base-total", "mL", 5, 0, 0.1),
    new("capacitance", "pF/cm", 60, 0.04, 0.01))
{
    private double temperature = 22, ph = 7.3, oxygen = 100, agitation, pressure = 2, volume, baseTotal;
    private double targetTemperature = 22, targetPh = 7.3, targetOxygen = 100, targetAgitation, targetPressure = 2, targetVolume;
    private Batch? loaded;

    /// <inheritdoc />
    public override string Pump => "base-total";

    /// <inheritdoc />
    protected override void OnStart(PhaseCommand command, DateTimeOffset at)
    {
        if (command.Phase == "idle")
        {
            if (loaded?.Host == Id) loaded.Host = null;
            loaded = null;
            Regulate(command, 22, 7.3, 100, 0, 2, 0);
            baseTotal = 0;
            return;
        }

        if (command.Phase == "integrity-test")
        {
            targetPressure = command.SetPoint("vessel-pressure", 40);
            return;
        }

        loaded = batches.Of(command.Batch);
        loaded.Host = Id;
        Act(command, loaded, loaded.Lot);
        var cold = command.Phase == "harvest" ? 12.0 : 37;
        Regulate(command, cold, loaded.Product == Product.Lentivirus && command.Phase == "produce" ? 7.0 : 7.15, 40, 115, 10, loaded.Lot.Volume);
    }

    /// <inheritdoc />
    protected override void OnStop(PhaseCommand command, DateTimeOffset at)
    {
        if (command.Phase == "integrity-test") targetPressure = 2;
        // Once harvested, the lot leaves the vessel and stands in the cold until the next step.
        if (command.Phase == "harvest" && loaded?.Host == Id) loaded.Host = null;
    }

    /// <inheritdoc />
    protected override void Step(DateTimeOffset at, double seconds)
    {
        temperature = Approach(temperature, targetTemperature + Disturbances.Temperature(at), 300, seconds);
        ph = Approach(ph, targetPh, 200, seconds);
        oxygen = Approach(oxygen, targetOxygen, 150, seconds);
        agitation = Approach(agitation, targetAgitation, 5, seconds);
        pressure = Approach(pressure, targetPressure, 20, seconds);
        volume = Approach(volume, targetVolume, 120, seconds);
        if (loaded?.Host != Id) return;
        var lot = loaded.Lot;
        // Cells make acid; base answers it: 6 mL an hour at 1e6 cells/mL in 50 L.
        baseTotal += 6 * lot.Density / 1e6 * seconds / 3600 * Disturbances.PumpEfficiency(at);
        lot.Advance(seconds / 3600, temperature);
    }

    /// <inheritdoc />
    protected override double True(int tag, DateTimeOffset at) => tag switch
    {
        0 => temperature + 0.05 * Breath("warm", at, 12),
        1 => ph + 0.015 * Breath("acid", at, 25),
        2 => Math.Max(oxygen + 1.8 * Breath("oxygen", at, 8), 0),
        3 => agitation,
        4 => pressure + 0.8 * Breath("pressure", at, 10),
        5 => volume,
        6 => baseTotal,
        _ => 0.4 + 1.6 * (loaded?.Host == Id ? loaded.Lot.Density : 0) / 1e6,
    };

    private static void Act(PhaseCommand command, Batch batch, VectorLot lot)
    {
        switch (command.Phase)
        {
            case "inoculate":
                var litres = command.SetPoint("volume", 50);
                lot.Inoculate(command.Parameter("inoculation-density", command.Parameter("cells-seeded", 0.5e6 * litres * 1000) / (litres * 1000)), litres);
                break;
            case "grow" when lot.Stage == LotStage.Empty:
                lot.Inoculate(0.5e6, 50);
                break;
            case "transfect":
                lot.Transfect(command.Parameters.TryGetValue("dna", out var dna) ? dna : null);
                break;
            case "produce" when lot.Stage < LotStage.Producing:
                lot.Transfect();
                break;
            case "lyse":
                lot.Lyse();
                if (batch.Product == Product.Unknown) batch.Product = Product.Aav;
                break;
            case "nuclease":
                lot.Digest();
                break;
            case "harvest":
                lot.EndProduction();
                if (batch.Product == Product.Unknown && !lot.Lysed) batch.Product = Product.Lentivirus;
                break;
        }
    }

    private void Regulate(PhaseCommand command, double celsius, double acid, double air, double speed, double mbar, double litres)
    {
        targetTemperature = command.SetPoint("temperature", celsius);
        targetPh = command.SetPoint("ph", acid);
        targetOxygen = command.SetPoint("dissolved-oxygen", air);
        targetAgitation = command.SetPoint("agitation", speed);
        targetPressure = command.SetPoint("vessel-pressure", mbar);
        targetVolume = litres;
    }

    private double Breath(string quantity, DateTimeOffset at, double minutes) =>
        loaded is null ? 0 : Math.Clamp(Wandering(quantity).Wander(at, TimeSpan.FromMinutes(minutes)), -2.5, 2.5);
}
