namespace Cellwright.Server.Monitoring;

/// <summary>Monitoring as parts of a server.</summary>
internal static class MonitoringSetup
{
    /// <summary>Registers them; models lie in the data directory.</summary>
    public static void AddMonitoring(this IServiceCollection services, string data)
    {
        services.AddSingleton(new ModelShelf(Path.Combine(data, "models")));
        services.AddSingleton<AdviceWatch>();
        services.AddSingleton<MonitoringWatch>();
        services.AddSingleton<EquipmentWatch>();
        services.AddSingleton<MonitoringBook>();
        services.AddSingleton<EquipmentMonitoringBook>();
        services.AddHostedService(provider => provider.GetRequiredService<AdviceWatch>());
        services.AddHostedService(provider => provider.GetRequiredService<MonitoringWatch>());
        services.AddHostedService(provider => provider.GetRequiredService<EquipmentWatch>());
    }
}
