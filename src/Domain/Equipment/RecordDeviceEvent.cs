using System.Text.Json.Serialization;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Equipment;

/// <summary>What the gateway noticed about a device.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeviceEventKind>))]
public enum DeviceEventKind
{
    /// <summary>It is connected and declared its tags.</summary>
    Online,

    /// <summary>It is gone, or silent.</summary>
    Offline,

    /// <summary>Its clock differs from the server's by more than is allowed.</summary>
    ClockOff,

    /// <summary>Something that it sent was refused.</summary>
    PayloadRefused,

    /// <summary>A second edge node announces it: what that one sends is refused while the first is there.</summary>
    Contested,

    /// <summary>No second edge node announces it any more.</summary>
    Uncontested,

    /// <summary>It talks, and nobody has registered it: what it sends is refused.</summary>
    Unregistered,
}

/// <summary>What the gateway said of a device.</summary>
/// <param name="Kind">What it noticed.</param>
/// <param name="Sentence">What happened, for people.</param>
/// <param name="At">When.</param>
public sealed record DeviceEvent(DeviceEventKind Kind, string Sentence, DateTimeOffset At);

/// <summary>
/// Records what the gateway noticed about a device. It is recorded for a device that nobody registered too:
/// an engineer must see that something unknown talks.
/// </summary>
/// <param name="Id">Item.</param>
/// <param name="Kind">What was noticed.</param>
/// <param name="Sentence">What happened, for people; at most 500 characters are kept.</param>
[AllowedTo(Role.System)]
public sealed record RecordDeviceEvent(string Id, DeviceEventKind Kind, string Sentence) : Command<EquipmentItem>
{
    private const int LongestSentence = 500;

    /// <inheritdoc />
    public override string StreamId => Id;

    /// <inheritdoc />
    public override Decision<EquipmentItem> Decide(EquipmentItem state, Act act)
    {
        if (RegisterEquipment.RefusalForId(Id) is { } malformed) return malformed;

        // Telling the same again tells nothing, and a device that shouts must not fill the record.
        if (Kind == DeviceEventKind.Uncontested && state.Contested is null) return Decision<EquipmentItem>.Nothing;
        var last = Kind == DeviceEventKind.Contested ? state.Contested : state.Device;
        if (last is not null && last.Kind == Kind && last.Sentence == Kept) return Decision<EquipmentItem>.Nothing;
        return new DeviceEventRecorded(Kind, Kept);
    }

    private string Kept => Sentence.Length > LongestSentence ? Sentence[..LongestSentence] : Sentence;
}

/// <summary>The gateway noticed something about a device.</summary>
public sealed record DeviceEventRecorded(DeviceEventKind Kind, string Sentence) : Event<EquipmentItem>
{
    /// <inheritdoc />
    public override EquipmentItem Apply(EquipmentItem state, Happened when) => Kind switch
    {
        DeviceEventKind.Contested => state with { Contested = new DeviceEvent(Kind, Sentence, when.At) },
        DeviceEventKind.Uncontested => state with { Contested = null },
        _ => state with { Device = new DeviceEvent(Kind, Sentence, when.At) },
    };
}
