using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Cellwright.Server.Access;

/// <summary>What comes from a page whose session has ended, or whose screen is locked, is not heard.</summary>
internal sealed class SessionCircuit(AuthenticationStateProvider signedIn, Door door) : CircuitHandler
{
    /// <inheritdoc />
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        async context =>
        {
            if (await door.IsOpenAsync((await signedIn.GetAuthenticationStateAsync()).User)) await next(context);
        };
}

/// <summary>Cuts the connections of pages that stay open once their session has ended.</summary>
internal static class EndingConnections
{
    /// <summary>How long a page has to leave by itself.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    public static void UseEndingOfConnections(this WebApplication app)
    {
        var sessions = app.Services.GetRequiredService<Sessions>();
        app.Use(async (http, next) =>
        {
            if (!http.Request.Path.StartsWithSegments("/_blazor") || Door.SessionIdOf(http.User) is not { } mine)
            {
                await next(http);
                return;
            }

            void Cut(Guid ended)
            {
                if (ended == mine) _ = CutAsync();
            }

            async Task CutAsync()
            {
                await Task.Delay(Grace);
                http.Abort();
            }

            sessions.Closed += Cut;
            try
            {
                await next(http);
            }
            finally
            {
                sessions.Closed -= Cut;
            }
        });
    }
}
