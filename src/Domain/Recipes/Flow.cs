namespace Cellwright.Domain.Recipes;

/// <summary>ISA-88 procedure function chart as data: what may follow what.</summary>
public abstract record FlowNode
{
    /// <summary>Every phase below this node, in the order of the text.</summary>
    public abstract IEnumerable<Phase> Phases { get; }

    /// <summary>The nodes right below it.</summary>
    public virtual IEnumerable<FlowNode> Below => [];

    /// <summary>It and every node below it.</summary>
    public IEnumerable<FlowNode> All => Below.SelectMany(node => node.All).Prepend(this);
}

/// <summary>One after the other.</summary>
public sealed record Sequence(IReadOnlyList<FlowNode> Nodes) : FlowNode
{
    /// <inheritdoc />
    public override IEnumerable<Phase> Phases => Nodes.SelectMany(node => node.Phases);

    /// <inheritdoc />
    public override IEnumerable<FlowNode> Below => Nodes;
}

/// <summary>One phase, performed once in each iteration of the loops around it.</summary>
public sealed record PhaseNode(Phase Phase) : FlowNode
{
    /// <inheritdoc />
    public override IEnumerable<Phase> Phases => [Phase];
}

/// <summary>All branches, in any interleaving; done when each is.</summary>
public sealed record Parallel(IReadOnlyList<Sequence> Branches) : FlowNode
{
    /// <inheritdoc />
    public override IEnumerable<Phase> Phases => Branches.SelectMany(branch => branch.Phases);

    /// <inheritdoc />
    public override IEnumerable<FlowNode> Below => Branches;
}

/// <summary>The first case whose condition holds on recorded values, else <see cref="Else"/> (which may be empty).</summary>
public sealed record Choice(string Id, IReadOnlyList<Case> Cases, Sequence Else) : FlowNode
{
    /// <inheritdoc />
    public override IEnumerable<Phase> Phases => Cases.SelectMany(c => c.Do.Phases).Concat(Else.Phases);

    /// <inheritdoc />
    public override IEnumerable<FlowNode> Below => Cases.Select(FlowNode (c) => c.Do).Append(Else);
}

/// <summary>A case of a choice.</summary>
public sealed record Case(Formula When, Sequence Do);

/// <summary>The body again and again, until a condition holds after an iteration or <see cref="AtMost"/> iterations are done; without a condition exactly <see cref="AtMost"/> times.</summary>
public sealed record Repeat(string Id, Sequence Body, Formula? Until, int AtMost) : FlowNode
{
    /// <inheritdoc />
    public override IEnumerable<Phase> Phases => Body.Phases;

    /// <inheritdoc />
    public override IEnumerable<FlowNode> Below => [Body];
}
