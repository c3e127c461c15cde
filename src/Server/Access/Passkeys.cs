using System.Collections.Concurrent;
using System.Security.Cryptography;
using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Cellwright.Server.Access;

/// <summary>What a browser is asked to do with a passkey.</summary>
/// <param name="Options">The options of WebAuthn, as JSON.</param>
/// <param name="State">To be sent back with the answer; sealed, good for one answer within five minutes.</param>
public sealed record PasskeyQuestion(string Options, string State);

/// <summary>
/// Passkeys by ASP.NET Core Identity. The device asks its owner for a PIN or a finger, so a passkey is something held and
/// something known or borne at once: it signs in without the password. It signs no record.
/// </summary>
public sealed class Passkeys(IServiceScopeFactory scopes, Passwords passwords, IPeople people, IDataProtectionProvider protection, AccessOptions options)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);
    private readonly ITimeLimitedDataProtector seal = protection.CreateProtector("passkey").ToTimeLimitedDataProtector();
    private readonly ConcurrentDictionary<string, long> used = new();

    /// <summary>Asks the browser to make a passkey for a person.</summary>
    public async Task<PasskeyQuestion> AskToMakeAsync(HttpContext http, string personId)
    {
        await using var scope = scopes.CreateAsyncScope();
        var person = await people.FindAsync(personId);
        var made = await Handler(scope).MakeCreationOptionsAsync(new() { Id = personId, Name = personId, DisplayName = person.Name }, http);
        return new(made.CreationOptionsJson, seal.Protect(made.AttestationState ?? "", Life));
    }

    /// <summary>Keeps a passkey that the browser made.</summary>
    public async Task<Refusal?> KeepAsync(HttpContext http, string personId, string credential, string state, string name, string terminal)
    {
        if (Opened(state) is not { } opened) return Late;
        await using var scope = scopes.CreateAsyncScope();
        var users = Users(scope);
        var result = await Handler(scope).PerformAttestationAsync(new() { HttpContext = http, CredentialJson = credential, AttestationState = opened });
        if (!result.Succeeded || result.UserEntity.Id != personId || await users.FindByIdAsync(personId) is not { } account)
            return new("passkey", "The passkey could not be made. Try again, or use an authenticator app.");
        result.Passkey.Name = string.IsNullOrWhiteSpace(name) ? "passkey" : name.Trim();
        Passwords.Demand(await users.AddOrUpdatePasskeyAsync(account, result.Passkey));
        await passwords.RecordAsync(personId, SignInOutcome.SecondFactorAdded, terminal);
        return null;
    }

    /// <summary>Asks the browser for any passkey of this server.</summary>
    public async Task<PasskeyQuestion> AskForOneAsync(HttpContext http)
    {
        await using var scope = scopes.CreateAsyncScope();
        var made = await Handler(scope).MakeRequestOptionsAsync(null, http);
        return new(made.RequestOptionsJson, seal.Protect(made.AssertionState ?? "", Life));
    }

    /// <summary>Whose passkey it is that the browser gave, or the refusal.</summary>
    public async Task<(Account? Account, Refusal? Refusal)> CheckAsync(HttpContext http, string credential, string state, string terminal)
    {
        if (Opened(state) is not { } opened) return (null, Late);
        await using var scope = scopes.CreateAsyncScope();
        var users = Users(scope);
        var result = await Handler(scope).PerformAssertionAsync(new() { HttpContext = http, CredentialJson = credential, AssertionState = opened });
        if (!result.Succeeded) return (null, new("passkey", "This passkey is not known here. Sign in with user id and password."));
        if (await users.IsLockedOutAsync(result.User)) return (null, passwords.LockedOut);
        if ((await people.FindAsync(result.User.Id)).ToPerformer().Roles.IsEmpty)
        {
            await passwords.RecordAsync(result.User.Id, SignInOutcome.Disabled, terminal);
            return (null, new("disabled", "This account is disabled. Ask the administrator."));
        }

        Passwords.Demand(await users.AddOrUpdatePasskeyAsync(result.User, result.Passkey));
        return (result.User, null);
    }

    private static Refusal Late => new("passkey", "That took too long, or was answered already. Try again.");

    private static IPasskeyHandler<Account> Handler(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<IPasskeyHandler<Account>>();

    private static UserManager<Account> Users(AsyncServiceScope scope) => scope.ServiceProvider.GetRequiredService<UserManager<Account>>();

    // Each question is answered once: what somebody overheard serves nobody.
    private string? Opened(string state)
    {
        foreach (var (old, since) in used)
            if (options.Clock.GetElapsedTime(since) > Life) used.TryRemove(old, out _);
        try
        {
            var opened = seal.Unprotect(state);
            return used.TryAdd(Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(state))), options.Clock.GetTimestamp()) ? opened : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
