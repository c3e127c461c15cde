using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;

namespace Cellwright.Server.Record;

/// <summary>What the record is about, by what it was made, and where to find what the rule asks for.</summary>
internal static class Cover
{
    public static Html Of(ExecutedRecord record)
    {
        var batch = record.Batch;
        var recipe = record.Recipe;
        var example = recipe.Example
            ? Html.Of($"<p class=\"banner\" role=\"note\"><strong>Example.</strong> This master record is a teaching example and not a process to treat anybody with.</p>")
            : Html.None;
        var rehearsal = batch.Rehearsal
            ? Html.Of($"<p class=\"banner\" role=\"note\"><strong>Rehearsal.</strong> This batch only rehearses its recipe. It is no GMP batch, and nothing of it can be released.</p>")
            : Html.None;
        return Html.Of($"""
            <header class="cover">
            <p class="kind">Executed batch record</p>
            <h1>{batch.Id}</h1>
            <p class="product">{recipe.Product}</p>
            {rehearsal}{example}
            <table class="facts"><caption class="hidden">Identity of the record</caption><tbody>
            <tr><th scope="row">Order</th><td>{batch.OrderNumber}</td></tr>
            <tr><th scope="row">Chain of identity</th><td>{Identity(batch)}</td></tr>
            <tr><th scope="row">Status</th><td><strong class="{Tone(batch.Status)}">{Wording.Status(batch.Status)}</strong></td></tr>
            <tr><th scope="row">Ordered</th><td>{Wording.Time(batch.OrderedAt)} by {Wording.Person(record, record.BatchTrail[0].Entry.Actor)}</td></tr>
            <tr><th scope="row">Started</th><td>{Time(batch.StartedAt)}</td></tr>
            <tr><th scope="row">Ended</th><td>{Time(batch.EndedAt)}</td></tr>
            <tr><th scope="row">Disposition</th><td>{Disposition(record.Disposition)}</td></tr>
            <tr><th scope="row">Responsible at the end</th><td>{(batch.Responsible.Length == 0 ? Html.Of($"nobody yet") : Wording.Person(record, batch.Responsible))}</td></tr>
            <tr><th scope="row">Master record</th><td>{recipe.Title}<br>{recipe.Name}<br><span class="hash">SHA-256 {recipe.Hash}</span>{Descent(recipe)}</td></tr>
            <tr><th scope="row">Master approved by</th><td>{Approvals(record)}</td></tr>
            </tbody></table>
            {Contents()}
            </header>
            """);
    }

    private static Html Identity(Batch batch) => batch.ChainOfIdentity is { } identity
        ? Html.Of($"<span class=\"identity\">{identity}</span> <small>(pseudonym; names are kept apart from the record)</small>")
        : Html.Of($"none: this batch is nobody's own");

    private static Html Disposition(Domain.Release.Disposition disposition) => disposition.Decisions.LastOrDefault() is { } decision
        ? Html.Of($"<strong>{(decision.Status == Domain.Release.DispositionStatus.Conditional ? "released conditionally: results are awaited" : decision.Status.ToString().ToLowerInvariant())}</strong> by {decision.Name}, {Wording.Time(decision.At)}")
        : Html.Of($"not decided");

    private static string Tone(BatchStatus status) => status == BatchStatus.Completed ? "normal" : status == BatchStatus.Aborted ? "outside" : "alert";

    private static Html Time(DateTimeOffset? at) => at is { } known ? Wording.Time(known) : Html.Of($"not yet");

    private static Html Approvals(ExecutedRecord record) => record.Master is { Signatures.IsEmpty: false } master
        ? Html.Join("<br>", master.Signatures.Select(signature => Html.Of($"{signature.Name} <small>({signature.By})</small>, {signature.Meaning}, {Wording.Time(signature.At)}")))
        : Html.Of($"the entries of the master record are not part of this copy");

    // A variant is said to be one, with everything that it sets otherwise.
    private static Html Descent(Recipe recipe) => Html.Join("", recipe.ResolvedFrom.Select(from => Html.Of($"""
        <br>{from.By} extends {from.Name} <span class="hash">SHA-256 {from.Hash}</span><ul>{from.Overridden.Select(change =>
            Html.Of($"<li>{change.At} {change.Field}: {change.From ?? "nothing"} → {change.To}</li>"))}</ul>
        """)));

    // 21 CFR 211.188(b), item by item: an inspector need not search.
    private static Html Contents() => Html.Of($"""
        <nav aria-label="Contents"><h2>Contents</h2><ol class="contents">
        <li><a href="#summary">Summary, exceptions first</a> <small>investigations, deviations (211.192)</small></li>
        <li><a href="#equipment">Equipment used</a> <small>211.188(b)(2)</small></li>
        <li><a href="#materials">Materials and lots, amounts</a> <small>211.188(b)(3), (4)</small></li>
        <li><a href="#clearance">Line clearance</a> <small>211.188(b)(6)</small></li>
        <li><a href="#yields">Yields, actual and theoretical</a> <small>211.188(b)(7)</small></li>
        <li><a href="#samples">Samples</a> <small>211.188(b)(10)</small></li>
        <li><a href="#decisions">Decisions of the flow</a></li>
        <li><a href="#steps">Steps as performed</a> <small>dates (1), in-process results (5), who performed, supervised and checked (11)</small></li>
        <li><a href="#deviations">Deviations</a> <small>211.188(b)(12)</small></li>
        <li><a href="#review">Review and release</a> <small>211.192, 211.165, signatures (11.50)</small></li>
        <li><a href="#trail">Audit trail</a> <small>21 CFR 11.10(e)</small></li>
        <li><a href="#master">Master record, word for word</a> <small>211.188(a)</small></li>
        <li><a href="#proof">How to check this record</a></li>
        </ol></nav>
        """);
}
