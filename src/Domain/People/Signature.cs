using Cellwright.Domain.Basics;

namespace Cellwright.Domain.People;

/// <summary>A signature as the record keeps and prints it (11.50(a)).</summary>
/// <param name="By">User id of the signer.</param>
/// <param name="Name">Printed name at that moment.</param>
/// <param name="Meaning">Why, e.g. <c>approval</c>.</param>
/// <param name="At">Date and time, with the site's offset.</param>
/// <param name="Shown">SHA-256 (lower-case hex) of exactly what was shown to the signer.</param>
public sealed record Signature(string By, string Name, string Meaning, DateTimeOffset At, string Shown)
{
    /// <summary>The signature given with an act.</summary>
    /// <exception cref="InvalidOperationException">The act is not signed: ask <see cref="RefusalFor"/> first.</exception>
    public static Signature Of(Act act) => act.Signature is { } given
        ? new(given.Signer.Id, given.Signer.Name, given.Meaning, act.At, given.Shown)
        : throw new InvalidOperationException("The act is not signed.");

    /// <summary>
    /// Why an act does not carry the signature that it needs, or null. The signer's roles decide, not those of whoever's session it is.
    /// </summary>
    /// <param name="act">The act.</param>
    /// <param name="meaning">The meaning that is needed.</param>
    /// <param name="roles">Any of these the signer must hold.</param>
    public static Refusal? RefusalFor(Act act, string meaning, params ReadOnlySpan<Role> roles)
    {
        if (act.Signature is not { } given)
            return new("signature", $"This needs a signature ({meaning}). Sign with user id and password.");
        if (given.Meaning != meaning)
            return new("signature", $"The signature given means {given.Meaning}; this needs {meaning}. Sign again.");
        if (!given.Signer.Holds(roles))
            return new("authority",
                $"{given.Signer.Name} may not sign this. Ask somebody who is {string.Join(" or ", roles.ToArray())}.");
        return null;
    }
}
