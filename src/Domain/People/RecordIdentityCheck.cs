using System.Text.Json.Serialization;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.People;

/// <summary>Kinds of documents by which people prove who they are.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IdentityDocument>))]
public enum IdentityDocument
{
    /// <summary>A passport.</summary>
    Passport,

    /// <summary>A national identity card.</summary>
    IdentityCard,

    /// <summary>A residence permit.</summary>
    ResidencePermit,

    /// <summary>A driving licence.</summary>
    DrivingLicence,

    /// <summary>None: a person of a rehearsal, who does not exist. Only the server itself can say so.</summary>
    Rehearsal,
}

/// <summary>Records that somebody's identity was checked, which must be so before they sign anything (11.100(b)).</summary>
/// <param name="PersonId">Whose.</param>
/// <param name="CheckedBy">Name of the person who looked at the document.</param>
/// <param name="Document">Kind of document. Its number is not recorded.</param>
[AllowedTo(Role.Administrator, Role.System)]
public sealed record RecordIdentityCheck(string PersonId, string CheckedBy, IdentityDocument Document) : Command<Person>
{
    /// <inheritdoc />
    public override string StreamId => PersonId;

    /// <inheritdoc />
    public override Decision<Person> Decide(Person state, Act act)
    {
        if (state.RefusalUnlessRegistered(PersonId) is { } unknown) return unknown;
        if (act.By.Id == PersonId)
            return new Refusal("self", "Nobody records the check of their own identity. Ask another administrator.");
        if (string.IsNullOrWhiteSpace(CheckedBy))
            return new Refusal("identity", "Name the person who looked at the document.");
        if (CheckedBy.Count(char.IsDigit) > 3)
            return new Refusal("identity", "Give the name of the person who looked at the document, and no number of it: document numbers do not belong in the record.");
        if (!Enum.IsDefined(Document) || (Document == IdentityDocument.Rehearsal && !act.By.Holds(Role.System)))
            return new Refusal("identity", "Name the kind of document that was looked at: passport, identity card, residence permit or driving licence.");
        return state.Identity is { } known && known.CheckedBy == CheckedBy.Trim() && known.Document == Document
            ? Decision<Person>.Nothing
            : new IdentityChecked(CheckedBy.Trim(), Document);
    }
}

/// <summary>Somebody's identity was checked.</summary>
public sealed record IdentityChecked(string CheckedBy, IdentityDocument Document) : Event<Person>
{
    /// <inheritdoc />
    public override Person Apply(Person state, Happened when) =>
        state with { Identity = new IdentityCheck(CheckedBy, Document, when.By, when.At) };
}
