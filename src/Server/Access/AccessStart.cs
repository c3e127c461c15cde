using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;

namespace Cellwright.Server.Access;

/// <summary>Makes the tables before the first request, and prints the first-run link once the address is known.</summary>
internal sealed class AccessStart(
    IDbContextFactory<AccessDb> databases, FirstRun firstRun, AccessOptions options, IServer server) : IHostedLifecycleService
{
    private string? token;

    /// <inheritdoc />
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await AccessSchema.BringUpAsync(database, cancellationToken);
        if (options.FirstRun && !await database.Users.AnyAsync(cancellationToken)) token = firstRun.Open();
    }

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (token is null) return Task.CompletedTask;
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        options.Announce($"No account exists yet. Make the administrator here, once: {address.TrimEnd('/')}/first-run?token={token}");
        token = null;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
