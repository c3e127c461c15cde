using Cellwright.Domain.Execution.Commands;
using static Cellwright.Server.Record.Tables;

namespace Cellwright.Server.Record;

/// <summary>Every lot that went in, how much of it, who added and who checked (211.188(b)(3), (4), (11); 211.101(d)).</summary>
internal static class MaterialsUsed
{
    public static Html Of(ExecutedRecord record) => Section("materials", "Materials and lots", Tables.Of(
        "Materials", ["Material", "Lot", "Amount as entered", "Step", "Added", "Verified by a second person"],
        record.Of<MaterialAdded>().Select(added => Row(
            Html.Of($"{record.Recipe.Materials.FirstOrDefault(material => material.Name == added.Event.Material)?.Title ?? added.Event.Material}"),
            LotOf(record, added.Event.LotId),
            Wording.Number(added.Event.Amount, added.Event.Unit),
            StepLink(added.Event.Step),
            Wording.Done(record, added.Entry, added.Event),
            record.VerificationOf(added.Event.Step, added.Event.Demand) is { } verified ? Html.Of($"{Wording.Time(verified.At)}<br>{verified.Name} <small>({verified.By})</small>")
                : added.Event.AwaitsVerification ? Html.Of($"<span class=\"alert\">not verified yet</span>")
                : Html.Of($"not asked for by the master record"))),
        "No material was added."));

    private static Html LotOf(ExecutedRecord record, string id) => record.Lots.GetValueOrDefault(id) is { } lot
        ? Html.Of($"<strong>{id}</strong><br><small>{lot.Supplier} {lot.SupplierLot}, expires {Wording.Plain(lot.Expiry)}</small>")
        : Html.Of($"<strong>{id}</strong>");
}
