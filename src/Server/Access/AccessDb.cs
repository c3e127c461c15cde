using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Cellwright.Server.Access;

/// <summary>The password side of a person: hash, lock-out, second factor. Its id and user name are the person's id in the ledger.</summary>
public sealed class Account : IdentityUser
{
    /// <summary>When the one-time password lapses; null once the person chose a password of their own.</summary>
    public DateTimeOffset? OneTimeUntil { get; set; }

    /// <summary>The command that last issued a one-time password, so that its retry does not undo the person's own choice.</summary>
    public Guid? IssuedBy { get; set; }

    /// <summary>Since when the person has had a password of their own, now or earlier; null when never.</summary>
    public DateTimeOffset? OwnSince { get; set; }

    /// <summary>When the password was chosen; null for a one-time password.</summary>
    public DateTimeOffset? PasswordChosenAt { get; set; }

    /// <summary>The latest code of the authenticator that was taken, so that nobody uses it again.</summary>
    public string? CodeUsed { get; set; }

    /// <summary>Wrong codes in a row.</summary>
    public int CodesFailed { get; set; }

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

    /// <summary>When the screen was locked (UTC), or null.</summary>
    public DateTimeOffset? LockedAt { get; set; }

    /// <summary>When it ended (UTC), or null.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>Password hashes, lock-out and sessions: what must not stand in the record. All else about people is in the ledger.</summary>
public sealed class AccessDb(DbContextOptions<AccessDb> options) : IdentityUserContext<Account>(options)
{
    /// <summary>Sessions, open and ended.</summary>
    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    /// <summary>The version of Identity's tables that has passkeys.</summary>
    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        if (Database.IsNpgsql()) builder.HasDefaultSchema("access");
        builder.Entity<Account>().ToTable("accounts");
        builder.Entity<IdentityUserClaim<string>>().ToTable("account_claims");
        builder.Entity<IdentityUserLogin<string>>().ToTable("account_logins");
        builder.Entity<IdentityUserToken<string>>().ToTable("account_tokens");
        builder.Entity<IdentityUserPasskey<string>>().ToTable("account_passkeys");
        builder.Entity<SessionRow>().ToTable("sessions").HasIndex(session => session.PersonId);
    }
}
