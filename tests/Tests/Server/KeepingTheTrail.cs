using Cellwright.Domain.Equipment;
using Cellwright.Ledger;
using Microsoft.AspNetCore.Routing;

namespace Cellwright.Tests.Server;

/// <summary>Nothing that a client can do changes or takes away an entry.</summary>
public sealed class KeepingTheTrail(SharedSite shared)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact, Requirement("P11-10e1", "A11-12.4")]
    public async Task No_route_edits_or_deletes()
    {
        var site = await shared.AskAsync();
        var ways = ((IEndpointRouteBuilder)site.App).DataSources.SelectMany(source => source.Endpoints)
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Distinct();
        Assert.DoesNotContain(ways, way => way is "PUT" or "PATCH" or "DELETE");
    }

    [Theory, Requirement("P11-10e1")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task What_stands_stays_whoever_tries(string method)
    {
        var site = await shared.AskAsync();
        var batch = await shared.BatchAsync();
        var before = await site.StreamAsync($"batch/{batch}");
        foreach (var person in new[] { site.Team.Operator, site.Team.Quality, site.Team.Engineer })
        {
            using var terminal = await site.SignInAsync(person);
            foreach (var path in new[] { $"/api/batches/{batch}", $"/api/batches/{batch}/record", "/api/commands/Confirm", "/api/ledger", "/api/recipes/hands@1" })
                Assert.InRange((int)(await terminal.SendAsync(new HttpMethod(method), path, "{}")).StatusCode, 400, 499);
        }

        Assert.Equal(before.Select(Bytes), (await site.StreamAsync($"batch/{batch}")).Select(Bytes));
    }

    [Fact, Requirement("P11-10c", "P11-10e1")]
    public void The_record_has_no_way_to_change_an_entry() =>
        Assert.Equal(
            ["AppendAsync", "CheckTablesAsync", "CountAsync", "GrowTreeAsync", "LatestCheckpointAsync", "ReadAsync", "ReadStreamAsync", "ReadTileAsync", "StreamsAsync"],
            typeof(IRecord).GetMethods().Select(method => method.Name).Order(StringComparer.Ordinal));

    [Fact, Requirement("P11-10e4")]
    public async Task A_retired_item_keeps_its_log()
    {
        var site = await shared.AskAsync();
        var item = shared.Name("RET");
        await site.EquipAsync(item, "cell-processor");
        var before = await site.StreamAsync($"equipment/{item}");
        await site.Team.Engineer.MustAsync(new RetireEquipment(item, "worn out"), Ct);
        var after = await site.StreamAsync($"equipment/{item}");
        Assert.Equal(before.Select(Bytes), after.Take(before.Count).Select(Bytes));
        Assert.Equal(before.Count + 1, after.Count);
    }

    private static string Bytes(Entry entry) => Convert.ToHexString(entry.Bytes.Span);
}
