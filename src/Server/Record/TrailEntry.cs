using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Ledger;
using Cellwright.Server.Desk;

namespace Cellwright.Server.Record;

/// <summary>An entry of the record with the event that it keeps.</summary>
/// <param name="Entry">As stored.</param>
/// <param name="Happened">The event, or null for an entry of a kind that batches do not know.</param>
public sealed record TrailEntry(Entry Entry, object? Happened)
{
    /// <summary>Reads the event of an entry.</summary>
    /// <exception cref="JsonException">The entry is of a known kind and its form is not that kind's.</exception>
    public static TrailEntry Of(Entry entry) => new(entry, Read(entry));

    /// <summary>Category of the stream, e.g. <c>batch</c>.</summary>
    public string Category => Entry.Stream[..Math.Max(0, Entry.Stream.IndexOf('/'))];

    /// <summary>Id of the stream within its category.</summary>
    public string StreamId => Entry.Stream[(Entry.Stream.IndexOf('/') + 1)..];

    private static object? Read(Entry entry) =>
        entry.Type == nameof(ActRefused) ? JsonSerializer.Deserialize<ActRefused>(entry.Data.Span, EventCatalogue.Options)
        : EventCatalogue.Types.ContainsKey(entry.Type) ? EventCatalogue.Read(entry.Type, entry.Data.Span)
        : null;
}
