using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Materials;
using Cellwright.Domain.Recipes;
using Cellwright.Server.Desk;
using Microsoft.JSInterop;

namespace Cellwright.Server.Pages;

/// <summary>What a scanner reads: whichever demand the code fits is meant, and a wrong code is said loudly.</summary>
public sealed partial class OperatePage
{
    private sealed record Loud(string Title, string Sentence, string Expected, string Read);

    private readonly Dictionary<string, string> codes = [];
    private DotNetObjectReference<OperatePage>? self;
    private Loud? loud;

    /// <summary>A code was scanned anywhere on the page.</summary>
    [JSInvokable]
    public Task Scanned(string code) => InvokeAsync(async () =>
    {
        try
        {
            await ScannedAsync(code.Trim());
        }
        catch (Exception fault) when (Unavailable.Is(fault))
        {
            Acts.Tell(new Outcome(false, Now, T["cannot-read"]));
        }

        await AgainAsync();
    });

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // It hears a scanner once it knows the batch, which may be after the first picture.
        if (self is not null || batch.Recipe is null) return;
        self = DotNetObjectReference.Create(this);
        await Script.InvokeVoidAsync("cellwright.hear", self);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        self?.Dispose();
        base.Dispose();
    }

    private async Task ScannedAsync(string code)
    {
        if (code == batch.Id || code == batch.ChainOfIdentity || code == batch.OrderNumber)
        {
            Acts.Tell(new Outcome(true, Now, T["is-this-batch", code]));
            return;
        }

        var wanted = step is null ? [] : phase!.Demands
            .Where(demand => demand is CheckInDemand or MaterialDemand && step.For(demand.Name) is null)
            .OrderBy(demand => demand != open).ToList();
        if (wanted.Count == 0)
        {
            await Alarm(new Loud(T["wrong-scan"], step is null ? T["no-step-under-way"] : T["no-scan-now"], T["nothing"], code));
            return;
        }

        // Several may be open: the one that the code fits is meant, else the one in hand says what is wrong.
        foreach (var demand in wanted)
            if (await FitsAsync(demand, code) is null)
            {
                await Read(demand, code);
                return;
            }

        await Read(wanted[0], code);
    }

    private async Task Read(Demand demand, string code)
    {
        codes.Remove(demand.Name);
        chosenDemand = demand.Name;
        if (code.Length > 0)
        {
            if (demand is CheckInDemand)
            {
                var outcome = await Acts.SendAsync(new CheckInEquipment(Id, key!, demand.Name, code), T["checked-in", code]);
                if (outcome.Saved) (loud, chosenDemand) = (null, null);
                else await Alarm(new Loud(T["wrong-scan"], outcome.Sentence, Expected(demand), code));
            }
            else if (await FitsAsync(demand, code) is { } wrong) await Alarm(new Loud(T["wrong-scan"], wrong.Sentence, Expected(demand), code));
            else (codes[demand.Name], loud) = (code, null);
        }

        await AgainAsync();
    }

    private async Task<Refusal?> FitsAsync(Demand demand, string code) => demand switch
    {
        CheckInDemand checkIn => (await Desk.StateAsync<EquipmentItem>(code)).RefusalFor(checkIn.Role.Class, checkIn.Role.Room, Id, Now),
        MaterialDemand material => (await Desk.StateAsync<Lot>(code)).RefusalFor(material.Material.Name, Now, 0, material.Amount.Unit),
        _ => null,
    };

    private string Expected(Demand demand) => demand switch
    {
        CheckInDemand checkIn => checkIn.Role.Room is { } room ? T["expected-item-in", checkIn.Role.Class, room, checkIn.Role.Name] : T["expected-item", checkIn.Role.Class, checkIn.Role.Name],
        MaterialDemand material => T["expected-lot", material.Material.Title, material.Material.Name],
        _ => demand.Name,
    };

    private async Task Alarm(Loud what)
    {
        loud = what;
        await Script.InvokeVoidAsync("cellwright.alarm");
    }
}
