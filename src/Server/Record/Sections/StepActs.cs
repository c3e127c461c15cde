using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;
using static Cellwright.Server.Record.Tables;

namespace Cellwright.Server.Record;

/// <summary>What else was done in a step, and its signatures with printed name, date and time, and meaning (11.50(a)).</summary>
internal static class StepActs
{
    public static Html Of(ExecutedRecord record, Step step, Phase phase) => step.Done.IsEmpty ? Html.None : Tables.Of(
        $"Done in step {step.Key}", ["What", "", "Done", "Verified by a second person"],
        step.Done.Select(done => Html.Of($"<tr data-done=\"{step.Key}/{done.Demand}\"><td>{Kind(done.Kind)}</td><td>{What(phase, done)}</td><td>{Wording.Time(done.At)}<br>{Wording.Person(record, done.By)}{Wording.Late(record, done.Late)}</td><td>{Verified(record, step, done)}</td></tr>\n")),
        "", "acts");

    public static Html Signatures(ExecutedRecord record, Step step, Phase phase) => step.Signatures.IsEmpty
        ? phase.Signature is { } missing ? Html.Of($"<p class=\"alert\">Not signed: the master record asks for a signature ({missing}).</p>") : Html.None
        : Tables.Of(
            $"Signatures on step {step.Key}", ["Printed name", "Meaning", "Date and time", "SHA-256 of what was shown to the signer", "Standing"],
            step.Signatures.Select(signature => Html.Of($"""
                <tr class="signature" data-signature="{step.Key}"><th scope="row">{signature.Name}<br><small>{signature.Signer}</small></th><td>{signature.Meaning}</td><td>{Wording.Time(signature.At)}</td><td><span class="hash">{signature.Shown}</span></td><td>{Standing(signature)}</td></tr>

                """)),
            "", "signatures");

    private static Html Standing(StepSignature signature) => signature.Lapsed
        ? Html.Of($"<strong class=\"outside\">lapsed: what it covered was changed afterwards, it signs nothing that stands now</strong>")
        : Html.Of($"valid");

    private static string Kind(string kind) => kind switch
    {
        "check-in" => "equipment checked in",
        "check-out" => "equipment checked out",
        "material" => "material added, lot",
        "sample" => "sample taken, label",
        "confirmation" => "confirmed",
        _ => kind,
    };

    private static Html What(Phase phase, Done done) => done.Kind switch
    {
        "confirmation" => Html.Of($"<q>{done.What}</q>"),
        "material" => Html.Of($"<strong>{done.What}</strong>, {phase.Demands.OfType<MaterialDemand>().FirstOrDefault(demand => demand.Name == done.Demand)?.Material.Title ?? done.Demand}"),
        _ => Html.Of($"<strong>{done.What}</strong>, {done.Demand}"),
    };

    private static Html Verified(ExecutedRecord record, Step step, Done done) =>
        record.VerificationOf(step.Key, done.Demand) is { } verified
            ? Html.Of($"{Wording.Time(verified.At)}<br>{verified.Name} <small>({verified.By})</small>")
            : done.AwaitsVerification ? Html.Of($"<span class=\"alert\">not verified</span>")
            : Html.Of($"<small>not asked for</small>");
}
