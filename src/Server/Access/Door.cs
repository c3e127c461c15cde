using System.Security.Claims;
using System.Security.Cryptography;
using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;

namespace Cellwright.Server.Access;

/// <summary>Signing in and out of this terminal, and locking its screen.</summary>
public sealed class Door(
    Terminals terminals, Passwords passwords, Presences presences, SecondFactors factors, Passkeys passkeys, Sessions sessions, IPeople people, IDataProtectionProvider protection)
{
    /// <summary>Name of the authentication scheme, and of its cookie.</summary>
    public const string Scheme = "cellwright";

    internal const string SessionClaim = "session";
    internal const string MustChooseClaim = "must-choose-password";
    internal const string MustSetUpClaim = "must-set-up-second-factor";
    internal const string LockedClaim = "locked";

    private static readonly TimeSpan TicketLife = TimeSpan.FromMinutes(5);
    private readonly ITimeLimitedDataProtector tickets = protection.CreateProtector("second step of a sign-in").ToTimeLimitedDataProtector();

    /// <summary>Checks both components, and the second factor where there is one, opens a session and sets the cookie.</summary>
    public async Task<Refusal?> SignInAsync(HttpContext http, string userName, string password, string? code = null)
    {
        var terminal = terminals.Of(http);
        var (account, refusal) = await passwords.CheckAsync(userName, password, terminal, forSignature: false);
        if (account is null) return refusal;
        // A one-time password opens nothing but the page on which it is changed, and that page asks for the code.
        if (account is { TwoFactorEnabled: true, MustChoosePassword: false }
            && await factors.RefusalForAsync(account.Id, code, terminal) is { } wrong) return wrong;
        if (account is { TwoFactorEnabled: false, MustChoosePassword: false } && await factors.NeedsPasskeyAsync(account.Id))
            return new("passkey", "Your role needs a second factor, and yours is a passkey. Sign in with the passkey.");
        await OpenAsync(http, account.Id, account.MustChoosePassword || passwords.IsAged(account));
        return null;
    }

    /// <summary>A sealed note that the password was right, for the page that asks for the code; null when it was not.</summary>
    public async Task<string?> TicketAsync(HttpContext http, string userName, string password)
    {
        var terminal = terminals.Of(http);
        var (account, _) = await passwords.CheckAsync(userName, password, terminal, forSignature: false);
        return account is null ? null : tickets.Protect($"{account.Id}\n{terminal}\n{passwords.IsAged(account)}\n{account.SecurityStamp}", TicketLife);
    }

    /// <summary>The second step of a sign-in.</summary>
    public async Task<Refusal?> SignInByTicketAsync(HttpContext http, string ticket, string code)
    {
        var terminal = terminals.Of(http);
        string[] kept;
        try
        {
            kept = tickets.Unprotect(ticket).Split('\n');
        }
        catch (CryptographicException)
        {
            return Late;
        }

        if (kept[1] != terminal || (await passwords.FindAsync(kept[0]))?.SecurityStamp != kept[3]) return Late;
        if ((await people.FindAsync(kept[0])).ToPerformer().Roles.IsEmpty) return new("disabled", "This account is disabled. Ask the administrator.");
        if (await factors.RefusalForAsync(kept[0], code, terminal) is { } wrong) return wrong;
        await OpenAsync(http, kept[0], kept[2] == bool.TrueString);
        return null;
    }

    /// <summary>Signs in with a passkey.</summary>
    public async Task<Refusal?> SignInByPasskeyAsync(HttpContext http, string credential, string state)
    {
        var (account, refusal) = await passkeys.CheckAsync(http, credential, state, terminals.Of(http));
        if (account is null) return refusal;
        await OpenAsync(http, account.Id, account.MustChoosePassword || passwords.IsAged(account));
        return null;
    }

    /// <summary>Signs in somebody whom the company's directory knows and the record too.</summary>
    internal async Task<Refusal?> SignInByDirectoryAsync(HttpContext http, string personId)
    {
        if (await passwords.FindAsync(personId) is not { } account) return new("directory", "You have no account here yet. Ask an administrator.");
        await OpenAsync(http, personId, account.MustChoosePassword || passwords.IsAged(account), factorGiven: true);
        return null;
    }

    /// <summary>Opens a session for somebody whose identity is proven, and flags another terminal with an open one.</summary>
    private async Task OpenAsync(HttpContext http, string personId, bool mustChoose, bool factorGiven = false)
    {
        var terminal = terminals.Of(http);
        var elsewhere = await sessions.OtherTerminalsAsync(personId, terminal);
        await passwords.RecordAsync(personId, elsewhere.Count > 0 ? SignInOutcome.SignedInElsewhereToo : SignInOutcome.SignedIn, terminal);
        var session = await sessions.OpenAsync(personId, terminal);
        await http.SignInAsync(Scheme, await PrincipalAsync(session, mustChoose, !factorGiven && await factors.MustSetUpAsync(personId)));
    }

    /// <summary>Ends the session and takes the cookie away.</summary>
    public async Task SignOutAsync(HttpContext http)
    {
        if (await AnySessionOfAsync(http.User) is { } session)
        {
            await sessions.EndAsync(session);
            await passwords.RecordAsync(session.PersonId, SignInOutcome.SignedOut, session.Terminal);
        }

        await http.SignOutAsync(Scheme);
    }

    /// <summary>Locks the screen of this terminal.</summary>
    public async Task LockAsync(ClaimsPrincipal user)
    {
        if (await SessionOfAsync(user) is not { } session) return;
        await sessions.LockAsync(session);
        await passwords.RecordAsync(session.PersonId, SignInOutcome.ScreenLocked, session.Terminal);
    }

    /// <summary>The person of the session is back and gives the password.</summary>
    public async Task<Refusal?> UnlockAsync(ClaimsPrincipal user, string password)
    {
        if (await AnySessionOfAsync(user) is not { } session) return Ended;
        var (account, refusal) = await passwords.CheckAsync(session.PersonId, password, session.Terminal, forSignature: false);
        if (account is null) return refusal;
        await sessions.UnlockAsync(session);
        await passwords.RecordAsync(session.PersonId, SignInOutcome.ScreenUnlocked, session.Terminal);
        return null;
    }

    /// <summary>
    /// The person chooses a password: other sessions end, and this one goes on. A one-time password alone does not do:
    /// its issuer knows it too.
    /// </summary>
    public async Task<Refusal?> ChoosePasswordAsync(HttpContext http, string current, string chosen, Presence? presence = null)
    {
        if (await SessionOfAsync(http.User) is not { } session) return Ended;
        if (current == chosen) return new("password", "The new password is the old one. Choose another.");
        var (account, refusal) = await passwords.CheckAsync(session.PersonId, current, session.Terminal, forSignature: false);
        if (account is null) return refusal;
        if (await passwords.RefusalForAsync(chosen) is { } weak) return weak;
        var outcome = SignInOutcome.PasswordChosen;
        if (account.MustChoosePassword)
        {
            (outcome, refusal) = await presences.JudgeAsync(account, presence, session);
            if (refusal is not null) return refusal;
        }

        if (await passwords.SetAsync(session.PersonId, current, chosen, outcome, session.Terminal) is { } rejected) return rejected;
        await sessions.EndAllOfAsync(session.PersonId, except: session);
        session.EndSigning();
        await RenewAsync(http, session);
        return null;
    }

    /// <summary>Writes the cookie again after the person did what was asked of them.</summary>
    internal async Task RenewAsync(HttpContext http, Session session) =>
        await http.SignInAsync(Scheme, await PrincipalAsync(session, mustChoose: false, await factors.MustSetUpAsync(session.PersonId)));

    /// <summary>The open session of a principal, or null when it has ended or its screen is locked.</summary>
    public async Task<Session?> SessionOfAsync(ClaimsPrincipal user) =>
        await AnySessionOfAsync(user) is { Locked: false } session ? session : null;

    /// <summary>The session of a principal, locked or not; null when it has ended.</summary>
    internal async Task<Session?> AnySessionOfAsync(ClaimsPrincipal user) =>
        SessionIdOf(user) is { } id ? await sessions.FindAsync(id) : null;

    /// <summary>Id of the session that a principal names.</summary>
    internal static Guid? SessionIdOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(SessionClaim), out var id) ? id : null;

    /// <summary>True while the principal's session is open and the person is not disabled.</summary>
    public async Task<bool> IsOpenAsync(ClaimsPrincipal user) =>
        await SessionOfAsync(user) is { } session && !(await people.FindAsync(session.PersonId)).ToPerformer().Roles.IsEmpty;

    /// <summary>The principal of a session with the name and the roles of this moment; null when the person is disabled.</summary>
    internal async Task<ClaimsPrincipal?> RenewedAsync(Session session, ClaimsPrincipal before) =>
        (await people.FindAsync(session.PersonId)).ToPerformer() is { Roles.IsEmpty: false } performer
            ? Principal(session, performer, before.HasClaim(claim => claim.Type == MustChooseClaim), before.HasClaim(claim => claim.Type == MustSetUpClaim))
            : null;

    private async Task<ClaimsPrincipal> PrincipalAsync(Session session, bool mustChoose, bool mustSetUp) =>
        Principal(session, (await people.FindAsync(session.PersonId)).ToPerformer(), mustChoose, mustSetUp);

    private static ClaimsPrincipal Principal(Session session, Performer performer, bool mustChoose, bool mustSetUp)
    {
        List<Claim> claims =
        [
            new(ClaimTypes.NameIdentifier, performer.Id), new(ClaimTypes.Name, performer.Name), new(SessionClaim, session.Id.ToString()),
            .. performer.Roles.Select(role => new Claim(ClaimTypes.Role, role.ToString())),
        ];
        if (mustChoose) claims.Add(new(MustChooseClaim, "true"));
        if (mustSetUp) claims.Add(new(MustSetUpClaim, "true"));
        if (session.Locked) claims.Add(new(LockedClaim, "true"));
        return new(new ClaimsIdentity(claims, Scheme));
    }

    private static Refusal Ended => new("session", "The session has ended. Sign in again.");

    private static Refusal Late => new("form", "That took too long, or something changed meanwhile. Sign in again.");
}
