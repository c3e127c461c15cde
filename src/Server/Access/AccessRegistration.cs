using Cellwright.Server.Access.Api;
using Cellwright.Server.Access.Pages;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Cellwright.Server.Access;

/// <summary>Puts the door in.</summary>
public static class AccessRegistration
{
    /// <summary>Policy of the few endpoints that a person with a one-time password may reach: choosing a password, and leaving.</summary>
    public const string EvenWithOneTimePassword = "even-with-one-time-password";

    /// <summary>Policy of the pages on which a person sets up a second factor that a role needs.</summary>
    public const string EvenWithoutSecondFactor = "even-without-second-factor";

    /// <summary>Policy of what answers at a locked screen: coming back, and leaving.</summary>
    public const string EvenWhenLocked = "even-when-locked";

    /// <summary>
    /// Registers accounts, sessions and signatures. Nothing answers without sign-in, except what says <c>AllowAnonymous</c>.
    /// Needs an <see cref="IPeople"/>.
    /// </summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, AccessOptions options)
    {
        System.IO.Directory.CreateDirectory(options.DataDirectory);
        services.AddSingleton(options);
        services.AddLocalization();
        services.AddDbContextFactory<AccessDb>(database =>
        {
            if (options.PostgresConnection is { } postgres) database.UseNpgsql(postgres);
            else database.UseSqlite($"Data Source={Path.Combine(options.DataDirectory, "access.db")}");
        });
        services.AddIdentityCore<Account>(identity =>
            {
                // Length, not composition: NIST SP 800-63B, 5.1.1.2.
                identity.Password = new PasswordOptions
                {
                    RequiredLength = 12,
                    RequireDigit = false,
                    RequireLowercase = false,
                    RequireUppercase = false,
                    RequireNonAlphanumeric = false,
                    RequiredUniqueChars = 5,
                };
                identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                identity.Lockout.MaxFailedAccessAttempts = options.LockoutAttempts;
                identity.Lockout.DefaultLockoutTimeSpan = options.LockoutTime;
            })
            .AddEntityFrameworkStores<AccessDb>()
            .AddUserManager<AccountManager>()
            .AddTokenProvider<AuthenticatorTokenProvider<Account>>(TokenOptions.DefaultAuthenticatorProvider);
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.Configure<IdentityPasskeyOptions>(passkeys => (passkeys.UserVerificationRequirement, passkeys.ResidentKeyRequirement) = ("required", "required"));
        services.AddDataProtection()
            .SetApplicationName("Cellwright")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(options.DataDirectory, "keys")));
        services.AddAntiforgery(forgery => forgery.Cookie.Name = "cellwright-form");

        services.AddSingleton<Sessions>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<SecondFactors>();
        services.AddSingleton<Presences>();
        services.AddSingleton<Passkeys>();
        services.AddSingleton<Accounts>();
        services.AddSingleton<Signatures>();
        services.AddSingleton<FirstRun>();
        services.AddSingleton<Terminals>();
        services.AddSingleton<Door>();
        services.AddSingleton<SignInRate>();
        services.AddSingleton<Callers>();
        services.AddScoped<SessionCookie>();
        services.AddScoped<CircuitHandler, SessionCircuit>();
        services.AddScoped<AuthenticationStateProvider, SessionStateProvider>();
        services.AddHostedService<AccessStart>();

        var authentication = services.AddAuthentication(Door.Scheme).AddCookie(Door.Scheme, cookie =>
        {
            cookie.Cookie.Name = Door.Scheme;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.ExpireTimeSpan = TimeSpan.FromDays(1);
            cookie.SlidingExpiration = true;
            cookie.TimeProvider = options.Clock;
            cookie.EventsType = typeof(SessionCookie);
        });
        if (options.Directory is { } directory) authentication.AddDirectory(directory, options.Clock);
        var own = Without(Door.MustChooseClaim, Door.MustSetUpClaim, Door.LockedClaim);
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(own)
            .SetFallbackPolicy(own)
            .AddPolicy(EvenWithOneTimePassword, Without(Door.LockedClaim))
            .AddPolicy(EvenWithoutSecondFactor, Without(Door.MustChooseClaim, Door.LockedClaim))
            .AddPolicy(EvenWhenLocked, Without());
        return services;
    }

    // Somebody who is signed in, and of whom nothing of this is asked first.
    private static AuthorizationPolicy Without(params string[] claims) => new AuthorizationPolicyBuilder(Door.Scheme).RequireAuthenticatedUser()
        .RequireAssertion(context => !context.User.HasClaim(claim => claims.Contains(claim.Type))).Build();

    /// <summary>Maps the sign-in pages and the access API. Call it before mapping anything else, and map the rest as usual.</summary>
    public static WebApplication MapAccess(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseEndingOfConnections();
        app.MapSignInPage();
        app.MapFirstRunPage();
        app.MapPasswordPage();
        app.MapLockPage();
        app.MapSecondFactorPage();
        app.MapSignIn();
        app.MapSecondFactor();
        app.MapPasskeys();
        if (app.Services.GetRequiredService<AccessOptions>().Directory is not null) app.MapDirectory();
        app.MapSignatures();
        app.MapPeople();
        return app;
    }
}
