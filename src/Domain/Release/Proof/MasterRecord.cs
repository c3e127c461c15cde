using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;

namespace Cellwright.Domain.Release.Proof;

/// <summary>The batch was made by a master record that two people had approved, and bears its exact text (211.100(a), 211.186, 211.188(a)).</summary>
internal sealed class MasterRecord : ProofRule
{
    public override string Name => "master-record";

    public override string Title => "Made by an approved master record, word for word";

    public override string Basis => "211.100(a), 211.186, 211.188(a)";

    public override IEnumerable<Check> At(Moment moment)
    {
        if (moment.Line.Happened is not BatchOrdered ordered) yield break;
        var hash = RecipeReader.HashOf(ordered.RecipeText);
        yield return Of(moment, "text", $"SHA-256 of the text in the order: {hash}", hash == ordered.RecipeHash ? null : $"the order names {ordered.RecipeHash}");
        var name = RecipeReader.Read(ordered.RecipeText).Name;
        var master = moment.Before.Master(name);
        var approvals = string.Join(", ", master.Signatures.Select(signature => signature.Name));
        yield return Of(moment, "approval", $"{name}, approved by {(approvals.Length > 0 ? approvals : "nobody")}",
            master.Hash != ordered.RecipeHash ? $"the approved text has SHA-256 {master.Hash}" : master.RefusalFor(moment.Line.At, [master])?.Sentence);
    }
}
