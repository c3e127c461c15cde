using Cellwright.Server.Monitoring;
using Cellwright.Statistics.Monitoring;

namespace Cellwright.Tests.Statistics;

/// <summary>Campaign folders beside the checkout.</summary>
internal static class Campaigns
{
    public static Campaign Read(string name) => CampaignFolder.Read(Shared.Path("data", name), null);
}
