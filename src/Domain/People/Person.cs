using System.Collections.Immutable;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.People;

/// <summary>A person as the site knows them. Passwords are not here: they are no part of the record.</summary>
public sealed record Person : IStream<Person>
{
    /// <inheritdoc />
    public static string Category => "person";

    /// <inheritdoc />
    public static Person Empty { get; } = new();

    /// <summary>User id, lower case; empty before registration. Never used again for anybody else (11.100(a)).</summary>
    public string Id { get; init; } = "";

    /// <summary>Printed name, as it stands beside signatures.</summary>
    public string Name { get; init; } = "";

    /// <summary>Roles held now.</summary>
    public ImmutableHashSet<Role> Roles { get; init; } = [];

    /// <summary>Recipe version (<c>id@version</c>) to the instant at which the training lapses.</summary>
    public ImmutableDictionary<string, DateTimeOffset> TrainedUntil { get; init; } =
        ImmutableDictionary<string, DateTimeOffset>.Empty;

    /// <summary>Since when each role is held without a break.</summary>
    public ImmutableDictionary<Role, DateTimeOffset> HeldSince { get; init; } = ImmutableDictionary<Role, DateTimeOffset>.Empty;

    /// <summary>Since when the training on a recipe version holds without a break.</summary>
    public ImmutableDictionary<string, DateTimeOffset> TrainedSince { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;

    /// <summary>True while the person may not sign in, sign or act.</summary>
    public bool Disabled { get; init; }

    /// <summary>The check of the person's identity, or null: nothing can be signed before it (11.100(b)).</summary>
    public IdentityCheck? Identity { get; init; }

    /// <summary>Version of the site's statement of accountability that the person acknowledged last, or null (11.10(j)).</summary>
    public string? Acknowledged { get; init; }

    /// <summary>The reset of the password that somebody asked for and that has not been carried out, or null.</summary>
    public ResetAsked? Reset { get; init; }

    /// <summary>Who let the latest one-time password be issued, and so knows it.</summary>
    public string? OneTimeIssuedBy { get; init; }

    /// <summary>True when the latest reset took authenticator and passkeys away too.</summary>
    public bool SecondFactorTaken { get; init; }

    /// <summary>True once the person held a role that may vouch for others, for ever.</summary>
    public bool HasHeldTrust { get; init; }

    /// <summary>What happened at the door that somebody must look at, oldest first (11.300(d)).</summary>
    public ImmutableList<DoorAlert> Alerts { get; init; } = [];

    /// <summary>True after a wrong password or code until the lock-out that it leads to: tells that one from attempts while it lasts.</summary>
    public bool Failing { get; init; }

    /// <summary>True once registered; it never becomes false again.</summary>
    public bool Registered => Id.Length > 0;

    /// <summary>The person as the actor of a command. Somebody unknown or disabled holds no role, and so may do nothing.</summary>
    public Performer ToPerformer() => new(Id, Name, Registered && !Disabled ? Roles : [], TrainedUntil);

    /// <summary>The person as they were at an earlier moment: with the roles and trainings of now that they had then already.</summary>
    public Performer ToPerformerAt(DateTimeOffset at) => ToPerformer() with
    {
        Roles = [.. ToPerformer().Roles.Where(role => HeldSince.TryGetValue(role, out var since) && since <= at)],
        TrainedUntil = TrainedUntil.RemoveRange(TrainedUntil.Keys.Where(recipe => !TrainedSince.TryGetValue(recipe, out var since) || since > at)),
    };

    internal Person Holding(ImmutableHashSet<Role> roles, DateTimeOffset at) => this with
    {
        Roles = roles,
        HeldSince = roles.ToImmutableDictionary(role => role, role => HeldSince.GetValueOrDefault(role, at)),
        HasHeldTrust = HasHeldTrust || RoleRules.AreTrusted(roles),
    };

    /// <summary>
    /// Why the person cannot sign yet, or null. The statement of accountability itself may be signed before it is acknowledged.
    /// </summary>
    /// <param name="site">The site's statement of accountability.</param>
    /// <param name="shown">SHA-256 (lower-case hex) of what is to be signed.</param>
    public Refusal? RefusalToSign(Accountability site, string shown)
    {
        if (Identity is null)
            return new("identity", $"No check of the identity of {Name} is on record. An administrator records it; until then {Name} cannot sign.");
        if (site.Version is not { } version)
            return new("accountability", "The site has no statement of accountability yet. Quality issues one; until then nothing can be signed.");
        return Acknowledged == version || shown == site.Hash
            ? null
            : new("accountability", $"{Name} has not acknowledged version {version} of the statement of accountability. Read and sign it on the page Accountability, then sign this.");
    }

    /// <summary>The refusal of an act on a person whom nobody registered, or null.</summary>
    internal Refusal? RefusalUnlessRegistered(string id) => Registered
        ? null
        : new("person", $"Nobody is registered as {id}. Check the user id, or register the person first.");
}

/// <summary>A check of who somebody is.</summary>
/// <param name="CheckedBy">Name of the person who looked at the document.</param>
/// <param name="Document">Kind of document; its number is nobody's business here.</param>
/// <param name="RecordedBy">User id of the administrator who recorded it.</param>
/// <param name="At">When it was recorded.</param>
public sealed record IdentityCheck(string CheckedBy, IdentityDocument Document, string RecordedBy, DateTimeOffset At);

/// <summary>A reset that waits.</summary>
/// <param name="By">User id of the administrator who asked for it.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why.</param>
/// <param name="SecondFactorToo">True when authenticator and passkeys are taken away too.</param>
/// <param name="ApprovedBy">User id of the second person, or null while nobody approved it.</param>
public sealed record ResetAsked(string By, DateTimeOffset At, string Reason, bool SecondFactorToo, string? ApprovedBy = null);

/// <summary>Something at the door that somebody must look at.</summary>
public sealed record DoorAlert(SignInOutcome What, string Terminal, DateTimeOffset At);
