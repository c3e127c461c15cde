using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.People;
using Cellwright.Tests.Execution;

namespace Cellwright.Tests.Deviations;

/// <summary>A deviation of a batch on the floor, with the people and the batches around it; scenarios of the work on it begin here.</summary>
internal sealed class Case
{
    public const string Id = "B-1-D1";
    public static readonly Performer Quirin = Acting.Person("quirin", Role.QA);
    public static readonly Performer Quentin = Acting.Person("quentin", Role.QA);
    public static readonly Performer Sofia = Acting.Person("sofia", Role.Supervisor);
    public static readonly Performer Emil = Acting.Person("emil", Role.Engineer);

    private readonly Given<Deviation> stream = Given.Nothing<Deviation>();

    public Deviation State => stream.State;

    public Batch Batch { get; set; } = Floor.In("F1").State;

    public Dictionary<string, Batch> Others { get; } = [];

    public ImmutableList<RelatedBatch> Related { get; set; } = [];

    public Dictionary<string, Person> People { get; } = new()
    {
        ["olga"] = Known("olga", Role.Operator), ["emil"] = Known("emil", Role.Engineer), ["quirin"] = Known("quirin", Role.QA),
        ["vince"] = Known("vince", Role.Viewer), ["gone"] = Known("gone", Role.QA) with { Disabled = true },
    };

    public static Case Open(bool holds = true) =>
        new Case().Has("system", new DeviationOpened(Id, "B-1", "F1", null, "The bag was dropped", holds, []));

    /// <summary>Nothing is missing for the closure: decided, classified, investigated by the engineer.</summary>
    public static Case Done(DeviationSeverity severity = DeviationSeverity.Minor) => Open()
        .Has("quirin", new ContinuationDecided("No effect", "quirin", "Printed quirin", ""), new DeviationClassified(severity, DeviationClass.Person, "No contact"))
        .Has("emil", new InvestigationRecorded("Bag inspected", "Slippery glove"));

    public Case Has(string by, params Event<Deviation>[] events)
    {
        stream.And(by, Acting.Start, events);
        return this;
    }

    public Case Sharing(string batch, params InCommon[] shared)
    {
        Related = Related.Add(new RelatedBatch(batch, [.. shared]));
        Others[batch] = new Batch { Id = batch, Status = BatchStatus.Running };
        return this;
    }

    public Outcome<Deviation> When(Command<Deviation> command, Performer by, SignatureGiven? signature = null, DateTimeOffset? at = null)
    {
        var facts = command.Needs(State, by, at ?? Acting.Start).Distinct().ToDictionary(need => need, Answer);
        return stream.When(command, Acting.By(by, at, signature, new Facts(facts)));
    }

    public static SignatureGiven Signed(Performer by, string meaning, string statement) => new(by, meaning, Statements.Hash(statement));

    private static Person Known(string id, Role role) => new() { Id = id, Name = $"Printed {id}", Roles = [role] };

    private object Answer(Need need) => need switch
    {
        StateOf<Batch> asked when asked.Id == "B-1" => Batch,
        StateOf<Batch> asked => Others.GetValueOrDefault(asked.Id, Batch.Empty),
        StateOf<Person> asked => People.GetValueOrDefault(asked.Id, Person.Empty),
        RelatedTo => Related,
        _ => throw new NotSupportedException($"The test does not know {need}."),
    };
}
