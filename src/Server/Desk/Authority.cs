using System.Collections.Concurrent;
using Cellwright.Domain.Basics;

namespace Cellwright.Server.Desk;

/// <summary>Who may give which command: what its attribute does not allow is refused.</summary>
public static class Authority
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyList<Role>> Allowed = new();

    /// <summary>The roles that may give a command; none when it says nothing.</summary>
    public static IReadOnlyList<Role> RolesFor(Type command) =>
        Allowed.GetOrAdd(command, AllowedToAttribute.On);

    /// <summary>The refusal, or null when one of the person's roles allows the command.</summary>
    public static Refusal? RefusalFor(object command, Performer by)
    {
        var roles = RolesFor(command.GetType());
        foreach (var role in roles)
            if (by.Roles.Contains(role)) return null;
        var people = roles.Where(role => role != Role.System).ToList();
        return new Refusal("role", people.Count == 0
            ? $"{command.GetType().Name} is given by the system itself, by nobody else. Leave it to the server."
            : $"{by.Name} may not do this ({command.GetType().Name}): it takes the role {string.Join(" or ", people)}. Ask somebody who holds it.");
    }
}
