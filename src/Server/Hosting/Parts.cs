using Cellwright.Ledger;
using Cellwright.Server.Desk;
using Cellwright.Server.Deviations;
using Cellwright.Server.Equipment;
using Cellwright.Server.Equipment.Connectors;
using Cellwright.Server.Equipment.Connectors.Sparkplug;
using Cellwright.Server.Execution;
using Cellwright.Server.Materials;
using Cellwright.Server.Readings;
using Cellwright.Server.Release;

namespace Cellwright.Server.Hosting;

/// <summary>The parts of a server, each registered where it belongs.</summary>
internal static class Parts
{
    /// <summary>The record, its tree and its keeper.</summary>
    public static async Task AddRecordAsync(this IServiceCollection services, SiteOptions options)
    {
        IRecord record = options.Postgres is { } connection
            ? await PostgresRecord.OpenAsync(connection)
            : SqliteRecord.Open(Path.Combine(options.Data, "record.db"));
        var key = SiteKey.OpenOrCreate(Path.Combine(options.Data, "key"), options.Site);
        if (await record.LatestCheckpointAsync() is { } stored && Checkpoint.Foreign(stored.Text, key) is { } foreign)
        {
            await record.DisposeAsync();
            throw new InvalidOperationException(foreign);
        }

        services.AddSingleton(_ => record); // through a factory, so that the container disposes of it
        services.AddSingleton(_ => key);
        services.AddSingleton(provider => new Integrator(record, key));
        services.AddHostedService(provider => new LedgerKeeper(provider.GetRequiredService<Integrator>(), options.Clock));
    }

    /// <summary>Readings, gateway, broker.</summary>
    public static async Task AddEquipmentAsync(this IServiceCollection services, SiteOptions options)
    {
        var broker = options.Broker is null ? new EmbeddedBroker(options.BrokerPort, host: SparkplugOptions.HostId) : null;
        var seals = new SegmentSeals();
        var store = await ReadingStore.OpenAsync(new ReadingStoreOptions(options.Data), options.Clock, seals.SealAsync);
        var registered = new RegisteredEquipment();
        var gateway = new Gateway(store, registered.Contains, options.Clock);
        var sparkplug = options.Broker?.Options() ?? new SparkplugOptions("127.0.0.1", broker!.Port);
        services.AddSingleton(_ => seals);
        services.AddSingleton(_ => store);
        services.AddSingleton(_ => registered);
        services.AddSingleton(_ => gateway);
        services.AddSingleton(_ => new SparkplugConnector(sparkplug with { BirthFolder = Path.Combine(options.Data, "births") }));
        services.AddSingleton<Connector>(provider => provider.GetRequiredService<SparkplugConnector>());
        services.AddSingleton<EquipmentEvents>();
        services.AddHostedService(provider => new EquipmentService(broker, provider.GetServices<Connector>(), gateway, registered, provider.GetRequiredService<IRecord>(), provider.GetRequiredService<Desk.Desk>(), provider.GetRequiredService<Reactor>()));
        services.AddSingleton<EquipmentBook>();
        services.AddHostedService(provider => provider.GetRequiredService<EquipmentBook>());
        services.AddSingleton<LotBook>();
        services.AddHostedService(provider => provider.GetRequiredService<LotBook>());
        services.AddSingleton(new BrokerAddress(sparkplug.Host, sparkplug.Port));
    }

    /// <summary>Desk, reactions and watches.</summary>
    public static void AddExecution(this IServiceCollection services, SiteOptions options)
    {
        services.AddSingleton(provider => new ReadingFacts(
            provider.GetRequiredService<ReadingStore>(), provider.GetRequiredService<Gateway>(), provider.GetRequiredService<RegisteredEquipment>(), options.LiveForAtLeast));
        services.AddSingleton<IFactSource>(provider => new DeviationFacts(provider.GetRequiredService<Relations>,
            new RecordFacts(provider.GetRequiredService<RecordShelf>(), provider.GetRequiredService<ReadingFacts>())));
        services.AddSingleton<RecordShelf>();
        services.AddSingleton<Relations>();
        services.AddHostedService(provider => provider.GetRequiredService<Relations>());
        services.AddSingleton(provider => new Desk.Desk(
            provider.GetRequiredService<IRecord>(), options.Clock, options.Zone, provider.GetRequiredService<IFactSource>()));
        services.AddSingleton(provider => new Reactor(
            provider.GetRequiredService<IRecord>(), provider.GetRequiredService<Desk.Desk>(),
            Path.Combine(options.Data, "reactor.position"), provider.GetRequiredService<ILogger<Reactor>>()));
        services.AddSingleton<LimitWatch>();
        services.AddSingleton<SilenceWatch>();
        services.AddSingleton<ClockWatch>();
        services.AddSingleton(provider => new EquipmentLink(
            provider.GetRequiredService<Desk.Desk>(), provider.GetRequiredService<SparkplugConnector>().CommandAsync,
            provider.GetRequiredService<ILogger<EquipmentLink>>()));
        services.AddHostedService(provider => provider.GetRequiredService<LimitWatch>());
        services.AddHostedService(provider => provider.GetRequiredService<SilenceWatch>());
        services.AddHostedService(provider => provider.GetRequiredService<ClockWatch>());
        services.AddHostedService<BatchFollower>();
        services.AddSingleton<ReviewBook>();
        services.AddHostedService<ObligationWatch>();
        services.AddHostedService<DeviationWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<Reactor>());
    }
}

/// <summary>Where the MQTT broker listens.</summary>
public sealed record BrokerAddress(string Host, int Port);
