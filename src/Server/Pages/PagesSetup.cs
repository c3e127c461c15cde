namespace Cellwright.Server.Pages;

/// <summary>Puts the pages in.</summary>
public static class PagesSetup
{
    // A recipe that is being written comes as a whole; the longest has a million characters.
    private const long LongestMessage = 4 * 1024 * 1024;

    /// <summary>Registers the pages and the lists that they read.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents(circuit =>
        {
            // A tablet that lost its network for a while finds its page as it was.
            circuit.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(15);
            circuit.DisconnectedCircuitMaxRetained = 200;
        }).AddHubOptions(hub => hub.MaximumReceiveMessageSize = LongestMessage);
        services.AddLanguages();
        services.AddCascadingAuthenticationState();
        services.AddSingleton<Site>();
        services.AddSingleton<Live>();
        services.AddSingleton<Roster>();
        services.AddHostedService(provider => provider.GetRequiredService<Site>());
        services.AddScoped<Visit>();
        services.AddScoped<Acts>();
        services.AddScoped<CauseWords>();
        return services;
    }

    /// <summary>Maps the pages, their style sheet and their script. Call it after authentication and authorization.</summary>
    public static WebApplication MapPages(this WebApplication app)
    {
        app.UseAntiforgery();
        app.MapStaticAssets(Path.Combine(AppContext.BaseDirectory, "cellwright.staticwebassets.endpoints.json")).ShortCircuit();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }
}
