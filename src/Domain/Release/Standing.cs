using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Materials;
using Cellwright.Domain.People;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;

namespace Cellwright.Domain.Release;

/// <summary>How everything stood at one moment of the record: taken in line by line, so that a rule is judged by what was so then.</summary>
internal sealed class Standing(string batchId)
{
    private readonly Dictionary<string, EquipmentItem> equipment = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Lot> lots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Person> people = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Master> masters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Deviation> deviations = new(StringComparer.Ordinal);

    public Batch Batch { get; private set; } = Batch.Empty;

    public IReadOnlyDictionary<string, Deviation> Deviations => deviations;

    public EquipmentItem Item(string id) => equipment.GetValueOrDefault(id, EquipmentItem.Empty);

    public Lot Lot(string id) => lots.GetValueOrDefault(id, Lots);

    public Person Person(string id) => people.GetValueOrDefault(id, People);

    public Master Master(string name) => masters.GetValueOrDefault(name, Masters);

    public void Take(RecordLine line)
    {
        switch (line.Happened)
        {
            case Event<Batch> happened when line.StreamId == batchId: Batch = happened.After(Batch, line.When); break;
            case Event<EquipmentItem> happened: equipment[line.StreamId] = happened.After(Item(line.StreamId), line.When); break;
            case Event<Lot> happened: lots[line.StreamId] = happened.After(Lot(line.StreamId), line.When); break;
            case Event<Person> happened: people[line.StreamId] = happened.After(Person(line.StreamId), line.When); break;
            case Event<Master> happened: masters[line.StreamId] = happened.After(Master(line.StreamId), line.When); break;
            case Event<Deviation> happened: deviations[line.StreamId] = happened.After(deviations.GetValueOrDefault(line.StreamId, Deviation.Empty), line.When); break;
        }
    }

    /// <summary>The phase of a step, or null for one that the recipe does not have: a record is examined whatever stands in it.</summary>
    public static Phase? Phase(Batch batch, string step) => batch.Recipe?.Phases.FirstOrDefault(phase => phase.Id == StepKey.Phase(step));

    /// <summary>The parameter of a step, or null.</summary>
    public static Parameter? Parameter(Batch batch, string step, string name) => Phase(batch, step)?.Parameters.FirstOrDefault(parameter => parameter.Name == name);

    private static readonly Lot Lots = Materials.Lot.Empty;
    private static readonly Person People = Domain.People.Person.Empty;
    private static readonly Master Masters = Recipes.Masters.Master.Empty;
}
