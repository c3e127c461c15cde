using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Cellwright.Tests;

/// <summary>Passwords of test people protect nothing, and a team of them costs seconds to hash as a site must.</summary>
internal static class CheapPasswords
{
    /// <summary>Hashes new passwords of a server with few rounds. Those that it knows stay as they are, and it checks them as before.</summary>
    public static void HashPasswordsCheaply(this IServiceProvider services) =>
        services.GetRequiredService<IOptions<PasswordHasherOptions>>().Value.IterationCount = 500;
}
