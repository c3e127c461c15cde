using System.Collections.Concurrent;
using System.Net;
using Cellwright.Server.Hosting;
using Cellwright.Server.Notices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cellwright.Tests.Notices;

/// <summary>A real HTTP receiver on 127.0.0.1 that answers as it is told and keeps what it accepted.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    internal sealed record Post(string Id, string Timestamp, string Signature, byte[] Body)
    {
        public string Text => System.Text.Encoding.UTF8.GetString(Body);

        public NoticeMessage Message => System.Text.Json.JsonSerializer.Deserialize<NoticeMessage>(Body, JsonForms.Web)!;
    }

    private readonly WebApplication app;

    private Receiver(WebApplication app) => this.app = app;

    /// <summary>What it answers.</summary>
    public HttpStatusCode Answer { get; set; } = HttpStatusCode.NoContent;

    /// <summary>Everything that was tried, refused or not.</summary>
    public ConcurrentQueue<Post> Tried { get; } = [];

    /// <summary>What it accepted, in order.</summary>
    public ConcurrentQueue<Post> Accepted { get; } = [];

    public string Url => app.Urls.First() + "/hook";

    public static async Task<Receiver> OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var receiver = new Receiver(builder.Build());
        receiver.app.MapPost("/hook", receiver.TakeAsync);
        await receiver.app.StartAsync();
        return receiver;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var post = new Post(request.Headers["webhook-id"].ToString(), request.Headers["webhook-timestamp"].ToString(), request.Headers["webhook-signature"].ToString(), body.ToArray());
        Tried.Enqueue(post);
        if ((int)Answer < 300) Accepted.Enqueue(post);
        return Results.StatusCode((int)Answer);
    }
}
