using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Cellwright.Server.Desk;
using Microsoft.EntityFrameworkCore;

namespace Cellwright.Server.Access;

/// <summary>What proves, beside a one-time password, that the person is there: the administrator knows that password too.</summary>
/// <param name="Code">Code of the person's own second factor.</param>
/// <param name="VoucherName">User id of a supervisor or of QA who stands at the screen.</param>
/// <param name="VoucherPassword">Their password.</param>
public sealed record Presence(string? Code = null, string? VoucherName = null, string? VoucherPassword = null);

/// <summary>Judges whether a one-time password may become a password of the person's own.</summary>
public sealed class Presences(
    Passwords passwords, SecondFactors factors, Sessions sessions, IPeople people, IDbContextFactory<AccessDb> databases)
{
    /// <summary>How the choice is recorded, or why it is refused.</summary>
    /// <param name="account">The account with the one-time password.</param>
    /// <param name="presence">What was given as proof.</param>
    /// <param name="session">The session of the person.</param>
    public async Task<(SignInOutcome Outcome, Refusal? Refusal)> JudgeAsync(Account account, Presence? presence, Session session)
    {
        if (!string.IsNullOrWhiteSpace(presence?.Code) && account.TwoFactorEnabled)
            return (SignInOutcome.PasswordChosen, await factors.RefusalForAsync(account.Id, presence.Code, session.Terminal));
        if (!string.IsNullOrWhiteSpace(presence?.VoucherName))
            return (SignInOutcome.PasswordChosen, await VouchAsync(account.Id, presence.VoucherName, presence.VoucherPassword ?? "", session));
        if (account.OwnSince is null && await IsFirstOfTrustAsync(account.Id)) return (SignInOutcome.PasswordChosenUnvouched, null);
        return (default, new Refusal("presence", account.TwoFactorEnabled
            ? "A one-time password is known to whoever issued it. Give the code of your authenticator too, or ask a supervisor or QA to come to this screen and give their user id and password."
            : "A one-time password is known to whoever issued it. Ask a supervisor or QA to come to this screen and give their user id and password."));
    }

    private async Task<Refusal?> VouchAsync(string personId, string voucherName, string voucherPassword, Session session)
    {
        var (voucher, refusal) = await passwords.CheckAsync(voucherName, voucherPassword, session.Terminal, forSignature: true);
        if (voucher is null) return refusal;
        if (voucher.MustChoosePassword)
            return new("one-time-password", "A one-time password cannot vouch for anybody. Choose a password of your own first.");
        await sessions.TouchAsync(session);
        var by = (await people.FindAsync(voucher.Id)).ToPerformer();
        return await people.SendAsync(new VouchForPerson(personId), new Caller(by, session.Terminal, Guid.CreateVersion7()));
    }

    // A new site has nobody who could vouch for its first supervisor or quality person. That door closes once, for ever:
    // neither a change of roles nor a reset opens it again.
    private async Task<bool> IsFirstOfTrustAsync(string personId)
    {
        if (!RoleRules.AreTrusted((await people.FindAsync(personId)).Roles)) return false;
        await using var database = await databases.CreateDbContextAsync();
        var others = await database.Users.AsNoTracking().Where(other => other.Id != personId && other.OwnSince != null).Select(other => other.Id).ToListAsync();
        foreach (var other in others)
            if ((await people.FindAsync(other)).HasHeldTrust) return false;
        return true;
    }
}
