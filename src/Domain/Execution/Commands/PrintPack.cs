using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution.Paper;

namespace Cellwright.Domain.Execution.Commands;

/// <summary>Prints the paper on which work goes on while the server is down: everything that is still to be done, as the record stands now. An older pack is void from then on (Annex 11, section 16).</summary>
[AllowedTo(Role.Operator, Role.Supervisor, Role.QA)]
public sealed record PrintPack(string BatchId) : Command<Batch>
{
    /// <inheritdoc />
    public override string StreamId => BatchId;

    /// <inheritdoc />
    public override Decision<Batch> Decide(Batch state, Act act)
    {
        if (state.Status is not (BatchStatus.Ordered or BatchStatus.Running or BatchStatus.Paused)) return Rules.MustRun(state)!;
        var number = PackNumber.Of(BatchId, state.Version);
        var before = state.Packs.LastOrDefault();
        return new PackPrinted(number, state.Version, state.Packs.Count(pack => pack.Number == number) + 1, before is null || before.Number == number ? null : before.Number);
    }
}

/// <summary>A paper pack was printed.</summary>
/// <param name="Pack">Its number.</param>
/// <param name="PackVersion">Version of the batch's record that it shows.</param>
/// <param name="Copy">Which print of the same pack, from 1.</param>
/// <param name="Voids">Number of the pack that it makes void, or null.</param>
public sealed record PackPrinted(string Pack, long PackVersion, int Copy, string? Voids = null) : Event<Batch>
{
    /// <inheritdoc />
    public override Batch Apply(Batch state, Happened when) =>
        state with { Packs = state.Packs.Add(new PrintedPack(Pack, PackVersion, Copy, when.By, when.At, Voids)) };
}
