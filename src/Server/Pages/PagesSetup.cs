using Microsoft.AspNetCore.Hosting.StaticWebAssets;

namespace Cellwright.Server.Pages;

/// <summary>Puts the pages in.</summary>
public static class PagesSetup
{
    /// <summary>Registers the pages and the lists that they read.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents(circuit =>
        {
            // A tablet that lost its network for the length of a shift change finds its page as it was.
            circuit.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(15);
            circuit.DisconnectedCircuitMaxRetained = 200;
        });
        services.AddCascadingAuthenticationState();
        services.AddSingleton<Site>();
        services.AddHostedService(provider => provider.GetRequiredService<Site>());
        services.AddScoped<Acts>();
        return services;
    }

    /// <summary>Maps the pages, their style sheet and their script. Call it after authentication and authorization.</summary>
    public static WebApplication MapPages(this WebApplication app)
    {
        // From the build's output, too: without a published wwwroot the files are found by the manifest beside the program.
        var manifest = Path.Combine(AppContext.BaseDirectory, "cellwright.staticwebassets.runtime.json");
        if (File.Exists(manifest)) StaticWebAssetsLoader.UseStaticWebAssets(app.Environment, Naming(app.Configuration, manifest));
        app.UseAntiforgery();
        app.MapStaticAssets(Path.Combine(AppContext.BaseDirectory, "cellwright.staticwebassets.endpoints.json"));
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        return app;
    }

    private static IConfiguration Naming(IConfiguration configuration, string manifest) => new ConfigurationBuilder()
        .AddConfiguration(configuration)
        .AddInMemoryCollection([new(WebHostDefaults.StaticWebAssetsKey, manifest)])
        .Build();
}
