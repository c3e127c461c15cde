using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;

namespace Cellwright.Server.Pages;

/// <summary>An item as a line of the status board.</summary>
/// <param name="Item">As it stands.</param>
/// <param name="Matters">What somebody must see to, most urgent first.</param>
/// <param name="Online">Whether its device is connected; null when none was ever heard.</param>
public sealed record EquipmentRow(EquipmentItem Item, IReadOnlyList<Matter> Matters, bool? Online)
{
    /// <summary>How urgently it needs somebody, or null.</summary>
    public Attention? Attention => Matters.Count == 0 ? null : Matters[0].Attention;

    /// <summary>Reads an item.</summary>
    public static EquipmentRow Of(EquipmentItem item, bool? online, DateTimeOffset now)
    {
        IEnumerable<Matter> matters = Matter.Of(item, now);

        // That a device is silent is known to the gateway only. One that never had a device is used without.
        if (item is { Registered: true, Retired: false, OutOfService: null } && online == false)
            matters = matters.Append(Matter.DeviceGone(item, now));
        return new EquipmentRow(item, [.. matters.OrderBy(matter => matter.Attention)], online);
    }

    /// <summary>In the order of who needs somebody: then what is in use, what lapses first, and what is retired last.</summary>
    public static IReadOnlyList<EquipmentRow> Ordered(IEnumerable<EquipmentRow> rows) =>
    [
        .. rows.OrderBy(row => row.Item.Retired && row.Attention is null)
            .ThenBy(row => row.Attention is { } attention ? (int)attention : int.MaxValue)
            .ThenBy(row => row.Item.Users.IsEmpty)
            .ThenBy(row => row.Matters.Select(matter => matter.Due).FirstOrDefault() ?? DateTimeOffset.MaxValue)
            .ThenBy(row => row.Item.Id, StringComparer.Ordinal),
    ];

    /// <summary>The steps of a batch under way that work with the item.</summary>
    public static string StepsWith(Batch batch, string item) => string.Join(", ", Sequencing.Active(batch)
        .Where(active => active.Phase.Parameters.Select(parameter => parameter.From).Append(active.Phase.Equipment)
            .Any(role => role is not null && batch.Equipment.GetValueOrDefault(role) == item))
        .Select(active => active.Step.Key));
}
