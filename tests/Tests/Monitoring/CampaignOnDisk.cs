using System.Globalization;
using Cellwright.Server.Hosting;
using Cellwright.Statistics.Monitoring;
using Cellwright.Tests.Statistics;

namespace Cellwright.Tests.Monitoring;

/// <summary>A campaign folder of 40 training batches, 25 to calibrate with, two normal ones, and one whose jacket moved.</summary>
internal sealed class CampaignOnDisk : IDisposable
{
    public CampaignOnDisk()
    {
        var campaign = SimulatedCampaign.Of(seed: 5, train: 40, calibrate: 25, test: 2);
        Write(campaign with { Runs = [.. campaign.Runs, SimulatedCampaign.Batch(new Random(7), "moved", shift: (10, 3, 6))] });
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("cellwright-").FullName;

    public static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (await CommandLine.RunAsync(arguments, output, error), output.ToString(), error.ToString());
    }

    public void Write(Campaign campaign)
    {
        static string Text(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);
        File.WriteAllLines(Path.Combine(Folder, "tags.csv"), campaign.Tags.Select(tag => $"{tag.Name},{tag.Class.ToString().ToLowerInvariant()},{tag.Unit}").Prepend("tag,class,unit"));
        File.WriteAllLines(Path.Combine(Folder, "batches.csv"), campaign.Runs.Select(run => $"{run.Id},{run.Role.ToString().ToLowerInvariant()},{run.Fault},,{string.Join(',', run.Covariates.Select(Text))}").Prepend("batch_id,role,fault,onset_time," + string.Join(',', campaign.Covariates)));
        File.WriteAllLines(Path.Combine(Folder, "samples.csv"), campaign.Runs.SelectMany(run => run.Times.Select((time, i) => $"{run.Id},{Text(time)},{string.Join(',', run.Values[i].Select(Text))}")).Prepend("batch_id,time," + string.Join(',', campaign.Tags.Select(tag => tag.Name))));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
