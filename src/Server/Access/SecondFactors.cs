using System.Text.Encodings.Web;
using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Microsoft.AspNetCore.Identity;

namespace Cellwright.Server.Access;

/// <summary>What a person has beside the password.</summary>
/// <param name="Authenticator">True when an authenticator app is set up.</param>
/// <param name="RecoveryCodes">Recovery codes not used yet.</param>
/// <param name="Passkeys">Passkeys, by name.</param>
public sealed record SecondFactorState(bool Authenticator, int RecoveryCodes, IReadOnlyList<string> Passkeys)
{
    /// <summary>True when there is any.</summary>
    public bool Any => Authenticator || Passkeys.Count > 0;
}

/// <summary>The key that an authenticator app is given.</summary>
/// <param name="Key">Base32 in groups of four, to be typed.</param>
/// <param name="Uri">The same as <c>otpauth</c> address, to be read as a picture.</param>
public sealed record AuthenticatorKey(string Key, string Uri);

/// <summary>Second factors by ASP.NET Core Identity: codes by the clock (RFC 6238) and recovery codes.</summary>
public sealed class SecondFactors(IServiceScopeFactory scopes, Passwords passwords, IPeople people, AccessOptions options)
{
    private const int RecoveryCodeCount = 8;

    /// <summary>What the person has.</summary>
    public async Task<SecondFactorState> OfAsync(string personId)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        if (await users.FindByIdAsync(personId) is not { } account) return new SecondFactorState(false, 0, []);
        return new SecondFactorState(
            account.TwoFactorEnabled, account.TwoFactorEnabled ? await users.CountRecoveryCodesAsync(account) : 0,
            [.. (await users.GetPasskeysAsync(account)).Select(passkey => passkey.Name ?? "passkey")]);
    }

    /// <summary>True while the person holds a role that needs a second factor and has none.</summary>
    public async Task<bool> MustSetUpAsync(string personId) =>
        (await people.FindAsync(personId)).Roles.Overlaps(options.SecondFactorFor) && !(await OfAsync(personId)).Any;

    /// <summary>True while the person holds a role that needs a second factor and has passkeys only: the password does not sign in then.</summary>
    public async Task<bool> NeedsPasskeyAsync(string personId) =>
        (await people.FindAsync(personId)).Roles.Overlaps(options.SecondFactorFor) && await OfAsync(personId) is { Authenticator: false, Passkeys.Count: > 0 };

    /// <summary>A fresh key for an authenticator app; it counts only once a code of it was given back.</summary>
    public async Task<(AuthenticatorKey? Key, Refusal? Refusal)> BeginAsync(string personId)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = await FindAsync(users, personId);
        if (account.TwoFactorEnabled) return (null, new("second-factor", "An authenticator is set up already. Take it away first, then set up another."));
        Passwords.Demand(await users.ResetAuthenticatorKeyAsync(account));
        return (KeyOf(personId, await users.GetAuthenticatorKeyAsync(account) ?? ""), null);
    }

    /// <summary>The key that waits for its first code, or null.</summary>
    public async Task<AuthenticatorKey?> WaitingAsync(string personId)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = await FindAsync(users, personId);
        return !account.TwoFactorEnabled && await users.GetAuthenticatorKeyAsync(account) is { } key ? KeyOf(personId, key) : null;
    }

    /// <summary>The first code: the authenticator counts from now on. Gives the recovery codes, which are shown once.</summary>
    public async Task<(IReadOnlyList<string>? RecoveryCodes, Refusal? Refusal)> ConfirmAsync(string personId, string code, string terminal)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = await FindAsync(users, personId);
        if (account.TwoFactorEnabled) return (null, new("second-factor", "An authenticator is set up already. Take it away first, then set up another."));
        if (!await FitsAsync(users, account, Digits(code)))
            return (null, new("second-factor", "The code does not fit. Check that the clock of the device is right, and give the code that it shows now."));
        account.CodeUsed = Digits(code);
        Passwords.Demand(await users.SetTwoFactorEnabledAsync(account, true));
        var codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(account, RecoveryCodeCount);
        await passwords.RecordAsync(personId, SignInOutcome.SecondFactorAdded, terminal);
        return ([.. codes!], null);
    }

    /// <summary>Why a code does not let the person in, or null. Wrong codes count to the lock-out; none is taken twice.</summary>
    public async Task<Refusal?> RefusalForAsync(string personId, string? code, string terminal)
    {
        if (string.IsNullOrWhiteSpace(code))
            return new("second-factor", "Give the code of your authenticator too, or one of your recovery codes.");
        var gate = passwords.GateOf(personId);
        await gate.WaitAsync();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            var account = await FindAsync(users, personId);
            if (await users.IsLockedOutAsync(account)) return passwords.LockedOut;
            if (await TakeAsync(users, account, code, terminal))
            {
                account.CodesFailed = 0;
                Passwords.Demand(await users.UpdateAsync(account));
                return null;
            }

            await passwords.RecordAsync(personId, SignInOutcome.WrongCode, terminal);
            account.CodesFailed++;
            if (account.CodesFailed < options.LockoutAttempts)
            {
                Passwords.Demand(await users.UpdateAsync(account));
                return new("second-factor", "The code does not fit, or was used already. Wait for the next one. A recovery code serves once.");
            }

            account.CodesFailed = 0;
            Passwords.Demand(await users.SetLockoutEndDateAsync(account, options.Clock.GetUtcNow() + options.LockoutTime));
            await passwords.RecordAsync(personId, SignInOutcome.LockedOut, terminal);
            return passwords.LockedOut;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Takes authenticator, recovery codes and passkeys away.</summary>
    public async Task RemoveAsync(string personId, string terminal)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = await FindAsync(users, personId);
        var had = account.TwoFactorEnabled;
        account.CodeUsed = null;
        Passwords.Demand(await users.SetTwoFactorEnabledAsync(account, false));
        Passwords.Demand(await users.ResetAuthenticatorKeyAsync(account));
        foreach (var passkey in await users.GetPasskeysAsync(account))
        {
            had = true;
            Passwords.Demand(await users.RemovePasskeyAsync(account, passkey.CredentialId));
        }

        if (had) await passwords.RecordAsync(personId, SignInOutcome.SecondFactorRemoved, terminal);
    }

    private async Task<bool> TakeAsync(UserManager<Account> users, Account account, string code, string terminal)
    {
        var digits = Digits(code);
        if (digits.Length == 6 && digits.All(char.IsAsciiDigit))
        {
            if (account.CodeUsed == digits || !await FitsAsync(users, account, digits)) return false;
            account.CodeUsed = digits;
            return true;
        }

        if (!(await users.RedeemTwoFactorRecoveryCodeAsync(account, code.Trim())).Succeeded) return false;
        await passwords.RecordAsync(account.Id, SignInOutcome.RecoveryCodeUsed, terminal);
        return true;
    }

    private AuthenticatorKey KeyOf(string personId, string key)
    {
        var site = UrlEncoder.Default.Encode(options.Site);
        return new(
            string.Join(' ', key.Chunk(4).Select(part => new string(part))),
            $"otpauth://totp/{site}:{UrlEncoder.Default.Encode(personId)}?secret={key}&issuer={site}&digits=6");
    }

    private static Task<bool> FitsAsync(UserManager<Account> users, Account account, string code) =>
        users.VerifyTwoFactorTokenAsync(account, TokenOptions.DefaultAuthenticatorProvider, code);

    private static async Task<Account> FindAsync(UserManager<Account> users, string personId) =>
        await users.FindByIdAsync(personId) ?? throw new InvalidOperationException($"The account {personId} is gone.");

    private static string Digits(string code) => code.Replace(" ", "", StringComparison.Ordinal).Trim();
}
