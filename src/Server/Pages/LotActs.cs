using System.Globalization;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Materials;
using Cellwright.Server.Desk;
using Microsoft.Extensions.Localization;
using static Cellwright.Server.Pages.Parts.FormDialog;

namespace Cellwright.Server.Pages;

/// <summary>What a person can do with lots: each act with its fields, and what follows from it said before it is done.</summary>
/// <param name="T">Its words.</param>
/// <param name="Person">Who is in front of the page, or null.</param>
/// <param name="Ask">Opens the dialog of fields.</param>
/// <param name="Sign">Opens the dialog of signatures: title, text, meaning, command.</param>
/// <param name="Send">Sends a command and says what was saved; gives the refusal or null.</param>
/// <param name="Now">The site's time.</param>
public sealed record LotActs(
    IStringLocalizer<LotActs> T, Performer? Person, Action<Asked> Ask, Action<string, string, string, Command<Lot>> Sign, Func<Command<Lot>, string, Task<string?>> Send, DateTimeOffset Now)
{
    /// <summary>True when one of the person's roles allows the command.</summary>
    public bool May<TCommand>() => Person is { } person && Authority.RolesFor(typeof(TCommand)).Any(role => person.Holds(role));

    /// <summary>Receives a lot.</summary>
    /// <param name="materials">Materials and units that are known, to pick from.</param>
    public void Receive(IReadOnlyList<(string Material, string Unit)> materials) => Ask(new(
        T["receive"], T["receive-means"], T["receive-act"], "receive",
        [
            new("id", T["id"], Offers: []), new("material", T["material"], Offers: [.. materials.Select(one => one.Material).Distinct(StringComparer.Ordinal)]),
            new("supplier", T["supplier"], Offers: []), new("supplier-lot", T["supplier-lot"], Offers: []), new("expiry", T["expiry"], Day: true),
            new("amount", T["amount"], Offers: []), new("unit", T["unit"], Offers: [.. materials.Select(one => one.Unit).Distinct(StringComparer.Ordinal)]),
        ],
        given =>
        {
            if (!decimal.TryParse(given["amount"].Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)) return Said(T["amount-missing"]);
            if (!Say.TryEndOfDay(given["expiry"], Now.Offset, out var expiry)) return Said(T["expiry-missing"]);
            return Send(new ReceiveLot(given["id"].Trim(), given["material"].Trim(), given["supplier"], given["supplier-lot"], expiry, amount, given["unit"].Trim()), T["received", given["id"].Trim()]);
        }));

    /// <summary>Releases a lot.</summary>
    public void Release(Lot lot) => Ask(new(
        T["release", lot.Id], T["release-means"], T["go-on-to-sign"], $"{lot.Id} release",
        [new("evidence", T["evidence"])],
        given =>
        {
            var evidence = given["evidence"].Trim();
            if (evidence.Length == 0) return Said(T["evidence-missing"]);
            Sign(T["release", lot.Id], lot.ReleaseStatement(evidence), "approval", new ReleaseLot(lot.Id, evidence));
            return Task.FromResult<string?>(null);
        }));

    /// <summary>Rejects a lot.</summary>
    public void Reject(Lot lot)
    {
        var used = lot.Uses.Select(use => use.Batch).Distinct(StringComparer.Ordinal).ToList();
        Ask(new(
            T["reject", lot.Id],
            used.Count switch
            {
                0 => T["reject-means"],
                <= 10 => T["reject-means-used", string.Join(", ", used)],
                _ => T["reject-means-many", string.Join(", ", used.TakeLast(10)), used.Count - 10],
            },
            T["reject-act"], $"{lot.Id} reject",
            [new("reason", T["why"])], given => Send(new RejectLot(lot.Id, given["reason"]), T["rejected", lot.Id])));
    }

    private static Task<string?> Said(string sentence) => Task.FromResult<string?>(sentence);
}
