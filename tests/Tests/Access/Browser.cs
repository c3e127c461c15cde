using System.Net;
using System.Net.Http.Json;

namespace Cellwright.Tests.Access;

/// <summary>Somebody's browser: keeps its cookies, follows nothing, and stops when the test does.</summary>
internal sealed class Browser(Uri address)
{
    private readonly HttpClient http =
        new(new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = address };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Accepts(string type) => http.DefaultRequestHeaders.Accept.ParseAdd(type);

    public Task<HttpResponseMessage> GetAsync(string path) => http.GetAsync(path, Cancellation);

    public Task<string> GetTextAsync(string path) => http.GetStringAsync(path, Cancellation);

    public async Task<T> GetAsync<T>(string path) => (await http.GetFromJsonAsync<T>(path, Cancellation))!;

    public Task<HttpResponseMessage> PostAsync(string path, object body) => http.PostAsJsonAsync(path, body, Cancellation);

    public Task<HttpResponseMessage> PostFormAsync(string path, IEnumerable<KeyValuePair<string, string>> form) =>
        http.PostAsync(path, new FormUrlEncodedContent(form), Cancellation);
}

/// <summary>Answers, read.</summary>
internal static class Answers
{
    public static Task<string> TextAsync(this HttpResponseMessage answer) =>
        answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    public static async Task<T> ReadAsync<T>(this HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<T>(TestContext.Current.CancellationToken))!;
}
