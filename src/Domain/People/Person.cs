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

    /// <summary>True while the person may not sign in, sign or act.</summary>
    public bool Disabled { get; init; }

    /// <summary>True once registered; it never becomes false again.</summary>
    public bool Registered => Id.Length > 0;

    /// <summary>The person as the actor of a command. Somebody unknown or disabled holds no role, and so may do nothing.</summary>
    public Performer ToPerformer() => new(Id, Name, Registered && !Disabled ? Roles : [], TrainedUntil);

    /// <summary>The refusal of an act on a person whom nobody registered, or null.</summary>
    internal Refusal? RefusalUnlessRegistered(string id) => Registered
        ? null
        : new("person", $"Nobody is registered as {id}. Check the user id, or register the person first.");
}
