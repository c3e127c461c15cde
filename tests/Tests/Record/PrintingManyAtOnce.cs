using Cellwright.Server.Record;

namespace Cellwright.Tests.Record;

/// <summary>Many records are asked for as PDF at the same time.</summary>
public sealed class PrintingManyAtOnce
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prints_a_few_at_a_time_lets_some_wait_and_tells_the_others_when_to_come_again()
    {
        var (running, most) = (0, 0);
        var paper = new SemaphoreSlim(0);
        using var queue = new PrintQueue(async (html, ct) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await paper.WaitAsync(ct);
            Interlocked.Decrement(ref running);
            return (System.Text.Encoding.UTF8.GetBytes(html), null);
        }, atOnce: 2, waiting: 3);

        var accepted = Enumerable.Range(0, 5).Select(number => queue.PrintAsync($"{number}", Ct)).ToList();
        var busy = await Assert.ThrowsAsync<PrintersBusyException>(() => queue.PrintAsync("one too many", Ct));
        Assert.Contains("Export again in a minute", busy.Message, StringComparison.Ordinal);
        paper.Release(5);
        Assert.Equal(["0", "1", "2", "3", "4"], (await Task.WhenAll(accepted)).Select(printed => System.Text.Encoding.UTF8.GetString(printed.Pdf!)));
        Assert.Equal(2, most);
        paper.Release();
        Assert.NotNull((await queue.PrintAsync("later", Ct)).Pdf);
    }

    [Fact]
    public async Task Gives_the_turn_on_when_somebody_no_longer_waits_or_a_printer_fails()
    {
        using var leaving = new CancellationTokenSource();
        var failing = true;
        using var queue = new PrintQueue(async (_, ct) =>
        {
            if (failing) await Task.Delay(Timeout.Infinite, ct);
            return (null, "no paper");
        }, atOnce: 1, waiting: 1);
        var (printing, waiting) = (queue.PrintAsync("a", leaving.Token), queue.PrintAsync("b", leaving.Token));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => printing);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        failing = false;
        Assert.Equal("no paper", (await queue.PrintAsync("c", Ct)).Reason);
    }
}
