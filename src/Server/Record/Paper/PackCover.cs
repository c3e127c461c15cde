using Cellwright.Domain.Execution.Paper;

namespace Cellwright.Server.Record.Paper;

/// <summary>The first page of a pack: which batch, which state of the record, how to work on it, and whose initials stand on it.</summary>
internal static class PackCover
{
    public static Html Of(PackFacts facts)
    {
        var (batch, recipe) = (facts.Batch, facts.Batch.Recipe!);
        return Html.Of($"""
            <header class="cover">
            <p class="kind">Paper pack, for work while the server is down</p>
            <h1>{facts.Number}</h1>
            <p class="product">{recipe.Product}</p>
            {(batch.Rehearsal ? Html.Of($"<p class=\"banner\">Rehearsal: this is no GMP batch.</p>") : Html.None)}{(recipe.Example ? Html.Of($"<p class=\"banner\">Teaching example: no patient is treated by it.</p>") : Html.None)}
            {Html.All(batch.Holds.Values.Select(hold => Html.Of($"<p class=\"banner stop\">On hold since {Wording.Time(hold.Since)}: {hold.Reason}. No step is started until the quality unit has decided.</p>")))}
            <table class="facts"><tbody>
            {Fact("Batch", Html.Of($"<strong>{batch.Id}</strong>, {batch.Status.ToString().ToLowerInvariant()}"))}
            {Fact("Order", Html.Of($"<strong>{batch.OrderNumber}</strong>"))}
            {Fact("Patient (chain of identity)", Html.Of($"<strong>{batch.ChainOfIdentity ?? "nobody's own"}</strong>"))}
            {Fact("Master record", Html.Of($"{recipe.Name}, {recipe.Title}<br><span class=\"hash\">SHA-256 {recipe.Hash}</span>"))}
            {Fact("Shows the record as of", Html.Of($"version {batch.Version} of the batch, recorded {Wording.Time(facts.RecordedAt)}"))}
            {Fact("Checkpoint of the record", facts.Checkpoint is { } head ? Html.Of($"{head.Origin}, {head.Size} entries<br><span class=\"hash\">root {head.Root}</span>") : Html.Of($"nothing was signed yet"))}
            {Fact("Made", Wording.Time(facts.MadeAt))}
            {Fact("Printed", Printed(facts))}
            {Fact("Equipment in use", batch.Equipment.IsEmpty ? Html.Of($"none is checked in") : Html.Join(", ", batch.Equipment.OrderBy(used => used.Key, StringComparer.Ordinal).Select(used => Html.Of($"{used.Key}: <strong>{used.Value}</strong>"))))}
            </tbody></table>
            <section class="rules"><h2>How to work on this paper</h2>
            <ol>
            <li>Look whether a newer pack exists. The one with the highest number counts; cross out every older one. What is on the screen counts before any paper.</li>
            <li>Fill in each line when it is done, in ink, with date, time to the minute and initials. Leave no blank: strike it through and say why.</li>
            <li>Steps are done in the order of the paper. A decision is taken by its rule, on the values written down; note which branch was taken.</li>
            <li>A value outside its proven range, a time limit that is missed, a wrong label: stop, call a supervisor, and write it on the last page.</li>
            <li>Where a second person is asked for, that person watches, and signs the line. Both sign at the screen when the server is back.</li>
            <li>When the server is back, type the paper in at <strong>/batches/{batch.Id}/paper</strong>. Somebody who neither did nor typed it compares it with this paper and signs. Keep the paper.</li>
            </ol></section>
            <h2>Who writes on this paper</h2>
            {PackPaper.Blank(["Printed name", "User id", "Initials", "Signature", "Date"], 6, "people")}
            </header>
            """);
    }

    private static Html Fact(string head, Html text) => Html.Of($"<tr><th scope=\"row\">{head}</th><td>{text}</td></tr>\n");

    private static Html Printed(PackFacts facts) => facts.Prints.Count == 0
        ? Html.Of($"kept by the server for the case that it is down, and printed from there by: <span class=\"line\"></span> date and time: <span class=\"line\"></span>")
        : Html.Join("<br>", facts.Prints.Select(print => Html.Of($"{Wording.Time(print.At)} by {PackPaper.Name(facts, print.By)}{(print.Copy > 1 ? $", copy {print.Copy}" : "")}{(print.Voids is { } older ? Html.Of($"; <strong>pack {older} is void</strong>") : Html.None)}")));
}
