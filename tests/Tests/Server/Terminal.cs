using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Server.Access.Api;
using Cellwright.Server.Hosting;

namespace Cellwright.Tests.Server;

/// <summary>Somebody who knows nothing but HTTP: sends what it likes, and reads what comes back.</summary>
internal sealed class Terminal : IDisposable
{
    private readonly HttpClient http;

    private Terminal(Uri address) => http = new HttpClient(new SocketsHttpHandler
    {
        CookieContainer = new CookieContainer(), AllowAutoRedirect = false, Expect100ContinueTimeout = TimeSpan.FromSeconds(5),
    })
    { BaseAddress = address };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Nobody.</summary>
    public static Terminal At(Uri address) => new(address);

    public static async Task<Terminal> SignInAsync(Uri address, string userName, string password)
    {
        var terminal = new Terminal(address);
        var answer = await terminal.http.PostAsJsonAsync("/api/sign-in", new SignInRequest(userName, password), Ct);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        return terminal;
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string type = "application/json", bool expectContinue = false)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(type));
        request.Headers.ExpectContinue = expectContinue;
        return http.SendAsync(request, Ct);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task<T> ReadAsync<T>(string path) => (await http.GetFromJsonAsync<T>(path, JsonForms.Web, Ct))!;

    /// <summary>Gives a command; status, and the refusal when it is one.</summary>
    public async Task<(int Status, Refusal? Refusal)> GiveAsync(string name, object fields, Guid? id = null, long? version = null, string? signature = null)
    {
        var body = JsonSerializer.Serialize(new { commandId = id ?? Guid.CreateVersion7(), command = fields, expectedVersion = version, signature }, JsonForms.Web);
        return await RefusalAsync(await SendAsync(HttpMethod.Post, $"/api/commands/{name}", body));
    }

    /// <summary>Sends a body as it stands.</summary>
    public async Task<(int Status, Refusal? Refusal)> PostAsync(string path, string body, string type = "application/json") =>
        await RefusalAsync(await SendAsync(HttpMethod.Post, path, body, type));

    /// <summary>A signature of this person; its token.</summary>
    public async Task<string> SignAsync(string userName, string password, string meaning, string shown)
    {
        var answer = await http.PostAsJsonAsync("/api/signatures", new SignatureRequest(userName, password, meaning, shown), Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<SignatureToken>(JsonForms.Web, Ct))!.Token;
    }

    /// <summary>Status, and the refusal when it is one; whatever is refused at the door is a sentence that says what to do.</summary>
    public static async Task<(int Status, Refusal? Refusal)> RefusalAsync(HttpResponseMessage answer)
    {
        var refusal = (int)answer.StatusCode >= 400 ? await answer.Content.ReadFromJsonAsync<Refusal>(JsonForms.Web, Ct) : null;
        Refusals.AreInForm(refusal);
        return ((int)answer.StatusCode, refusal);
    }

    public void Dispose() => http.Dispose();
}
