using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;

namespace Cellwright.Server.Access;

/// <summary>Makes the tables before the first request, and prints the first-run link once the address is known.</summary>
internal sealed class AccessStart(
    IDbContextFactory<AccessDb> databases, FirstRun firstRun, AccessOptions options, IServer server) : IHostedLifecycleService, IAsyncDisposable
{
    private string? token;
    private AccessDb? kept;

    /// <inheritdoc />
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await AccessSchema.BringUpAsync(database, cancellationToken);
        if (options.FirstRun && !await database.Users.AnyAsync(cancellationToken)) token = firstRun.Open();
        await KeepOpenAsync(cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (kept is not null) await kept.DisposeAsync();
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

    // The last connection to leave a SQLite database removes its journal, and the next needs room on the disk to make one:
    // so on a full disk nobody could sign in, after a quiet hour. One connection stays.
    private async Task KeepOpenAsync(CancellationToken ct)
    {
        if (options.PostgresConnection is not null) return;
        kept = await databases.CreateDbContextAsync(ct);
        await kept.Database.OpenConnectionAsync(ct);
        await kept.Users.AnyAsync(ct); // the journal is made at the first look into the database
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
