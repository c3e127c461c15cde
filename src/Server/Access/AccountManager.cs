using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Cellwright.Server.Access;

/// <summary>Identity's manager, with lock-outs by the clock of the door: its own reads the machine's, and whoever sets that one forward would end a lock-out.</summary>
public sealed class AccountManager(
    IUserStore<Account> store, IOptions<IdentityOptions> identity, IPasswordHasher<Account> hasher, IEnumerable<IUserValidator<Account>> validators,
    IEnumerable<IPasswordValidator<Account>> passwords, ILookupNormalizer normalizer, IdentityErrorDescriber errors, IServiceProvider services,
    ILogger<UserManager<Account>> log, AccessOptions options)
    : UserManager<Account>(store, identity, hasher, validators, passwords, normalizer, errors, services, log)
{
    /// <inheritdoc />
    public override async Task<bool> IsLockedOutAsync(Account user) => await GetLockoutEnabledAsync(user) && await GetLockoutEndDateAsync(user) >= options.Clock.GetUtcNow();

    /// <inheritdoc />
    public override async Task<IdentityResult> AccessFailedAsync(Account user)
    {
        var counted = await base.AccessFailedAsync(user);

        // The count begins anew with the lock-out.
        return counted.Succeeded && await GetAccessFailedCountAsync(user) == 0 ? await SetLockoutEndDateAsync(user, options.Clock.GetUtcNow() + options.LockoutTime) : counted;
    }
}
