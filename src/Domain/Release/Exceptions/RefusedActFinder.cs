namespace Cellwright.Domain.Release.Exceptions;

/// <summary>Acts that were attempted in the batch and refused: one exception for a command and a rule, however often (11.10(f)).</summary>
internal sealed class RefusedActFinder : ExceptionFinder
{
    public override IEnumerable<ReviewException> Find(Findings findings)
    {
        var refused = findings.Record.Lines.Where(line => line.Happened is RefusedAct).Select(line => (Line: line, Act: (RefusedAct)line.Happened!));
        foreach (var group in refused.GroupBy(found => (found.Act.Command, found.Act.Rule)))
        {
            var first = group.First();
            yield return new ReviewException
            {
                Id = $"refused:{group.Key.Command}:{group.Key.Rule}",
                Kind = ExceptionKind.RefusedActs,
                What = $"{group.Key.Command} was refused{(group.Count() > 1 ? $" {group.Count()} times" : "")} by the rule {group.Key.Rule}",
                Step = first.Act.Step,
                At = first.Line.At,
                By = first.Line.By,
                Entries = [.. group.Select(found => found.Line.Address)],
                Evidence = [.. group.Select(found => new Evidence(
                    "attempt", $"{findings.When(found.Line.At)} by {findings.Name(found.Line.By)} at {found.Act.Terminal}{(found.Act.Step is null ? "" : $", step {found.Act.Step}")}: {found.Act.Sentence}"))],
            };
        }
    }
}
