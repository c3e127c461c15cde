using System.Collections.Immutable;

namespace Cellwright.Domain.Basics;

/// <summary>Who acts, as the site knew this person at that moment.</summary>
/// <param name="Id">User id; never used again for anybody else.</param>
/// <param name="Name">Printed name.</param>
/// <param name="Roles">Roles held now.</param>
/// <param name="TrainedUntil">Recipe version (<c>id@version</c>) to the instant at which the training lapses.</param>
public sealed record Performer(
    string Id,
    string Name,
    ImmutableHashSet<Role> Roles,
    ImmutableDictionary<string, DateTimeOffset> TrainedUntil)
{
    /// <summary>The server acting by itself.</summary>
    public static Performer System { get; } =
        new("system", "Cellwright", [Role.System], ImmutableDictionary<string, DateTimeOffset>.Empty);

    /// <summary>True when one of <paramref name="roles"/> is held.</summary>
    public bool Holds(params ReadOnlySpan<Role> roles)
    {
        foreach (var role in roles)
            if (Roles.Contains(role)) return true;
        return false;
    }

    /// <summary>True when trained on <paramref name="recipeVersion"/> at <paramref name="at"/>.</summary>
    public bool IsTrained(string recipeVersion, DateTimeOffset at) =>
        TrainedUntil.TryGetValue(recipeVersion, out var until) && at < until;
}

/// <summary>A signature just given: both components were checked by the server a moment ago (11.200(a)(1)).</summary>
/// <param name="Signer">Who signed; may be another person than the one whose session it is.</param>
/// <param name="Meaning">Why, e.g. <c>verification</c>, <c>approval</c>.</param>
/// <param name="Shown">SHA-256 (lower-case hex) of exactly what was shown to the signer.</param>
public sealed record SignatureGiven(Performer Signer, string Meaning, string Shown);

/// <summary>The circumstances of a command: all that a decision may know beside state and command.</summary>
/// <param name="By">Who.</param>
/// <param name="At">When, with the site's offset.</param>
/// <param name="Terminal">Where: the terminal or connection it came from.</param>
/// <param name="CommandId">Which command, so that ids can derive from it.</param>
/// <param name="Signature">With what signature, if one was given.</param>
/// <param name="Facts">What the command asked to know (<see cref="Command{TState}.Needs"/>).</param>
public sealed record Act(
    Performer By,
    DateTimeOffset At,
    string Terminal,
    Guid CommandId,
    SignatureGiven? Signature,
    Facts Facts)
{
    /// <summary>Number of the paper pack on which it was done before it is entered now, or null for an act that is given as it is done.</summary>
    public string? Pack { get; init; }
}
