using Cellwright.Domain.Basics;
using Cellwright.Ledger;
using Cellwright.Server.Access;
using Cellwright.Server.Hosting;

namespace Cellwright.Server.Notices;

/// <summary>Puts notices in: the book, and a courier for each way by which they leave the site.</summary>
internal static class NoticesSetup
{
    public static void AddNotices(this IServiceCollection services, SiteOptions options)
    {
        services.AddSingleton<NoticeBook>();
        services.AddHostedService(provider => provider.GetRequiredService<NoticeBook>());
        if (options.Notices is not { } notices) return;
        if (notices.Webhook is not null) AddCourier(services, options, new Webhook(notices, Http(), TimeProvider.System));
        if (notices.Mail is not null) AddCourier(services, options, new Mail(notices));
    }

    public static void MapNotices(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/notices").WithTags("Queries");
        api.MapGet("", async (HttpContext http, Callers callers, NoticeBook book) => await callers.PerformerAsync(http.User) is { } person
                ? Results.Ok(book.Of(person.Id))
                : Results.Json(new Refusal("sign-in", "The session has ended. Sign in again."), statusCode: 401))
            .Produces<InboxView>().WithSummary("What the signed-in person was told, newest first. MarkNoticesSeen says that it was seen.");
        api.MapGet("/channels", (IEnumerable<Courier> couriers) => couriers.Select(courier => courier.Standing))
            .Produces<IEnumerable<ChannelStanding>>().WithSummary("How far notices were delivered by webhook and mail, and what keeps them.");
    }

    private static void AddCourier(IServiceCollection services, SiteOptions options, IChannel channel)
    {
        // Each by itself: a mail server that is away keeps no webhook waiting.
        services.AddSingleton(provider => new Courier(
            channel, provider.GetRequiredService<NoticeBook>(), provider.GetRequiredService<IRecord>(),
            Path.Combine(options.Data, $"notices-{channel.Name}.position"), TimeProvider.System, provider.GetRequiredService<ILogger<Courier>>()));
        services.AddSingleton<IHostedService>(provider => provider.GetServices<Courier>().Single(courier => courier.Channel == channel.Name)); // AddHostedService takes one of a type
    }

    // A redirection would carry the message to an address that nobody approved.
    private static HttpClient Http() => new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromSeconds(30) };
}
