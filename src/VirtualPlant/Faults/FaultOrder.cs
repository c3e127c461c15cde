using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Cellwright.VirtualPlant.Faults;

/// <summary>A fault as someone asked for it.</summary>
/// <param name="Name">Which fault, e.g. <c>probe-bias</c>; <c>clear</c> ends all faults of the equipment.</param>
/// <param name="Equipment">Equipment id.</param>
/// <param name="Tag">One tag only; null where the fault chooses.</param>
/// <param name="After">How long after the order (or the start of the plant) it begins.</param>
/// <param name="Size">How much, in the unit that the fault states; null for its usual size.</param>
/// <param name="For">How long it lasts; null for ever (a drop-off lasts 30 minutes).</param>
public sealed partial record FaultOrder(string Name, string Equipment, string? Tag, TimeSpan After, double? Size, TimeSpan? For)
{
    /// <summary>Reads <c>name@equipment[/tag][:after=3d,size=0.5,for=2h]</c>.</summary>
    /// <exception cref="FormatException">The text does not have that form; the message says where.</exception>
    public static FaultOrder Parse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success) throw new FormatException($"fault '{text}' is not name@equipment[/tag][:after=3d,size=0.5,for=2h]");
        var order = new FaultOrder(match.Groups["name"].Value, match.Groups["equipment"].Value,
            match.Groups["tag"].Success ? match.Groups["tag"].Value : null, TimeSpan.Zero, null, null);
        foreach (var pair in match.Groups["rest"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            order = order.With(parts[0].Trim(), parts.Length == 2 ? parts[1].Trim() : "");
        }

        return order;
    }

    /// <summary>Reads <c>{"name":"probe-bias","equipment":"CP-01","tag":"chamber-temperature","after":"2h","size":0.5,"for":"1h"}</c>.</summary>
    /// <exception cref="FormatException">The JSON is malformed or says something else; the message says what.</exception>
    public static FaultOrder FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new FormatException("the fault is not a JSON object");
            var order = new FaultOrder("", "", null, TimeSpan.Zero, null, null);
            foreach (var member in document.RootElement.EnumerateObject())
            {
                var text = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText();
                order = member.Name switch
                {
                    "name" => order with { Name = text },
                    "equipment" => order with { Equipment = text },
                    "tag" => order with { Tag = text },
                    _ => order.With(member.Name, text),
                };
            }

            if (order.Name == "" || order.Equipment == "") throw new FormatException("the fault lacks \"name\" or \"equipment\"");
            return order;
        }
        catch (JsonException broken)
        {
            throw new FormatException($"the fault is not JSON: {broken.Message}", broken);
        }
    }

    private FaultOrder With(string key, string value) => key switch
    {
        "after" => this with { After = Duration(value) },
        "for" => this with { For = Duration(value) },
        "size" => double.TryParse(value, CultureInfo.InvariantCulture, out var size) && Math.Abs(size) <= 1e6
            ? this with { Size = size }
            : throw new FormatException($"size '{value}' is not a number between -1e6 and 1e6"),
        _ => throw new FormatException($"a fault has no '{key}'; it has after, size and for"),
    };

    private static TimeSpan Duration(string text)
    {
        if (text.Length > 1 && double.TryParse(text[..^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var n) && n is >= 0 and < 1e6)
        {
            switch (text[^1])
            {
                case 's': return TimeSpan.FromSeconds(n);
                case 'm': return TimeSpan.FromMinutes(n);
                case 'h': return TimeSpan.FromHours(n);
                case 'd' when n < 3e4: return TimeSpan.FromDays(n);
            }
        }

        throw new FormatException($"'{text}' is not a duration such as 90s, 15m, 6h or 3d");
    }

    [GeneratedRegex("""^(?<name>[a-z-]+)@(?<equipment>[A-Za-z0-9-]+)(/(?<tag>[a-z0-9.-]+))?(:(?<rest>.*))?$""")]
    private static partial Regex Form();
}
