using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cellwright.Server.Hosting;

namespace Cellwright.Server.Notices;

/// <summary>
/// Posts each notice as JSON, signed as Standard Webhooks 1.0 says (standardwebhooks.com): <c>webhook-signature</c> is <c>v1,</c> and
/// the base64 HMAC-SHA256 of id, timestamp and body with points between them. The id stays the same over retries.
/// </summary>
public sealed class Webhook(NoticeOptions options, HttpClient http, TimeProvider clock) : IChannel
{
    private readonly Uri url = new(options.Webhook!.Url);
    private readonly byte[] key = Key(options.Webhook!.Secret);

    /// <inheritdoc />
    public string Name => "webhook";

    /// <inheritdoc />
    public async Task DeliverAsync(Told told, CancellationToken ct)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(NoticeText.Json(told, options.Site), JsonForms.Web);
        var time = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", told.Id);
        request.Headers.Add("webhook-timestamp", time);
        request.Headers.Add("webhook-signature", "v1," + Sign(key, told.Id, time, body));
        using var answer = await http.SendAsync(request, ct);
        if (answer.IsSuccessStatusCode) return;
        var said = $"The receiver of the webhook answered {(int)answer.StatusCode}.";
        throw answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity
            ? new UndeliverableException(said)
            : new HttpRequestException(said);
    }

    /// <summary>The key that a secret stands for: base64 after <c>whsec_</c>, as the standard writes it, else its UTF-8 bytes.</summary>
    public static byte[] Key(string secret) =>
        secret.StartsWith("whsec_", StringComparison.Ordinal) ? Convert.FromBase64String(secret["whsec_".Length..]) : Encoding.UTF8.GetBytes(secret);

    /// <summary>The signature of a message, base64.</summary>
    public static string Sign(byte[] key, string id, string timestamp, byte[] body) =>
        Convert.ToBase64String(HMACSHA256.HashData(key, (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body]));
}
