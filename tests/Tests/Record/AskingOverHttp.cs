using System.Net;
using System.Security.Cryptography;
using Cellwright.Ledger;
using Cellwright.Server.Access;
using Cellwright.Server.Hosting;
using Cellwright.Tests.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cellwright.Tests.Record;

public sealed class AskingOverHttp : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("cellwright-http-").FullName;
    private WebApplication app = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        app = await SiteHost.BuildAsync(new SiteOptions { Data = folder, Urls = "http://127.0.0.1:0", BrokerPort = 0, FirstRun = false, Quiet = true });
        var record = app.Services.GetRequiredService<IRecord>();
        foreach (var entry in SampleBatch.Complete().Entries)
            await record.AppendAsync(new Append(entry.Stream, entry.Version - 1, entry.CommandId, SHA256.HashData(entry.Data.Span), entry.Actor, entry.At, [new NewEntry(entry.Type, entry.Data)]), Ct);
        await app.StartAsync(Ct);
        Assert.Null(await app.Services.GetRequiredService<Passwords>().CreateAsync("olga", Site.Password));
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("/api/batches/B-0042/export")]
    [InlineData("/api/batches/B-0042/record")]
    public async Task Gives_nothing_to_whoever_is_not_signed_in(string path)
    {
        var answer = await new Browser(new Uri(app.Urls.First())).GetAsync(path);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact, Requirement("P11-10b1")]
    public async Task Gives_the_export_and_the_record_to_whoever_is()
    {
        var browser = new Browser(new Uri(app.Urls.First()));
        Assert.Equal(HttpStatusCode.NoContent, (await browser.PostAsync("/api/sign-in", new { userName = "olga", password = Site.Password })).StatusCode);

        var export = await browser.GetAsync("/api/batches/B-0042/export");
        Assert.Equal(HttpStatusCode.OK, export.StatusCode);
        Assert.Equal("B-0042.cellwright", export.Content.Headers.ContentDisposition?.FileName);
        using var file = new MemoryStream(await export.Content.ReadAsByteArrayAsync(Ct));
        Assert.IsType<Intact>(Verifier.Verify(file, app.Services.GetRequiredService<SiteKey>().Public));

        Assert.Contains("<h1>B-0042</h1>", await browser.GetTextAsync("/api/batches/B-0042/record"));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/api/batches/B-9/export")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/api/batches/B-9/record")).StatusCode);
    }
}
