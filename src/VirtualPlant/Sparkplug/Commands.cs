using System.Buffers;
using System.Text.Json;
using Cellwright.Sparkplug;
using Cellwright.VirtualPlant.Devices;
using Google.Protobuf;

namespace Cellwright.VirtualPlant.Sparkplug;

/// <summary>Reads what the server sends; whatever is malformed becomes a <see cref="FormatException"/> that says what is wrong.</summary>
public static class Commands
{
    /// <summary>True where an NCMD asks for a rebirth.</summary>
    public static bool AsksRebirth(ReadOnlySequence<byte> payload) =>
        Read(payload).Metrics.Any(m => m.Name == "Node Control/Rebirth" && m.BooleanValue);

    /// <summary>The equipment phase that a DCMD orders.</summary>
    public static PhaseCommand Phase(ReadOnlySequence<byte> payload)
    {
        var texts = new Dictionary<string, string>();
        var setPoints = new Dictionary<string, double>();
        var parameters = new Dictionary<string, double>();
        foreach (var metric in Read(payload).Metrics)
        {
            var name = metric.Name;
            if (name.StartsWith("Setpoint/", StringComparison.Ordinal)) setPoints[name["Setpoint/".Length..]] = Number(metric);
            else if (name.StartsWith("Parameter/", StringComparison.Ordinal)) parameters[name["Parameter/".Length..]] = Number(metric);
            else if (metric.ValueCase == Metric.ValueOneofCase.StringValue) texts[name] = metric.StringValue;
            else throw new FormatException($"metric '{name}' is no phase, set point or parameter");
        }

        string Text(string name) => texts.TryGetValue(name, out var text) && text.Length > 0
            ? text : throw new FormatException($"'{name}' is missing");
        var state = Text("Phase/State");
        if (state is not ("start" or "stop")) throw new FormatException($"'Phase/State' is '{state}', not start or stop");
        return new PhaseCommand(Text("Phase/Name"), texts.GetValueOrDefault("Phase/Batch", ""), texts.GetValueOrDefault("Phase/Step", ""),
            state == "start", setPoints, parameters);
    }

    /// <summary>The instant that the server's clock asks for.</summary>
    public static DateTimeOffset Clock(ReadOnlySequence<byte> payload)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return document.RootElement.GetProperty("to").GetDateTimeOffset().ToUniversalTime();
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or FormatException or InvalidOperationException)
        {
            throw new FormatException($"the clock is not {{\"to\":\"2026-01-05T08:00:00Z\"}}: {broken.Message}", broken);
        }
    }

    private static double Number(Metric metric)
    {
        var value = metric.ValueCase switch
        {
            Metric.ValueOneofCase.DoubleValue => metric.DoubleValue,
            Metric.ValueOneofCase.FloatValue => metric.FloatValue,
            Metric.ValueOneofCase.IntValue => (int)metric.IntValue,
            Metric.ValueOneofCase.LongValue => (long)metric.LongValue,
            _ => double.NaN,
        };
        return double.IsFinite(value) ? value : throw new FormatException($"'{metric.Name}' is not a number");
    }

    private static Payload Read(ReadOnlySequence<byte> payload)
    {
        try
        {
            return Payload.Parser.ParseFrom(payload);
        }
        catch (InvalidProtocolBufferException broken)
        {
            throw new FormatException($"the payload is not Sparkplug B: {broken.Message}", broken);
        }
    }
}
