using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using static System.FormattableString;

namespace Cellwright.Domain.Release;

/// <summary>What the treating physician is told of a product that is released while results are awaited: made from the record, bound by the signature, printable as it is.</summary>
public static class PhysiciansNotice
{
    /// <summary>The notice, line by line.</summary>
    public static string Of(Batch batch, Disposition disposition)
    {
        var recipe = batch.Recipe!;
        var pending = Missing.Pending(batch, disposition).ToList();
        return SignedText.Of([
            "NOTICE TO THE TREATING PHYSICIAN",
            "Product released conditionally: results are awaited",
            "",
            $"Product: {SignedText.Free(recipe.Product)}",
            $"Batch: {batch.Id}",
            $"Order: {SignedText.Free(batch.OrderNumber)}",
            $"Patient (chain of identity): {SignedText.Free(batch.ChainOfIdentity ?? "none: not a product for one patient")}",
            Invariant($"Made: {batch.StartedAt:yyyy-MM-dd HH:mm zzz} to {batch.EndedAt:yyyy-MM-dd HH:mm zzz}"),
            .. recipe.Example ? ["This is a teaching example: no patient is treated by it."] : Array.Empty<string>(),
            "",
            "Results that are awaited:",
            .. pending.Select(test => Invariant($"- {SignedText.Free(test.Specification.Title)}: asked for {SignedText.Free(test.Asked)}; due {Missing.Due(batch, test):yyyy-MM-dd HH:mm zzz}")),
            "",
            "Results that are there:",
            .. Testing.Of(batch, disposition).Except(pending).Select(test => $"- {SignedText.Free(test.Specification.Title)}: {SignedText.Free(test.Outcome)}; asked for {SignedText.Free(test.Asked)}"),
            "",
            "If an awaited result is out of specification, the site tells you at once, and records when and how it did.",
            "When all are there and within specification, the product is released finally.",
        ]);
    }
}
