using Cellwright.Domain.Basics;
using Cellwright.Domain.Materials;
using Cellwright.Ledger;
using Cellwright.Server.Materials;
using Cellwright.Server.Pages.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;

namespace Cellwright.Server.Pages;

/// <summary>A page on which something is done with lots: it knows the acts, and shows what it did once the lists have it.</summary>
public abstract class LotPages : LivePage
{
    private Outcome? came;

    /// <summary>Every lot.</summary>
    [Inject] protected LotBook Book { get; set; } = null!;

    [Inject] private Acts Sent { get; set; } = null!;

    [Inject] private IStringLocalizer<LotActs> Words { get; set; } = null!;

    /// <summary>The dialog of fields.</summary>
    protected FormDialog? Form { get; set; }

    /// <summary>The dialog of signatures.</summary>
    protected SignDialog? Sign { get; set; }

    /// <summary>What the person can do.</summary>
    protected LotActs Can { get; private set; } = null!;

    /// <summary>What became of the latest act on this page, or null.</summary>
    protected Outcome? Said => ReferenceEquals(Sent.Latest, came) ? null : Sent.Latest;

    /// <inheritdoc />
    protected override void OnInitialized() => came = Sent.Latest; // what was done on another page is not said again here

    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        Can = new LotActs(Words, await Visit.WhoAsync(), asked => Form?.Ask(asked), SignIt, async (command, what) => await SendAsync(command, what) is { Saved: false } refused ? refused.Sentence : null, Now);
        await ReadLotsAsync();
    }

    /// <inheritdoc />
    protected override bool IsUrgent(IReadOnlySet<string> streams) => streams.Any(stream => stream.StartsWith("lot/", StringComparison.Ordinal));

    /// <summary>Takes what the page shows from the lots.</summary>
    protected abstract Task ReadLotsAsync();

    private void SignIt(string title, string text, string meaning, Command<Lot> command) =>
        Sign?.Ask(title, text, meaning, Can.Person?.Id ?? "", token => SendAsync(command, title, token));

    private async Task<Outcome> SendAsync(Command<Lot> command, string what, string? signature = null)
    {
        var outcome = await Sent.SendAsync(command, what, signature);
        try
        {
            if (outcome.Saved) await Book.CaughtUpAsync();
        }
        catch (RecordUnavailableException)
        {
            // It is saved; the list follows as soon as the record can be read again.
        }

        await AgainAsync();
        return outcome;
    }
}
