using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace Cellwright.Browser;

/// <summary>A network that can be cut: between a tablet and the server, or between the server and its database.</summary>
public sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, byte> open = new();
    private readonly CancellationTokenSource gone = new();
    private readonly Uri server;
    private readonly Task accepting;
    private volatile bool cut;
    private volatile TaskCompletionSource through = Free();
    private volatile byte[]? fatal;
    private TimeSpan latency;

    /// <summary>A wire to the server.</summary>
    public Wire(Uri server)
    {
        this.server = server;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>The address at the tablet's end.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>Holds back what the server says; what the tablet says goes on.</summary>
    public void HoldAnswers() => through = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>From now on everything that the server says is under way for so long, and nothing overtakes.</summary>
    public void Slow(TimeSpan by) => latency = by;

    /// <summary>The next message with these words arrives, and its answer does not: the network is cut when the answer comes.</summary>
    public void LoseAnswerTo(string words) => fatal = Encoding.UTF8.GetBytes(words);

    /// <summary>Lets through what was held back.</summary>
    public void LetAnswersGo() => through.TrySetResult();

    /// <summary>Cuts every connection, and lets no new one through. What was held back is lost.</summary>
    public void Cut()
    {
        cut = true;
        foreach (var client in open.Keys) client.Close();
        LetAnswersGo();
    }

    /// <summary>The network is back.</summary>
    public void Mend() => cut = false;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await gone.CancelAsync();
        Cut();
        listener.Stop();
        await accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = CarryAsync(await listener.AcceptTcpClientAsync(gone.Token));
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AskAsync(NetworkStream tablet, NetworkStream server, StrongBox<bool> doomed)
    {
        var buffer = new byte[64 * 1024];
        while (await tablet.ReadAsync(buffer, gone.Token) is > 0 and var length)
        {
            if (fatal is { } words && buffer.AsSpan(0, length).IndexOf(words) >= 0) (doomed.Value, fatal) = (true, null);
            await server.WriteAsync(buffer.AsMemory(0, length), gone.Token);
        }
    }

    private async Task AnswerAsync(NetworkStream server, NetworkStream tablet, StrongBox<bool> doomed)
    {
        var buffer = new byte[64 * 1024];
        var before = Task.CompletedTask;
        while (await server.ReadAsync(buffer, gone.Token) is > 0 and var length)
        {
            if (doomed.Value) Cut();
            before = ArriveAsync(buffer.AsSpan(0, length).ToArray(), before);
            if (latency == TimeSpan.Zero) await before;
        }

        await before;

        async Task ArriveAsync(byte[] said, Task earlier)
        {
            if (latency > TimeSpan.Zero) await Task.Delay(latency, gone.Token);
            await earlier;
            await through.Task;
            await tablet.WriteAsync(said, gone.Token);
        }
    }

    private async Task CarryAsync(TcpClient tablet)
    {
        using (tablet)
        using (var far = new TcpClient())
        {
            try
            {
                if (cut) return;
                open[tablet] = open[far] = 0;
                var doomed = new StrongBox<bool>();
                await far.ConnectAsync(server.Host, server.Port, gone.Token);
                await Task.WhenAny(
                    AskAsync(tablet.GetStream(), far.GetStream(), doomed), AnswerAsync(far.GetStream(), tablet.GetStream(), doomed));
            }
            catch (Exception fault) when (fault is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
            {
                // Cut.
            }
            finally
            {
                open.TryRemove(tablet, out _);
                open.TryRemove(far, out _);
            }
        }
    }

    private static TaskCompletionSource Free()
    {
        var source = new TaskCompletionSource();
        source.SetResult();
        return source;
    }
}
