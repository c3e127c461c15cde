using Cellwright.Domain.Recipes.Variants;

namespace Cellwright.Domain.Recipes;

/// <summary>A master batch record: one version, immutable, identified by the hash of its text.</summary>
public sealed record Recipe
{
    /// <summary>Short stable name, e.g. <c>cart-cd19</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Version as its author wrote it, e.g. <c>1.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Title for people.</summary>
    public required string Title { get; init; }

    /// <summary>The product made by it.</summary>
    public required string Product { get; init; }

    /// <summary>True when it is a teaching example and not a process to treat anybody with.</summary>
    public bool Example { get; init; }

    /// <summary>Theoretical length of a run.</summary>
    public TimeSpan PlannedDuration { get; init; }

    /// <summary>The recipes that it extends, the farthest first; empty for a recipe of its own. Written when a variant is resolved, never by hand.</summary>
    public IReadOnlyList<Derivation> ResolvedFrom { get; init; } = [];

    /// <summary>Ids of the recipe and of what it was resolved from: a variant is judged by the batches of its base too, and the base by those of its variants.</summary>
    public IEnumerable<string> Family => ResolvedFrom.Select(from => from.Id).Append(Id);

    /// <summary>Equipment roles that the phases refer to; a batch binds each to one item at check-in.</summary>
    public IReadOnlyList<EquipmentRole> Equipment { get; init; } = [];

    /// <summary>Materials that the phases add.</summary>
    public IReadOnlyList<Material> Materials { get; init; } = [];

    /// <summary>Published sources of its numbers, by key.</summary>
    public IReadOnlyList<Source> Sources { get; init; } = [];

    /// <summary>ISA-88: the procedure, as unit procedures in order.</summary>
    public required IReadOnlyList<UnitProcedure> Procedure
    {
        get;
        init => (field, index) = (value, null);
    }

    /// <summary>The release specification: what is tested before the product is released. Empty when the quality unit decides on the record alone.</summary>
    public IReadOnlyList<Specification> Release { get; init; } = [];

    /// <summary>SHA-256, lower-case hex, of the exact UTF-8 text.</summary>
    public required string Hash { get; init; }

    /// <summary>The exact text.</summary>
    public required string Text { get; init; }

    /// <summary><c>id@version</c>: what training and approvals refer to.</summary>
    public string Name => $"{Id}@{Version}";

    /// <summary>The flow of the whole recipe: operation after operation.</summary>
    public Sequence Flow => Known.Flow;

    /// <summary>Every phase, in the order of the text, inside parallel, choice and repeat too.</summary>
    public IReadOnlyList<Phase> Phases => Known.Phases;

    /// <summary>The phase of that id.</summary>
    /// <exception cref="KeyNotFoundException">No such phase.</exception>
    public Phase Phase(string id) =>
        Known.ById.GetValueOrDefault(id)?.Phase ?? throw new KeyNotFoundException($"{Name} has no phase {id}.");

    /// <summary>What the phase of that id demands; nothing where there is no such phase.</summary>
    public IReadOnlyList<Demand> Demands(string phase) => Known.ById.GetValueOrDefault(phase)?.Demands ?? [];

    private PhaseIndex Known => index ??= new PhaseIndex(Procedure);

    private PhaseIndex? index;
}

/// <summary>What every act asks of a recipe, which never changes: worked out once.</summary>
internal sealed class PhaseIndex(IReadOnlyList<UnitProcedure> procedure)
{
    public sealed class Known(Phase phase)
    {
        public Phase Phase => phase;
        public IReadOnlyList<Demand> Demands => field ??= [.. phase.Demands];
    }

    public Sequence Flow { get; } = new([.. procedure.SelectMany(unit => unit.Operations).Select(FlowNode (operation) => operation.Flow)]);

    public IReadOnlyList<Phase> Phases => field ??= [.. Flow.Phases];

    // The first of an id counts: a recipe that is being checked may have two.
    public IReadOnlyDictionary<string, Known> ById =>
        field ??= Phases.DistinctBy(phase => phase.Id).ToDictionary(phase => phase.Id, phase => new Known(phase));
}

/// <summary>ISA-88 unit procedure.</summary>
public sealed record UnitProcedure(string Id, string Title, IReadOnlyList<Operation> Operations);

/// <summary>ISA-88 operation: a flow of phases.</summary>
public sealed record Operation(string Id, string Title, Sequence Flow);

/// <summary>A place to be filled by one equipment item of a class, e.g. role <c>processor</c>, class <c>cell-processor</c>.</summary>
/// <param name="Name">Name used by the phases.</param>
/// <param name="Class">Equipment class; its tags are known to <c>recipe check</c>.</param>
/// <param name="Room">Room in which the item must stand, or null when any will do.</param>
public sealed record EquipmentRole(string Name, string Class, string? Room = null);

/// <summary>A material that a phase may add.</summary>
/// <param name="Name">Name used by the phases.</param>
/// <param name="Title">Title for people.</param>
/// <param name="Critical">True when adding it needs an independent second person (211.101(d)).</param>
public sealed record Material(string Name, string Title, bool Critical);

/// <summary>A published source, cited by key beside the numbers that come from it.</summary>
public sealed record Source(string Key, string Citation);
