using System.Globalization;
using Cellwright.Server.Pages.Parts;

namespace Cellwright.Server.Pages;

/// <summary>The languages of the pages: English, and every other for which text files lie beside the components (decision 0026).</summary>
public static class Languages
{
    /// <summary>The language of the record, in which pages speak where they have no other.</summary>
    public static CultureInfo OfRecord { get; } = CultureInfo.GetCultureInfo("en");

    /// <summary>True where the person in front of the page reads English; what nobody asked for speaks it too.</summary>
    public static bool SpeaksEnglish => CultureInfo.CurrentUICulture.Name is "" || CultureInfo.CurrentUICulture.Name == OfRecord.Name;

    /// <summary>The languages that were built into a folder: each has one beside the server's own file.</summary>
    public static IReadOnlyList<CultureInfo> In(string folder) =>
        [OfRecord, .. Directory.EnumerateFiles(folder, $"{typeof(Languages).Assembly.GetName().Name}.resources.dll", SearchOption.AllDirectories)
            .Select(file => CultureInfo.GetCultureInfo(Path.GetFileName(Path.GetDirectoryName(file)!)))];

    /// <summary>Registers the text files.</summary>
    public static IServiceCollection AddLanguages(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddSingleton<Phrases>();
        services.AddSingleton<Terms>();
        services.AddSingleton<FeatureWords>();
        services.AddSingleton<Speech>();
        return services.AddSingleton<DemandWords>();
    }

    /// <summary>A request is answered in the language that its browser prefers. Numbers and times keep the form of the record: only words change.</summary>
    public static WebApplication UseLanguages(this WebApplication app)
    {
        app.UseRequestLocalization(options =>
        {
            options.DefaultRequestCulture = new(CultureInfo.InvariantCulture, OfRecord);
            options.SupportedCultures = [CultureInfo.InvariantCulture];
            options.SupportedUICultures = [.. In(AppContext.BaseDirectory)];
            options.RequestCultureProviders = [new Microsoft.AspNetCore.Localization.AcceptLanguageHeaderRequestCultureProvider()];
        });
        return app;
    }
}
