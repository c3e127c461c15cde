using Cellwright.Domain.Basics;
using Cellwright.Ledger;
using Cellwright.Server.Access;
using Cellwright.Server.Desk;
using Cellwright.Server.Deviations;
using Cellwright.Server.Equipment;
using Cellwright.Server.Materials;
using Cellwright.Server.Monitoring;
using Cellwright.Server.Monitoring.Across;
using Cellwright.Server.Notices;
using Cellwright.Server.Pages;
using Cellwright.Server.Recipes;
using Cellwright.Server.Record;
using Cellwright.Server.Record.Paper;
using Cellwright.Server.Rehearsing;
using Cellwright.Server.Release;
using Microsoft.OpenApi;
using Serilog;
using Serilog.Events;

namespace Cellwright.Server.Hosting;

/// <summary>Puts one server of a site together from its parts, and takes it apart again in order.</summary>
public static class SiteHost
{
    /// <summary>Builds the server; nothing listens before <c>StartAsync</c>.</summary>
    /// <exception cref="RecordUnavailableException">The record cannot be opened.</exception>
    /// <exception cref="InvalidOperationException">The data directory is another server's, or another site's.</exception>
    public static async Task<WebApplication> BuildAsync(SiteOptions options)
    {
        var directory = DataDirectory.Take(options);
        try
        {
            return await BuildAsync(options, directory);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    private static async Task<WebApplication> BuildAsync(SiteOptions options, DataDirectory directory)
    {
        var steady = SteadyClock.Over(options.Clock);
        var door = options.Clock is MachineClock || options.Clock == TimeProvider.System ? steady : SteadyClock.Over(new MachineClock()); // a simulated clock is no clock for the door
        options = options with { Clock = steady };
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(SiteHost).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseUrls(options.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries));
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = Sentences.LargestRequest);
        builder.Host.UseSerilog((_, log) => log
            .MinimumLevel.Is(options.Quiet ? LogEventLevel.Error : LogEventLevel.Information)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.Extensions.Hosting", LogEventLevel.Fatal) // why it could not start, the command line says
            .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection", LogEventLevel.Error) // the data directory is the server's alone
            .Filter.ByExcluding(said => said.Exception is OperationCanceledException) // to be told to stop is no fault
            .WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}", standardErrorFromLevel: LogEventLevel.Warning));

        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(_ => directory);
        await builder.Services.AddRecordAsync(options);
        await builder.Services.AddEquipmentAsync(options);
        builder.Services.AddExecution(options);
        builder.Services.AddMonitoring(options.Data);
        builder.Services.AddNotices(options);
        builder.Services.AddAccess(new AccessOptions
        {
            DataDirectory = options.Data,
            PostgresConnection = options.Postgres,
            FirstRun = options.FirstRun,
            Site = options.Site,
            SecondFactorFor = options.SecondFactorFor,
            PasswordLife = options.PasswordLife,
            Clock = door,
            Directory = options.Directory,
        });
        builder.Services.AddSingleton<IPeople, DeskPeople>();
        builder.Services.AddRecordExport(options.Clock);
        builder.Services.AddPaper(options.Data, options.Clock);
        builder.Services.AddSingleton<RecipeShelf>();
        builder.Services.AddRehearsals(options);
        builder.Services.AddPages();
        builder.Services.AddHostedService<Warming>();
        builder.Services.AddOpenApi(api => api.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(Phrase)) schema.Type = JsonSchemaType.String; // its English
            return Task.CompletedTask;
        }));
        builder.Services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(json => JsonForms.Set(json.SerializerOptions));

        var app = builder.Build();
        app.Services.GetRequiredService<DataDirectory>(); // made first, so let go of last
        app.Services.GetRequiredService<EquipmentEvents>().Follow();
        app.UseLanguages();
        app.UseSentences();
        app.MapAccess();
        app.MapGet("/health", Health).AllowAnonymous().WithSummary("Whether the record can be read.");
        app.MapOpenApi();
        app.MapCommands();
        app.MapQueries();
        app.MapRecipes();
        app.MapRehearsals();
        app.MapDeviations();
        app.MapLots();
        app.MapNotices();
        app.MapRecord();
        app.MapPaper();
        app.MapRelease();
        app.MapMonitoring();
        app.MapControlCharts();
        app.MapPages();
        return app;
    }

    private static async Task<IResult> Health(IRecord record, CancellationToken ct)
    {
        try
        {
            return Results.Ok(new { status = "ok", entries = await record.CountAsync(ct) });
        }
        catch (RecordUnavailableException unavailable)
        {
            return Results.Json(new { status = "unavailable", sentence = unavailable.Message }, statusCode: 503);
        }
    }
}
