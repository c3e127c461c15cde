using System.Security.Cryptography;
using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Cellwright.Server.Desk;
using Microsoft.AspNetCore.Identity;

namespace Cellwright.Server.Access;

/// <summary>Checks and sets passwords by ASP.NET Core Identity; records each attempt in the ledger.</summary>
public sealed class Passwords(IServiceScopeFactory scopes, IPeople people, AccessOptions options, ILogger<Passwords> log)
{
    private readonly LockedOutAttempts lockedOut = new(
        (id, terminal, count) => RecordAsync(people, log, new RecordSignIn(id, SignInOutcome.LockedOut, count), terminal), options.Clock);

    /// <summary>No letter that is read as another.</summary>
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    private readonly PasswordHasher<Account> hasher = new();

    // Wrong attempts on one account are counted one after the other: at once, two would count as one.
    private readonly SemaphoreSlim[] gates = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Checks user id and password. Wrong ones count to the lock-out, and are recorded.</summary>
    /// <param name="userName">User id, in any case.</param>
    /// <param name="password">Password.</param>
    /// <param name="terminal">Where it was typed.</param>
    /// <param name="forSignature">True when it is given for a signature.</param>
    /// <returns>The account, or the refusal.</returns>
    public async Task<(Account? Account, Refusal? Refusal)> CheckAsync(
        string userName, string password, string terminal, bool forSignature)
    {
        var id = Normal(userName);
        var gate = GateOf(id);
        await gate.WaitAsync();
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            if (await users.FindByIdAsync(id) is not { } account)
            {
                // An unknown name must take as long as a known one, and answer the same.
                hasher.HashPassword(new Account(), password);
                return (null, Wrong);
            }

            if (await users.IsLockedOutAsync(account))
            {
                await lockedOut.NoteAsync(id, terminal);
                return (null, LockedOut);
            }

            if (!await users.CheckPasswordAsync(account, password))
            {
                await RecordAsync(id, forSignature ? SignInOutcome.WrongSignature : SignInOutcome.WrongPassword, terminal);
                Demand(await users.AccessFailedAsync(account));
                if (!await users.IsLockedOutAsync(account)) return (null, Wrong);
                await RecordAsync(id, SignInOutcome.LockedOut, terminal);
                return (null, LockedOut);
            }

            if ((await people.FindAsync(id)).ToPerformer().Roles.IsEmpty)
            {
                await RecordAsync(id, SignInOutcome.Disabled, terminal);
                return (null, new Refusal("disabled", "This account is disabled. Ask the administrator."));
            }

            if (account.OneTimeUntil <= options.Clock.GetUtcNow())
                return (null, new Refusal("one-time-password", "The one-time password has lapsed. Ask the administrator for a new one."));
            Demand(await users.ResetAccessFailedCountAsync(account));
            return (account, null);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>True when the password is older than the site allows (11.300(b)).</summary>
    public bool IsAged(Account account) =>
        options.PasswordLife is { } life && !account.MustChoosePassword && !(account.PasswordChosenAt + life > options.Clock.GetUtcNow());

    /// <summary>Puts a password that the person chose in the place of the current one.</summary>
    /// <param name="personId">Whose.</param>
    /// <param name="current">The password until now.</param>
    /// <param name="chosen">The new one.</param>
    /// <param name="outcome">How it is recorded.</param>
    /// <param name="terminal">Where.</param>
    internal async Task<Refusal?> SetAsync(string personId, string current, string chosen, SignInOutcome outcome, string terminal)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = await users.FindByIdAsync(personId) ?? throw new InvalidOperationException($"The account {personId} is gone.");
        if (TooWeak(await users.ChangePasswordAsync(account, current, chosen)) is { } weak) return weak;
        account.OneTimeUntil = null;
        account.PasswordChosenAt = options.Clock.GetUtcNow();
        account.OwnSince ??= account.PasswordChosenAt;
        Demand(await users.UpdateAsync(account));
        await RecordAsync(personId, outcome, terminal);
        return null;
    }

