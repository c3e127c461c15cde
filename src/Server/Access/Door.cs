using System.Security.Claims;
using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Microsoft.AspNetCore.Authentication;

namespace Cellwright.Server.Access;

/// <summary>Signing in and out of this terminal.</summary>
public sealed class Door(Terminals terminals, Passwords passwords, Sessions sessions, IPeople people)
{
    /// <summary>Name of the authentication scheme, and of its cookie.</summary>
    public const string Scheme = "cellwright";

    internal const string SessionClaim = "session";
    internal const string MustChooseClaim = "must-choose-password";

    /// <summary>Checks both components, opens a session and sets the cookie.</summary>
    public async Task<Refusal?> SignInAsync(HttpContext http, string userName, string password)
    {
        var terminal = terminals.Of(http);
        var (account, refusal) = await passwords.CheckAsync(userName, password, terminal, forSignature: false);
        if (account is null) return refusal;
        var elsewhere = await sessions.OtherTerminalsAsync(account.Id, terminal);
        await passwords.RecordAsync(
            account.Id, elsewhere.Count > 0 ? SignInOutcome.SignedInElsewhereToo : SignInOutcome.SignedIn, terminal);
        var session = await sessions.OpenAsync(account.Id, terminal);
        await http.SignInAsync(Scheme, await PrincipalAsync(session, account.MustChoosePassword));
        return null;
    }

    /// <summary>Ends the session and takes the cookie away.</summary>
    public async Task SignOutAsync(HttpContext http)
    {
        if (await SessionOfAsync(http.User) is { } session)
        {
            await sessions.EndAsync(session);
            await passwords.RecordAsync(session.PersonId, SignInOutcome.SignedOut, session.Terminal);
        }

        await http.SignOutAsync(Scheme);
    }

    /// <summary>The person chooses a password: other sessions end, and this one goes on.</summary>
    public async Task<Refusal?> ChoosePasswordAsync(HttpContext http, string current, string chosen)
    {
        if (await SessionOfAsync(http.User) is not { } session)
            return new("session", "The session has ended. Sign in again.");
        if (await passwords.ChooseAsync(session.PersonId, current, chosen, session.Terminal) is { } refusal) return refusal;
        await sessions.EndAllOfAsync(session.PersonId, except: session);
        session.EndSigning();
        await http.SignInAsync(Scheme, await PrincipalAsync(session, mustChoose: false));
        return null;
    }

    /// <summary>The open session of a principal, or null when it has ended.</summary>
    public async Task<Session?> SessionOfAsync(ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue(SessionClaim), out var id) ? await sessions.FindAsync(id) : null;

    /// <summary>True while the principal's session is open and the person is not disabled.</summary>
    public async Task<bool> IsOpenAsync(ClaimsPrincipal user) =>
        await SessionOfAsync(user) is { } session && !(await people.FindAsync(session.PersonId)).ToPerformer().Roles.IsEmpty;

    /// <summary>The principal of a session with the name and the roles of this moment; null when the person is disabled.</summary>
    internal async Task<ClaimsPrincipal?> RenewedAsync(Session session, bool mustChoose) =>
        (await people.FindAsync(session.PersonId)).ToPerformer() is { Roles.IsEmpty: false } performer
            ? Principal(session, performer, mustChoose)
            : null;

    private async Task<ClaimsPrincipal> PrincipalAsync(Session session, bool mustChoose) =>
        Principal(session, (await people.FindAsync(session.PersonId)).ToPerformer(), mustChoose);

    private static ClaimsPrincipal Principal(Session session, Performer performer, bool mustChoose)
    {
        List<Claim> claims =
        [
            new(ClaimTypes.NameIdentifier, performer.Id), new(ClaimTypes.Name, performer.Name), new(SessionClaim, session.Id.ToString()),
            .. performer.Roles.Select(role => new Claim(ClaimTypes.Role, role.ToString())),
        ];
        if (mustChoose) claims.Add(new(MustChooseClaim, "true"));
        return new(new ClaimsIdentity(claims, Scheme));
    }
}
