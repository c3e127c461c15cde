using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Cellwright.Server.Access;

/// <summary>The password side of a person: hash and lock-out. Its id and user name are the person's id in the ledger.</summary>
public sealed class Account : IdentityUser
{
    /// <summary>When the one-time password lapses; null once the person chose a password of their own.</summary>
    public DateTimeOffset? OneTimeUntil { get; set; }

    /// <summary>The command that last issued a one-time password, so that its retry does not undo the person's own choice.</summary>
    public Guid? IssuedBy { get; set; }

    /// <summary>True until the person chose a password of their own.</summary>
    public bool MustChoosePassword => OneTimeUntil is not null;
}

/// <summary>A session as it survives a restart of the server.</summary>
public sealed class SessionRow
{
    /// <summary>Id in the cookie.</summary>
    public Guid Id { get; set; }

    /// <summary>Whose.</summary>
    public required string PersonId { get; set; }

    /// <summary>On which terminal.</summary>
    public required string Terminal { get; set; }

    /// <summary>When it was opened (UTC).</summary>
    public DateTimeOffset OpenedAt { get; set; }

    /// <summary>When somebody last did something in it (UTC, to about a minute).</summary>
    public DateTimeOffset SeenAt { get; set; }

    /// <summary>When it ended (UTC), or null.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>Password hashes, lock-out and sessions: what must not stand in the record. All else about people is in the ledger.</summary>
public sealed class AccessDb(DbContextOptions<AccessDb> options) : IdentityUserContext<Account>(options)
{
    /// <summary>Sessions, open and ended.</summary>
    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    /// <summary>Makes the tables where they are missing, also in a database that holds other tables already.</summary>
    public async Task MakeTablesAsync(CancellationToken cancellation)
    {
        var creator = (RelationalDatabaseCreator)this.GetService<IDatabaseCreator>();
        if (!await creator.ExistsAsync(cancellation)) await creator.CreateAsync(cancellation);
        if (!await HasTablesAsync(cancellation)) await creator.CreateTablesAsync(cancellation);
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        if (Database.IsNpgsql()) builder.HasDefaultSchema("access");
        builder.Entity<Account>().ToTable("accounts");
        builder.Entity<IdentityUserClaim<string>>().ToTable("account_claims");
        builder.Entity<IdentityUserLogin<string>>().ToTable("account_logins");
        builder.Entity<IdentityUserToken<string>>().ToTable("account_tokens");
        builder.Entity<SessionRow>().ToTable("sessions").HasIndex(session => session.PersonId);
    }

    private async Task<bool> HasTablesAsync(CancellationToken cancellation) =>
        await Database.SqlQueryRaw<int>(Database.IsNpgsql()
            ? "select count(*)::int as \"Value\" from information_schema.tables where table_schema = 'access' and table_name = 'accounts'"
            : "select count(*) as \"Value\" from sqlite_master where type = 'table' and name = 'accounts'")
        .SingleAsync(cancellation) > 0;
}
