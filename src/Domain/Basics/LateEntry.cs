namespace Cellwright.Domain.Basics;

/// <summary>What was done on paper while the server could not be reached, and entered afterwards: an event that bears this happened when the paper says, by whom it names.</summary>
/// <param name="By">User id of whoever did it.</param>
/// <param name="Name">Printed name at the time of entry.</param>
/// <param name="At">When it was done, as the paper says.</param>
/// <param name="Pack">Number of the paper pack.</param>
/// <param name="Reason">Why it was done on paper.</param>
/// <param name="Verifier">User id of the second person, who compared what was typed with the paper.</param>
/// <param name="VerifierName">Printed name of the second person.</param>
/// <param name="Shown">SHA-256 of exactly what was shown to the second person.</param>
/// <param name="Doubt">What the record holds against the claim, in words, or null: somebody must look at it.</param>
public sealed record LateEntry(
    string By, string Name, DateTimeOffset At, string Pack, string Reason, string Verifier, string VerifierName, string Shown, string? Doubt = null);

/// <summary>A late entry as the record has it: the claim, and who typed it when.</summary>
/// <param name="Claim">What the paper says.</param>
/// <param name="EnteredBy">User id of whoever typed it.</param>
/// <param name="EnteredAt">When it entered the record.</param>
public sealed record LateMark(LateEntry Claim, string EnteredBy, DateTimeOffset EnteredAt);
