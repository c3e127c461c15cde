using Cellwright.VirtualPlant.Biology;

namespace Cellwright.VirtualPlant.Devices;

/// <summary>
/// An automated closed cell processor: one chamber that warms, spins, pumps and gasses one patient's cells. Tags after
/// process-facts D (first row); set points of phases after A10 to A29. Time constants and noise: engineering judgement.
/// </summary>
public sealed class CellProcessor(int seed, string id, Batches batches) : Device(seed, id,
    ["integrity-test", "enrich", "label", "seed", "culture", "transduce", "feed", "wash", "harvest", "formulate", "idle"],
    new("chamber-temperature", "Cel", 10, 0.02, 0.01),
    new("co2", "%", 10, 0.03, 0.01),
    new("gas-flow", "L/min", 10, 0.004, 0.001),
    new("centrifuge-speed", "/min", 1, 2, 1),
    new("pump-flow", "mL/min", 1, 0.1, 0.1),
    new("line-pressure", "kPa", 1, 0.3, 0.1),
    new("chamber-volume", "mL", 10, 0.15, 0.1),
    new("culture-ph", "[pH]", 10, 0.008, 0.001),
    Tag.Event("leak-rate", "kPa/min", 0.001))
{
    private const double Capacity = 250; // mL, A21
    private const double Rate = 50; // mL/min, within the span 0 to 100 of D

    private double temperature = 22, co2 = 0.04, gas, speed, pressure, flow;
    private double targetTemperature = 22, targetCo2 = 0.04, targetGas;
    private Batch? loaded;
    private Transfer transfer;

    /// <inheritdoc />
    public override string Pump => "pump-flow";

    /// <inheritdoc />
    protected override void OnStart(PhaseCommand command, DateTimeOffset at)
    {
        if (command.Phase == "idle")
        {
            if (loaded?.Host == Id) loaded.Host = null;
            loaded = null;
            transfer = default;
            Regulate(command, 22, 0.04, 0);
            return;
        }

        if (command.Phase == "integrity-test")
        {
            // A07: a tight set loses a few hundredths of a kPa a minute (EJ).
            Report("leak-rate", Math.Max(0.005, 0.05 + 0.015 * Wandering("leak").Normal(at.UtcTicks)), at.AddSeconds(45));
            return;
        }

        Load(command.Batch);
        switch (command.Phase)
        {
            case "label":
                Regulate(command, 5, 0.04, 0); // A10
                break;
            case "enrich":
                Regulate(command, 20, 0.04, 0);
                loaded!.Cells.Enrich(command.SetPoint("chamber-volume", 100));
                break;
            default:
                Act(command, loaded!.Cells);
                break;
        }
    }

    /// <inheritdoc />
    protected override void Step(DateTimeOffset at, double seconds)
    {
        temperature = Approach(temperature, targetTemperature + Disturbances.Temperature(at), 150, seconds);
        co2 = Approach(co2, targetCo2, 60, seconds);
        gas = Approach(gas, targetGas, 10, seconds);
        speed = Approach(speed, Programme(at), 8, seconds);
        Pumping(at, seconds);
        var tested = Running?.Phase == "integrity-test" && at - Started < TimeSpan.FromSeconds(50);
        pressure = Approach(pressure, tested ? 20 : 1 + 0.12 * flow, 4, seconds);
        if (loaded?.Host == Id) loaded.Cells.Advance(seconds / 3600, temperature);
    }

    /// <inheritdoc />
    protected override double True(int tag, DateTimeOffset at) => tag switch
    {
        // The regulated chamber breathes within 36.8 to 37.2 (D).
        0 => temperature + 0.04 * Wandering("breath").Wander(at, TimeSpan.FromMinutes(12)),
        1 => co2,
        2 => gas,
        3 => speed < 5 ? 0 : speed,
        4 => flow,
        5 => pressure,
        6 => loaded?.Cells.Volume ?? 0,
        _ => loaded is { } batch ? batch.Cells.Ph : 7.4,
    };

    private void Act(PhaseCommand command, TCellCulture cells)
    {
        // A recipe may be rehearsed from its middle: then the culture that the phase needs is assumed.
        if (command.Phase is not "seed") cells.AssumeCulture(command.Phase switch
        {
            "harvest" or "formulate" => 12, "feed" => 5, "wash" => 3, "transduce" => 1, _ => 0,
        }, command.Phase is not ("transduce" or "culture"));
        Regulate(command, command.Phase is "formulate" ? 5 : 37, command.Phase is "harvest" or "formulate" ? 0.04 : 5, 0.2);
        switch (command.Phase)
        {
            case "seed":
                cells.Seed(command.Parameter("cells-seeded", 1e8), command.SetPoint("chamber-volume", 70)); // A13
                break;
            case "culture":
                if (command.SetPoints.TryGetValue("chamber-volume", out var volume)) Fill(volume);
                break;
            case "transduce":
                cells.Transduce(command.Parameter("moi", 5)); // A16
                Fill(command.SetPoint("chamber-volume", 100));
                break;
            case "feed":
                Feed(command.Parameter("feed-volume", Math.Max(0, command.SetPoint("chamber-volume", cells.Volume + 125) - cells.Volume)),
                    command.SetPoint("chamber-volume", Capacity));
                break;
            case "wash":
                transfer = new Transfer(command.Parameter("wash-volume", 4.7 * cells.Volume), 0, 0); // A18: at least 100-fold, exp(4.7)
                break;
            case "harvest":
                cells.Harvest();
                transfer = new Transfer(command.Parameter("wash-volume", 1000), 0, 0); // A26
                Fill(command.SetPoint("chamber-volume", 100));
                break;
            case "formulate":
                cells.Formulate();
                Fill(command.SetPoint("chamber-volume", Math.Clamp(cells.Viable / 2e7, 30, Capacity))); // A29
                break;
        }
    }

    private void Load(string id)
    {
        var batch = batches.Of(id);
        batch.Product = Product.TCells;
        if (!ReferenceEquals(batch, loaded)) transfer = default;
        loaded = batch;
        batch.Host = Id;
    }

    private void Regulate(PhaseCommand command, double celsius, double percent, double litres)
    {
        targetTemperature = command.SetPoint("chamber-temperature", celsius);
        targetCo2 = command.SetPoint("co2", percent);
        targetGas = command.SetPoint("gas-flow", litres);
    }

    // What fits is added; the rest of the feed is exchanged against spent medium, the cells held back.
    private void Feed(double ordered, double full)
    {
        var room = Math.Clamp(full - loaded!.Cells.Volume, 0, ordered);
        transfer = new Transfer(ordered - room, room, 0);
    }

    private void Fill(double volume)
    {
        var change = Math.Min(volume, Capacity) - loaded!.Cells.Volume;
        transfer = transfer with { Add = Math.Max(change, 0), Remove = Math.Max(-change, 0) };
    }

    private void Pumping(DateTimeOffset at, double seconds)
    {
        var cells = loaded?.Cells;
        if (cells is null || transfer.Left <= 1e-9)
        {
            flow = Approach(flow, 0, 1, seconds);
            return;
        }

        // Several small moves, so that a long step washes out as a steady flow would.
        var ordered = Math.Min(Rate * seconds / 60, transfer.Left);
        var efficiency = Disturbances.PumpEfficiency(at);
        var left = ordered;
        while (left > 1e-9)
        {
            var (rest, exchanged, added, removed) = transfer.Take(Math.Min(left, 5));
            transfer = rest;
            left -= exchanged + added + removed;
            cells.DrawOff((exchanged + removed) * efficiency);
            cells.Add((exchanged + added) * efficiency);
        }

        flow = transfer.Left > 1e-9 ? Rate * efficiency : Approach(flow, 0, 1, 1);
    }

    // A centrifuge for separating, washing and harvesting; a shaker in culture from day 3 on, faster with density (A19).
    private double Programme(DateTimeOffset at)
    {
        var minutes = (at - Started).TotalMinutes;
        return Running?.Phase switch
        {
            "label" => 60,
            "enrich" => minutes % 20 < 12 ? 2200 : 0,
            "wash" => minutes % 15 < 9 ? 1800 : 0,
            "harvest" or "formulate" => minutes % 20 < 12 ? 2400 : 0,
            _ => loaded is { Cells: { Stage: CellStage.Culture, Age: >= 3 } cells } ? (cells.Density > 3e6 ? 200 : 120) : 0,
        };
    }
}
