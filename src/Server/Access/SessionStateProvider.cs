using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Cellwright.Server.Access;

/// <summary>
/// Tells a page that stays open when its session has ended. It asks often and does not count as an activity;
/// what the page does in between is checked at the desk all the same.
/// </summary>
internal sealed class SessionStateProvider(ILoggerFactory loggers, Door door) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    /// <inheritdoc />
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        door.IsOpenAsync(authenticationState.User);
}
