using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Cellwright.Tests.Notices;

/// <summary>A real SMTP listener on 127.0.0.1 (RFC 5321, as much of it as a client needs); it answers as it is told and keeps what it took.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    internal sealed record Message(string From, IReadOnlyList<string> To, string Text);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;

    public MailServer()
    {
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The answer to a recipient: 250 unless told.</summary>
    public Func<string, string> Recipient { get; set; } = _ => "250 OK";

    /// <summary>The answer to a whole message: 250 unless told.</summary>
    public Func<string> Data { get; set; } = () => "250 OK";

    /// <summary>How often a message was begun.</summary>
    public int Begun { get; private set; }

    /// <summary>What it took, in order.</summary>
    public ConcurrentQueue<Message> Taken { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            using var client = await listener.AcceptTcpClientAsync(stop.Token);
            try
            {
                await TalkAsync(client);
            }
            catch (IOException)
            {
                // The client hung up: its affair.
            }
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await using var writer = new StreamWriter(stream, Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 test");
        var from = "";
        var to = new List<string>();
        while (await reader.ReadLineAsync(stop.Token) is { } line)
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            switch (verb)
            {
                case "MAIL":
                    (from, to) = (Address(line), []);
                    Begun++;
                    await writer.WriteLineAsync("250 OK");
                    break;
                case "RCPT":
                    var answer = Recipient(Address(line));
                    if (answer.StartsWith('2')) to.Add(Address(line));
                    await writer.WriteLineAsync(answer);
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 go on");
                    var text = new StringBuilder();
                    while (await reader.ReadLineAsync(stop.Token) is { } more && more != ".") text.Append(more).Append('\n');
                    var said = Data();
                    if (said.StartsWith('2')) Taken.Enqueue(new Message(from, to, text.ToString()));
                    await writer.WriteLineAsync(said);
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    return;
                default:
                    await writer.WriteLineAsync("250 OK");
                    break;
            }
        }
    }

    private static string Address(string line) => line[(line.IndexOf('<') + 1)..line.IndexOf('>')];
}
