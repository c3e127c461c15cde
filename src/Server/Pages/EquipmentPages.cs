using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Ledger;
using Cellwright.Server.Equipment;
using Cellwright.Server.Pages.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Cellwright.Server.Pages;

/// <summary>A page on which something is done with equipment: it knows the acts, and shows what it did once the lists have it.</summary>
public abstract class EquipmentPages : LivePage
{
    private Outcome? came;

    /// <summary>Every item.</summary>
    [Inject] protected EquipmentBook Book { get; set; } = null!;

    /// <summary>What the devices say now.</summary>
    [Inject] protected Live Live { get; set; } = null!;

    [Inject] private Acts Sent { get; set; } = null!;

    [Inject] private IStringLocalizer<EquipmentActs> Words { get; set; } = null!;

    /// <summary>The dialog of fields.</summary>
    protected FormDialog? Form { get; set; }

    /// <summary>What the person can do.</summary>
    protected EquipmentActs Can { get; private set; } = null!;

    /// <summary>What became of the latest act on this page, or null.</summary>
    protected Outcome? Said => ReferenceEquals(Sent.Latest, came) ? null : Sent.Latest;

    /// <inheritdoc />
    protected override void OnInitialized() => came = Sent.Latest; // what was done on another page is not said again here

    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        var items = Book.Items;
        Can = new EquipmentActs(
            Words, await Visit.WhoAsync(), [.. items.Where(item => item.Registered).Select(item => item.Room).Distinct().Order(StringComparer.Ordinal)],
            asked => Form?.Ask(asked), SendAsync, Site.At, Now);
        Read(items);
    }

    /// <summary>Takes what the page shows from all items.</summary>
    protected abstract void Read(IReadOnlyList<EquipmentItem> items);

    private async Task<string?> SendAsync(Command<EquipmentItem> command, string what)
    {
        var outcome = await Sent.SendAsync(command, what);
        try
        {
            if (outcome.Saved) await Book.CaughtUpAsync();
        }
        catch (RecordUnavailableException)
        {
            // It is saved; the list follows as soon as the record can be read again.
        }

        await AgainAsync();
        return outcome.Saved ? null : outcome.Sentence;
    }
}
