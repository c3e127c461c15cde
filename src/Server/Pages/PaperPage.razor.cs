using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Execution.Paper;
using Cellwright.Domain.Recipes;
using Cellwright.Server.Desk;
using Cellwright.Server.Pages.Parts;
using Microsoft.AspNetCore.Components;
using AddMaterial = Cellwright.Domain.Execution.Commands.AddMaterial;
using Confirm = Cellwright.Domain.Execution.Commands.Confirm;
using RecordByHand = Cellwright.Domain.Execution.Commands.RecordByHand;

namespace Cellwright.Server.Pages;

/// <summary>Prints a batch's paper pack, and types in what was done on it while the server was down.</summary>
public sealed partial class PaperPage
{
    private sealed class Line(string name, string title)
    {
        public string Name => name;
        public string Title => title;
        public string Id => new([.. name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')]);
        public Demand? Demand { get; init; }
        public Parameter? Parameter { get; init; }
        public string? Code { get; init; }
        public string Label { get; set; } = "";
        public string Value { get; set; } = "";
        public TimeOnly? Time { get; set; }
        public string By { get; set; } = "";
    }

    private const string Begin = "start", Seen = "deviation", End = "end";

    private SignDialog sign = null!;
    private Batch batch = Batch.Empty;
    private Performer? person;
    private List<(string Key, Phase Phase)> open = [];
    private List<(string Step, string Missing)> waits = [];
    private List<Line> lines = [];
    private string key = "", number = "", reason = "", by = "";
    private DateOnly day;
    private (string Key, int Met) shown;
    private string? refusal;

    /// <summary>The batch.</summary>
    [Parameter] public string Id { get; set; } = "";

    private bool Live => batch.Status is BatchStatus.Ordered or BatchStatus.Running or BatchStatus.Paused;

    private bool May => person is { } who && Authority.RolesFor(typeof(EnterFromPaper)).Any(role => who.Holds(role));

    private Phase Phase => batch.Recipe!.Phase(StepKey.Phase(key));

    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        batch = await Desk.StateAsync<Batch>(Id);
        person ??= await Visit.WhoAsync();
        if (batch.Recipe is null) return;
        if (day == default) day = DateOnly.FromDateTime(Now.DateTime);
        open = [.. Sequencing.Of(batch).Ready];
        if (open.Count > 0 && open.All(step => step.Key != key)) key = open[0].Key;
        waits = [.. batch.Steps.Values.Where(step => step.Late.Any()).OrderBy(step => step.Number)
            .Select(step => (step.Key, string.Join("; ", Completeness.Missing(batch, step.Key).Where(missing => missing.Key is "verification" or "signature").Select(Speech.Of)))).Where(one => one.Item2.Length > 0)];
        Draw();
    }

    private void Choose(string step)
    {
        (key, refusal) = (step, null);
        Draw();
    }

    // What is typed stays until something of the step is on record.
    private void Draw()
    {
        if (open.Count == 0) return;
        var step = batch.Step(key);
        var now = (key, step is null ? 0 : 1 + step.Done.Count + step.Values.Count);
        if (now == shown) return;
        shown = now;
        lines = [];
        if (step is null) lines.Add(new Line(Begin, T["started"]));
        var demands = batch.Recipe!.Demands(StepKey.Phase(key)).Where(demand => step is null || !IsThere(step, demand)).ToList();
        lines.AddRange(demands.Where(demand => demand is not ComputedValueDemand).Select(OfDemand));
        if (demands.Any(demand => demand is ComputedValueDemand)) lines.Add(new Line("compute", T["computed"]) { Demand = demands.First(demand => demand is ComputedValueDemand) });
        lines.Add(new Line(Seen, T["deviation"]) { Code = T["what-happened"] });
        lines.Add(new Line(End, T["completed"]));
    }

    private static bool IsThere(Step step, Demand demand) => step.For(demand.Name) is not null || step.Current(demand.Name) is not null;