    /// <summary>
    /// Issues a one-time password that the person must change before anything else. A retry of the same command after the
    /// person has chosen their own gives null.
    /// </summary>
    /// <param name="personId">User id.</param>
    /// <param name="commandId">The registration or reset that issues it.</param>
    /// <param name="registers">True for a registration: it issues for a new account only.</param>
    public async Task<OneTimePassword?> IssueAsync(string personId, Guid commandId, bool registers = false)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var secret = RandomNumberGenerator.GetString(Letters, 20);
        var account = await users.FindByIdAsync(personId);
        if (account is { MustChoosePassword: false } && account.IssuedBy == commandId) return null;
        if (account is not null && registers && account.IssuedBy != commandId) return null; // a registration repeated after a reset issues nothing

        var isNew = account is null;
        account ??= new Account { Id = personId, UserName = personId, LockoutEnabled = true };
        account.OneTimeUntil = options.Clock.GetUtcNow() + options.OneTimePasswordLife;
        account.PasswordChosenAt = null;
        account.IssuedBy = commandId;
        account.PasswordHash = hasher.HashPassword(account, secret);
        account.SecurityStamp = Guid.CreateVersion7().ToString("N");
        (account.AccessFailedCount, account.LockoutEnd, account.CodesFailed) = (0, null, 0);
        Demand(isNew ? await users.CreateAsync(account) : await users.UpdateAsync(account));
        return new OneTimePassword(secret, account.OneTimeUntil.Value);
    }

    /// <summary>Makes the account of a person with a password that they chose themselves (first run, demo).</summary>
    public async Task<Refusal?> CreateAsync(string personId, string password)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var now = options.Clock.GetUtcNow();
        return TooWeak(await users.CreateAsync(
            new Account { Id = personId, UserName = personId, LockoutEnabled = true, OwnSince = now, PasswordChosenAt = now }, password));
    }

    /// <summary>Why a password will not do, or null.</summary>
    public async Task<Refusal?> RefusalForAsync(string password)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        foreach (var validator in users.PasswordValidators)
            if (TooWeak(await validator.ValidateAsync(users, new Account(), password)) is { } weak) return weak;
        return null;
    }

    /// <summary>Records what came of an attempt or of a session; what somebody must look at is said in the server's log at once too (11.300(d)).</summary>
    public Task RecordAsync(string personId, SignInOutcome outcome, string terminal) => RecordAsync(people, log, new RecordSignIn(personId, outcome), terminal);

    private static async Task RecordAsync(IPeople people, ILogger<Passwords> log, RecordSignIn attempt, string terminal)
    {
        if (attempt.Outcome is SignInOutcome.LockedOut or SignInOutcome.SignedInElsewhereToo or SignInOutcome.PasswordChosenUnvouched)
            log.LogWarning("At the door: {Outcome}, account {Person}, terminal {Terminal}, attempts {Attempts}", attempt.Outcome, attempt.PersonId, terminal, attempt.Attempts ?? 1);
        await people.SendAsync(attempt, new Caller(Performer.System, terminal, Guid.CreateVersion7()));
    }

    /// <summary>The account of a person, or null.</summary>
    internal async Task<Account?> FindAsync(string personId)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByIdAsync(personId);
    }

    /// <summary>User ids are lower case; a tablet's keyboard begins with a capital.</summary>
    internal static string Normal(string userName) => userName.Trim().ToLowerInvariant();

    private Refusal Wrong => new("sign-in",
        $"User id or password is wrong. Type both again. {options.LockoutAttempts} wrong attempts in a row lock an account for {options.LockoutTime.TotalMinutes:0} minutes.");

    /// <summary>What concerns the attempts on one account goes through it, one at a time.</summary>
    internal SemaphoreSlim GateOf(string id) => gates[(uint)string.GetHashCode(id, StringComparison.Ordinal) % (uint)gates.Length];

    /// <summary>What is said of a locked account.</summary>
    internal Refusal LockedOut => new("lock-out",
        $"Too many wrong attempts: the account is locked for {options.LockoutTime.TotalMinutes:0} minutes. Wait, or ask the administrator for a reset.");

    internal static void Demand(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException(string.Join(" ", result.Errors.Select(error => error.Description)));
    }

    private static Refusal? TooWeak(IdentityResult result) => result.Succeeded
        ? null
        : new("password", string.Join(" ", result.Errors.Select(error => error.Description)));
}

/// <summary>A secret for one sign-in, told to the administrator once and kept nowhere.</summary>
/// <param name="Secret">The password.</param>
/// <param name="ValidUntil">When it lapses unused.</param>
public sealed record OneTimePassword(string Secret, DateTimeOffset ValidUntil);
