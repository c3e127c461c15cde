using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Cellwright.Domain.Basics;
using Cellwright.Server.Access.Api;
using Cellwright.Server.Desk;
using Cellwright.Server.Hosting;

namespace Cellwright.Server.Demo;

/// <summary>Somebody who works through the HTTP door like any client: signs in, gives commands, signs.</summary>
internal sealed class DemoPerson : IDisposable
{
    private readonly HttpClient http;

    public DemoPerson(string server, string userName, string password)
    {
        (UserName, Password) = (userName, password);
        http = new HttpClient(new HttpClientHandler { CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(server) };
    }

    public string UserName { get; }

    public string Password { get; }

    public async Task SignInAsync(CancellationToken ct)
    {
        var answer = await http.PostAsJsonAsync("/api/sign-in", new SignInRequest(UserName, Password), ct);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{UserName} could not sign in: {await answer.Content.ReadAsStringAsync(ct)}");
    }

    public async Task<T> GetAsync<T>(string address, CancellationToken ct)
    {
        var answer = await http.GetAsync(address, ct);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{address} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(ct)}");
        return (await answer.Content.ReadFromJsonAsync<T>(JsonForms.Web, ct))!;
    }

    /// <summary>Whether there is anything at an address yet.</summary>
    public async Task<bool> FindsAsync(string address, CancellationToken ct) => (await http.GetAsync(address, ct)).IsSuccessStatusCode;

    /// <summary>Gives a command; the refusal, or null when it stands.</summary>
    public Task<Refusal?> GiveAsync<TState>(Command<TState> command, CancellationToken ct, string? signature = null)
        where TState : IStream<TState> => PostAsync(command, "", signature, ct);

    /// <summary>Asks what would become of a command, as a page does before it offers an act: nothing is recorded.</summary>
    public Task<Refusal?> ConsiderAsync<TState>(Command<TState> command, CancellationToken ct)
        where TState : IStream<TState> => PostAsync(command, "/consider", null, ct);

    private async Task<Refusal?> PostAsync<TState>(Command<TState> command, string what, string? signature, CancellationToken ct)
        where TState : IStream<TState>
    {
        var body = JsonSerializer.SerializeToElement(command, command.GetType(), JsonForms.Web);
        var answer = await http.PostAsJsonAsync(
            $"/api/commands/{command.GetType().Name}{what}", new CommandRequest(Guid.CreateVersion7(), body, null, signature), JsonForms.Web, ct);
        if (answer.IsSuccessStatusCode) return null;
        if (answer.StatusCode is not HttpStatusCode.Conflict)
            throw new InvalidOperationException($"{command.GetType().Name} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(ct)}");
        return await answer.Content.ReadFromJsonAsync<Refusal>(JsonForms.Web, ct);
    }

    /// <summary>Gives a command that must stand.</summary>
    /// <exception cref="InvalidOperationException">It was refused; the message is the server's sentence.</exception>
    public async Task MustAsync<TState>(Command<TState> command, CancellationToken ct, string? signature = null)
        where TState : IStream<TState>
    {
        if (await GiveAsync(command, ct, signature) is { } refusal)
            throw new InvalidOperationException($"{UserName}: {command} was refused ({refusal.Rule}): {refusal.Sentence}");
    }

    /// <summary>Signs, at this person's terminal, with the components of <paramref name="signer"/>.</summary>
    public async Task<string> SignAsync(DemoPerson signer, string meaning, string shown, CancellationToken ct)
    {
        var answer = await http.PostAsJsonAsync("/api/signatures", new SignatureRequest(signer.UserName, signer.Password, meaning, shown), ct);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{signer.UserName} could not sign: {await answer.Content.ReadAsStringAsync(ct)}");
        return (await answer.Content.ReadFromJsonAsync<SignatureToken>(JsonForms.Web, ct))!.Token;
    }

    public void Dispose() => http.Dispose();
}
