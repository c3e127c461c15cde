using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Cellwright.Domain.Basics;

namespace Cellwright.Server.Access;

/// <summary>What came of signing.</summary>
/// <param name="Token">Names the signature once, in the command that it is for; null when refused.</param>
/// <param name="Given">The signature; null when refused.</param>
/// <param name="Refusal">Why not, or null.</param>
public sealed record SignatureCheck(string? Token, SignatureGiven? Given, Refusal? Refusal);

/// <summary>
/// Signing by two components (11.200(a)(1)). The first signature in a session needs user id and password; within one
/// continuous period the owner's password suffices. Somebody else at the same terminal always gives both.
/// </summary>
public sealed class Signatures(Passwords passwords, Sessions sessions, IPeople people, AccessOptions options)
{
    /// <summary>A signature is for the command that follows at once.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(2);

    /// <summary>How long the retry of a command may bear its signature again.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    private readonly TimeProvider time = options.Clock;
    private readonly ConcurrentDictionary<string, Pending> pending = new();

    /// <summary>True when the owner of the session must give the user id too.</summary>
    public bool NeedsBoth(Session session) => !session.IsSigning(options.ContinuousPeriod);

    /// <summary>Checks the components of a signature.</summary>
    /// <param name="userName">User id; null or empty when the owner of the session gives the password alone.</param>
    /// <param name="password">Password.</param>
    /// <param name="session">The session at whose terminal it is signed.</param>
    /// <param name="meaning">Why, e.g. <c>approval</c>.</param>
    /// <param name="shown">SHA-256 (lower-case hex) of exactly what is shown to the signer.</param>
    public async Task<SignatureCheck> CheckAsync(string? userName, string password, Session session, string meaning, string shown)
    {
        if (await sessions.FindAsync(session.Id) is not { Locked: false }) return Refused(Ended);
        if (string.IsNullOrWhiteSpace(meaning) || shown.Length != 64 || shown.AsSpan().ContainsAnyExcept(Hex))
            return Refused(new("signature", "A signature needs its meaning and the SHA-256, in lower-case hex, of what is signed. Open the page again."));

        var alone = string.IsNullOrWhiteSpace(userName);
        if (alone && NeedsBoth(session))
            return Refused(new("signature", "Give your user id as well as your password: this is the first signature here, or the last one was too long ago."));
        var id = alone ? session.PersonId : Passwords.Normal(userName!);

        var (account, refusal) = await passwords.CheckAsync(id, password, session.Terminal, forSignature: true);
        if (account is null)
        {
            session.EndSigning();
            return Refused(refusal!);
        }

        if (account.MustChoosePassword)
            return Refused(new("signature", "A one-time password cannot sign. Choose a password of your own first."));
        if (passwords.IsAged(account))
            return Refused(new("password-age", "The password is older than the site allows. Choose another one (your name at the top, Password), then sign with it."));
        var signer = await people.FindAsync(id);
        if (signer.RefusalToSign(await people.AccountabilityAsync(), shown) is { } notYet) return Refused(notYet);
        if (!alone && id == session.PersonId) session.BeginSigning();
        await sessions.TouchAsync(session);

        Forget();
        var given = new SignatureGiven(signer.ToPerformer(), meaning, shown);
        var token = RandomNumberGenerator.GetHexString(64, lowercase: true);
        pending[token] = new Pending(given, session.Id, time.GetTimestamp());
        return new(token, given, null);
    }

    /// <summary>Takes a signature for one command; only a retry of that command may take it again.</summary>
    public async Task<(SignatureGiven? Given, Refusal? Refusal)> TakeAsync(string token, Session session, Guid commandId)
    {
        if (await sessions.FindAsync(session.Id) is not { Locked: false }) return (null, Ended);
        if (!pending.TryGetValue(token, out var found) || found.Session != session.Id)
            return (null, new("signature", "This signature is not known here. Sign again."));
        var age = time.GetElapsedTime(found.Since);
        switch (found.Take(commandId, isFresh: age < Fresh))
        {
            case Taking.Spent:
                return (null, new("signature-replay", "This signature was used for something else already. Sign again."));
            case Taking.Late:
                return (null, new("signature", "This signature was given too long ago. Sign again."));
        }

        var signer = (await people.FindAsync(found.Given.Signer.Id)).ToPerformer();
        return signer.Roles.IsEmpty
            ? (null, new("disabled", $"{signer.Name} is disabled and cannot sign. Ask somebody else."))
            : (found.Given with { Signer = signer }, null);
    }

    private static Refusal Ended => new("session", "The session has ended. Sign in again.");

    private static SignatureCheck Refused(Refusal refusal) => new(null, null, refusal);

    private void Forget()
    {
        foreach (var (token, old) in pending)
            if (time.GetElapsedTime(old.Since) > Kept) pending.TryRemove(token, out _);
    }

    private enum Taking
    {
        Granted,
        Spent,
        Late,
    }

    private sealed class Pending(SignatureGiven given, Guid session, long since)
    {
        private readonly Lock gate = new();
        private Guid? command;

        public SignatureGiven Given => given;

        public Guid Session => session;

        public long Since => since;

        public Taking Take(Guid commandId, bool isFresh)
        {
            lock (gate)
            {
                if (command is null && !isFresh) return Taking.Late;
                command ??= commandId;
                return command == commandId ? Taking.Granted : Taking.Spent;
            }
        }
    }
}
