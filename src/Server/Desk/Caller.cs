using Cellwright.Domain.Basics;

namespace Cellwright.Server.Desk;

/// <summary>Who gives a command, from where, under which id, with what signature.</summary>
/// <param name="By">Who.</param>
/// <param name="Terminal">Terminal or connection.</param>
/// <param name="CommandId">Id of the command; the same id has its effect once.</param>
/// <param name="Signature">Signature checked a moment ago, or null.</param>
/// <param name="ExpectedVersion">Version of the stream that the person saw, or null when it does not matter.</param>
public sealed record Caller(
    Performer By, string Terminal, Guid CommandId, SignatureGiven? Signature = null, long? ExpectedVersion = null);

/// <summary>What became of a command.</summary>
/// <param name="Refusal">Why not, or null when it stands.</param>
/// <param name="Version">Version of the stream after it.</param>
/// <param name="Happened">Names of the events it recorded, in order; empty when there was nothing to do.</param>
public sealed record Answer(Refusal? Refusal, long Version, IReadOnlyList<string> Happened);
