using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Release;

namespace Cellwright.Server.Record;

/// <summary>The executed batch record for machines: the same content as <see cref="HtmlRecord"/>, from the same reading of the entries.</summary>
public static class RecordJson
{
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>UTF-8 JSON; the same entries give the same bytes.</summary>
    public static byte[] Write(ExecutedRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var batch = record.Batch;
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                Format = "cellwright-batch-record/1",
                State = record.Hash.ToString(),
                Batch = new { batch.Id, Order = batch.OrderNumber, batch.ChainOfIdentity, batch.Status, batch.Rehearsal, batch.OrderedAt, batch.StartedAt, batch.EndedAt, batch.Responsible },
                Master = new { record.Recipe.Name, record.Recipe.Title, record.Recipe.Product, record.Recipe.Example, Sha256 = record.Recipe.Hash, record.Recipe.Text, record.Recipe.ResolvedFrom, Approvals = record.Master?.Signatures },
                People = record.People.OrderBy(person => person.Key, StringComparer.Ordinal).Select(person => new { Id = person.Key, person.Value.Name }),
                Steps = record.Steps.Select(step => Step(record, step)),
                Equipment = record.Of<EquipmentCheckedIn>().Select(used => new { used.Event.EquipmentId, used.Event.Role, used.Event.Step, At = used.Event.Late?.At ?? used.Entry.At, By = used.Event.Late?.By ?? used.Entry.Actor, used.Event.Late, used.Event.CalibrationDue }),
                Materials = record.Of<MaterialAdded>().Select(added => new { added.Event.Material, added.Event.LotId, added.Event.Amount, added.Event.Unit, added.Event.Step, At = added.Event.Late?.At ?? added.Entry.At, By = added.Event.Late?.By ?? added.Entry.Actor, added.Event.Late, Verified = record.VerificationOf(added.Event.Step, added.Event.Demand) }),
                PaperPacks = batch.Packs,
                Decisions = record.Of<FlowDecided>().Select(decided => new { At = decided.Event.Late?.At ?? decided.Entry.At, decided.Event.Node, decided.Event.Branch, decided.Event.Because }),
                record.Deviations,
                Review = new { record.Examination.Digest, record.Examination.Exceptions, record.Examination.Rules, record.Examination.Trail, record.Review.Opinions, record.Review.Signatures },
                Release = new { record.Disposition.Status, Tests = Testing.Of(batch, record.Disposition), record.Disposition.Results, Obligations = record.Disposition.Obligations.Values.OrderBy(owed => owed.Due).ThenBy(owed => owed.Test, StringComparer.Ordinal), record.Disposition.Decisions },
                Refusals = record.Refusals.Select(refused => new { refused.Entry.Entry.At, By = refused.Entry.Entry.Actor, refused.Act.Command, refused.Act.Rule, refused.Act.Sentence, refused.Act.Terminal }),
                Entries = record.Trail.Select(line => Entry(line.Entry)),
            },
            Layout);
    }

    private static object Step(ExecutedRecord record, Step step)
    {
        var phase = record.Recipe.Phase(step.Phase);
        return new
        {
            step.Key,
            step.Phase,
            phase.Title,
            phase.Type,
            phase.Instruction,
            step.StartedAt,
            step.StartedBy,
            step.CompletedAt,
            step.CompletedBy,
            step.StartedLate,
            step.CompletedLate,
            Values = step.Values.Select(value => new
            {
                value.Parameter,
                value.Ordinal,
                value.Value,
                value.Unit,
                Limits = phase.Parameters.Where(parameter => parameter.Name == value.Parameter).Select(parameter => new { parameter.Target, parameter.Normal, parameter.Proven, parameter.Class, parameter.Observation, parameter.Measurand, parameter.Estimate }).FirstOrDefault(),
                value.Assessment,
                value.Source,
                value.Equipment,
                value.Readings,
                value.Computation,
                value.Reason,
                value.By,
                value.At,
                value.SourceAt,
                value.Late,
                Superseded = value.Ordinal < step.Count(value.Parameter),
                Verified = record.VerificationOf(step.Key, value.Parameter, value.Ordinal),
            }),
            Done = step.Done.Select(done => new { done.Demand, done.Kind, done.What, done.By, done.At, done.Late, Verified = record.VerificationOf(step.Key, done.Demand) }),
            step.Signatures,
        };
    }

    private static object Entry(Ledger.Entry entry)
    {
        using var happened = JsonDocument.Parse(entry.Data);
        return new { entry.Index, entry.Stream, entry.Version, entry.Type, entry.Actor, entry.At, entry.CommandId, Event = happened.RootElement.Clone() };
    }
}
