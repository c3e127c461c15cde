using Cellwright.Domain.People;
using Cellwright.Ledger;

namespace Cellwright.Server.Pages;

/// <summary>Everybody whom the record knows. Read again only after something about a person was recorded.</summary>
public sealed class Roster
{
    private readonly IRecord record;
    private readonly Desk.Desk desk;
    private volatile bool current;
    private IReadOnlyList<Person> people = [];

    /// <summary>A roster that follows the record.</summary>
    public Roster(IRecord record, Desk.Desk desk, Site site)
    {
        (this.record, this.desk) = (record, desk);
        site.Changed += streams =>
        {
            if (streams.Any(stream => stream.StartsWith("person/", StringComparison.Ordinal))) current = false;
        };
    }

    /// <summary>Everybody registered, by user id.</summary>
    public async Task<IReadOnlyList<Person>> AllAsync(CancellationToken ct = default)
    {
        if (current) return people;
        current = true;
        var found = new List<Person>();
        foreach (var stream in await record.StreamsAsync("person/", ct))
            if (await desk.StateAsync<Person>(stream["person/".Length..], ct) is { Registered: true } person) found.Add(person);
        return people = [.. found.OrderBy(person => person.Id, StringComparer.Ordinal)];
    }
}
