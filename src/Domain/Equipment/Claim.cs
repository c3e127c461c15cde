using System.Collections.Immutable;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Equipment;

/// <summary>A step that a shared instrument measures for, or that waits for its turn.</summary>
/// <param name="Batch">Batch.</param>
/// <param name="Step">Key of its step.</param>
/// <param name="Since">When its turn began: what was measured before belongs to another; null while it waits.</param>
public sealed record Claim(string Batch, string Step, DateTimeOffset? Since);

/// <summary>Turns at a shared instrument.</summary>
internal static class Claims
{
    public static bool HasClaim(this EquipmentItem item, string batch, string step) =>
        item.Claims.Any(claim => claim.Batch == batch && claim.Step == step);

    /// <summary>Why the latest measurement is not this step's, or null when the instrument measures for it.</summary>
    public static Refusal? RefusalUnlessItsTurn(this EquipmentItem item, string batch, string step) => item.Claims.FirstOrDefault() switch
    {
        // The claim follows the start of the step a moment later.
        null => new("stale", $"{item.Id} is not ready yet for step {step} of batch {batch}. Wait a moment, then measure."),
        var turn when turn.Batch == batch && turn.Step == step => null,
        var turn => new("instrument", $"{item.Id} measures for step {turn.Step} of batch {turn.Batch}. Wait until that step is completed, then measure, or take another item."),
    };

    public static EquipmentItem WithoutClaims(this EquipmentItem item, Func<Claim, bool> ended, DateTimeOffset at)
    {
        ImmutableList<Claim> left = [.. item.Claims.Where(claim => !ended(claim))];
        return item with { Claims = left is [{ Since: null } next, ..] ? left.SetItem(0, next with { Since = at }) : left };
    }
}