    private Line OfDemand(Demand demand) => new(demand.Name, DemandWords.Title(demand))
    {
        Demand = demand,
        Parameter = demand is ComputedValueDemand ? null : DemandWords.ParameterOf(demand),
        Code = demand switch { MaterialDemand => T["lot"].Value, CheckInDemand => T["item"].Value, SampleDemand => T["label"].Value, _ => null },
    };

    private async Task PrintAsync()
    {
        await Acts.SendAsync(new PrintPack(Id), T["printed-now", PackNumber.Of(Id, batch.Version)]);
        await AgainAsync();
    }

    // The desk judges everything before the second person is asked: nobody signs for what would be refused.
    private async Task CompareAsync()
    {
        refusal = null;
        if (Command() is not { } command) return;
        var considered = await Desk.ConsiderAsync(command, new Caller(person!, "page", Guid.NewGuid()));
        if (considered is { Rule: not "signature" })
        {
            refusal = considered.Sentence;
            return;
        }

        sign.Ask(command.Acts.Count == 1 ? T["compare-one-title", command.Pack] : T["compare-title", command.Acts.Count, command.Pack], Transcription.Statement(batch, command.Pack, command.Reason, command.Acts), Transcription.Meaning, "", async token =>
        {
            var outcome = await Acts.SendAsync(command, command.Acts.Count == 1 ? T["one-entered", command.Pack] : T["entered", command.Acts.Count, command.Pack], token);
            await AgainAsync();
            return outcome;
        });
    }

    private EnterFromPaper? Command()
    {
        var acts = new List<PaperAct>();
        foreach (var line in lines)
        {
            if (line.Time is not { } time)
            {
                if (line.Value.Trim().Length == 0 && line.Label.Trim().Length == 0) continue;
                refusal = T["no-time", line.Title];
                return null;
            }

            var who = line.By.Length > 0 ? line.By : by;
            if (who.Length == 0)
            {
                refusal = T["no-person", line.Title];
                return null;
            }

            if (ActOf(line) is not { } act) return null;
            acts.Add(new PaperAct(who, Site.At(day.ToDateTime(time)), act));
        }

        if (acts.Count > 0) return new EnterFromPaper(Id, number.Trim(), reason.Trim(), [.. acts]);
        refusal = T["nothing"];
        return null;
    }

    private Command<Batch>? ActOf(Line line)
    {
        var value = double.NaN;
        if (line.Parameter is not null && !Typed.TryNumber(line.Value, out value))
        {
            refusal = T["no-number", line.Title];
            return null;
        }

        if ((line.Demand is MaterialDemand or CheckInDemand || line.Name == Seen) && line.Label.Trim().Length == 0)
        {
            refusal = T["no-code", line.Title];
            return null;
        }

        var label = line.Label.Trim();
        return line.Demand switch
        {
            null => line.Name switch { Begin => new StartStep(Id, key), Seen => new ReportDeviation(Id, key, label, false), _ => new CompleteStep(Id, key) },
            MaterialDemand material => new AddMaterial(Id, key, material.Name, label, value, material.Amount.Unit),
            CheckInDemand checkIn => new CheckInEquipment(Id, key, checkIn.Name, label),
            CheckOutDemand checkOut => new CheckOutEquipment(Id, key, checkOut.Name),
            SampleDemand sample => new TakeSample(Id, key, sample.Name, label.Length == 0 ? null : label),
            ConfirmationDemand confirmation => new Confirm(Id, key, confirmation.Name),
            EquipmentValueDemand bound => new RecordByHand(Id, key, bound.Name, value, bound.Parameter.Unit, reason.Trim()),
            HandValueDemand hand => new RecordByHand(Id, key, hand.Name, value, hand.Parameter.Unit, null),
            ComputedValueDemand => new ComputeValues(Id, key),
            _ => null,
        };
    }
}
