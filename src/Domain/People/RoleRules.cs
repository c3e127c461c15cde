using System.Collections.Immutable;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.People;

/// <summary>Which roles one person may hold at once.</summary>
public static class RoleRules
{
    /// <summary>Roles that make or judge GMP data. Who administers the system owns none of it (PIC/S PI 041, 9.5).</summary>
    private static readonly ImmutableArray<Role> OwnersOfData = [Role.Operator, Role.Verifier, Role.QA, Role.Supervisor];

    /// <summary>True when one of the roles may vouch for people and approve resets: the quality unit and supervisors.</summary>
    public static bool AreTrusted(IReadOnlyCollection<Role> roles) => roles.Contains(Role.QA) || roles.Contains(Role.Supervisor);

    /// <summary>The refusal of a set of roles, or null when one person may hold them all.</summary>
    public static Refusal? RefusalFor(IReadOnlyCollection<Role> roles)
    {
        if (roles.Count == 0)
            return new("roles", "Choose at least one role; viewer is the least, and reads only.");
        if (roles.Contains(Role.System))
            return new("roles", "No person can hold the role System: it is the server itself. Choose another role.");
        if (roles.Contains(Role.Administrator) && OwnersOfData.FirstOrDefault(roles.Contains, Role.System) is var other and not Role.System)
            return new("roles",
                $"An administrator owns no data and cannot be {other} too. Give one of the two roles to another person.");
        return null;
    }
}
