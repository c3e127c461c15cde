namespace Cellwright.Domain.Recipes.Masters;

/// <summary>Where a version stands in its life.</summary>
public enum Standing
{
    /// <summary>Submitted; approvals are missing.</summary>
    Waiting,

    /// <summary>Approved; its effective date is still to come.</summary>
    Coming,

    /// <summary>Batches are ordered by it.</summary>
    InForce,

    /// <summary>A newer version came into force; batches under way by it go on.</summary>
    Superseded,

    /// <summary>Taken out of use, with a reason.</summary>
    Retired,
}

/// <summary>
/// What follows from the effective dates of a recipe's versions: of one recipe, one version is in force at a time. Nobody has to
/// withdraw the older one, and nobody can forget to.
/// </summary>
public static class Lifecycle
{
    /// <summary>The newest version that has come into force after <paramref name="master"/> by <paramref name="at"/>, or null.</summary>
    /// <remarks>A version that was retired after it came into force does not bring its predecessor back: what replaced it was a decision of its own.</remarks>
    public static Master? SuccessorOf(Master master, IEnumerable<Master> versions, DateTimeOffset at) => versions
        .Where(other => other.Id == master.Id && other.Version != master.Version && CameIntoForceBy(other, at) && IsNewer(other, master))
        .Aggregate(default(Master), (newest, other) => newest is null || IsNewer(other, newest) ? other : newest);

    /// <summary>Where <paramref name="master"/> stands at <paramref name="at"/>.</summary>
    public static Standing Of(Master master, IEnumerable<Master> versions, DateTimeOffset at) =>
        master.Retired is not null ? Standing.Retired
        : !master.Approved ? Standing.Waiting
        : at < master.EffectiveFrom ? Standing.Coming
        : SuccessorOf(master, versions, at) is not null ? Standing.Superseded
        : Standing.InForce;

    /// <summary>The version in force at <paramref name="at"/>, or null when there is none.</summary>
    public static Master? InForce(IReadOnlyList<Master> versions, DateTimeOffset at) =>
        versions.FirstOrDefault(master => Of(master, versions, at) == Standing.InForce);

    private static bool CameIntoForceBy(Master master, DateTimeOffset at) =>
        master.EffectiveFrom is { } from && from <= at && (master.Retired is null || from <= master.Retired.Signature.At);

    // Of two with one effective date, the one that was approved last is the newer one.
    private static bool IsNewer(Master one, Master other) =>
        other.EffectiveFrom is { } from && (one.EffectiveFrom > from || (one.EffectiveFrom == from && one.Signatures[^1].At > other.Signatures[^1].At));
}
