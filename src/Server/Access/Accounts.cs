using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Cellwright.Server.Desk;
using Microsoft.EntityFrameworkCore;

namespace Cellwright.Server.Access;

/// <summary>A one-time password, told once. Null when the person has chosen a password meanwhile.</summary>
/// <param name="UserName">User id.</param>
/// <param name="OneTimePassword">To be told to the person, who must change it at first sign-in.</param>
/// <param name="ValidUntil">When it lapses unused (UTC).</param>
/// <param name="Link">Where the person signs in.</param>
public sealed record Issued(string UserName, string? OneTimePassword, DateTimeOffset? ValidUntil, string Link);

/// <summary>How an account stands.</summary>
/// <param name="MustChoosePassword">True while its password is a one-time one.</param>
/// <param name="SecondFactor">True when there is an authenticator or a passkey.</param>
/// <param name="ChosenAt">When the password was chosen (UTC), or null.</param>
public sealed record AccountState(bool MustChoosePassword, bool SecondFactor, DateTimeOffset? ChosenAt);

/// <summary>Acts on people that concern record and accounts alike, for the HTTP door and the pages.</summary>
public sealed class Accounts(IPeople people, Passwords passwords, SecondFactors factors, Sessions sessions, IDbContextFactory<AccessDb> databases)
{
    /// <summary>Registers a person and issues a one-time password.</summary>
    public async Task<(Issued? Issued, Refusal? Refusal)> RegisterAsync(Caller caller, RegisterPerson command) =>
        await people.SendAsync(command, caller) is { } refusal
            ? (null, refusal)
            : (Told(command.Id, await passwords.IssueAsync(command.Id, caller.CommandId, registers: true)), null);

    /// <summary>Carries out an approved reset: a one-time password is issued, open sessions end.</summary>
    public async Task<(Issued? Issued, Refusal? Refusal)> ResetAsync(Caller caller, string personId)
    {
        if (await people.SendAsync(new ResetPassword(personId), caller) is { } refusal) return (null, refusal);
        var issued = await passwords.IssueAsync(personId, caller.CommandId);
        if (issued is not null && (await people.FindAsync(personId)).SecondFactorTaken) await factors.RemoveAsync(personId, caller.Terminal);
        if (issued is not null) await sessions.EndAllOfAsync(personId);
        return (Told(personId, issued), null);
    }

    /// <summary>Takes access away; open sessions end at once.</summary>
    public async Task<Refusal?> DisableAsync(Caller caller, DisablePerson command)
    {
        if (await people.SendAsync(command, caller) is { } refusal) return refusal;
        await sessions.EndAllOfAsync(command.PersonId);
        return null;
    }

    /// <summary>Gives access again.</summary>
    public Task<Refusal?> EnableAsync(Caller caller, EnablePerson command) => people.SendAsync(command, caller);

    /// <summary>Gives a person another set of roles.</summary>
    public Task<Refusal?> ChangeRolesAsync(Caller caller, ChangeRoles command) => people.SendAsync(command, caller);

    /// <summary>How the accounts stand, by user id; all of them, or one.</summary>
    public async Task<IReadOnlyDictionary<string, AccountState>> StatesAsync(string? only = null)
    {
        await using var database = await databases.CreateDbContextAsync();
        var withPasskeys = await database.UserPasskeys.AsNoTracking().Where(passkey => only == null || passkey.UserId == only).Select(passkey => passkey.UserId).Distinct().ToListAsync();
        var accounts = await database.Users.AsNoTracking().Where(account => only == null || account.Id == only)
            .Select(account => new { account.Id, account.OneTimeUntil, account.TwoFactorEnabled, account.PasswordChosenAt }).ToListAsync();
        return accounts.ToDictionary(
            account => account.Id,
            account => new AccountState(account.OneTimeUntil is not null, account.TwoFactorEnabled || withPasskeys.Contains(account.Id), account.PasswordChosenAt));
    }

    private static Issued Told(string userName, OneTimePassword? issued) =>
        new(userName, issued?.Secret, issued?.ValidUntil, $"/sign-in?userName={Uri.EscapeDataString(userName)}");
}
