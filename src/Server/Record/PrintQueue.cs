namespace Cellwright.Server.Record;

/// <summary>Prints a few records at a time: each takes a browser of its own, with some hundred megabytes and a processor. The others wait in turn, and who would wait too long is told so.</summary>
/// <param name="print">Prints one, as <see cref="PdfPrinter.PrintAsync"/>.</param>
/// <param name="atOnce">How many are printed at once (ours).</param>
/// <param name="waiting">How many may wait (ours: at some seconds a record, a minute at most).</param>
public sealed class PrintQueue(Func<string, CancellationToken, Task<(byte[]? Pdf, string? Reason)>> print, int atOnce = 2, int waiting = 8) : IDisposable
{
    private readonly SemaphoreSlim turns = new(atOnce);
    private int inside;

    /// <summary>Prints when it is this record's turn.</summary>
    /// <exception cref="PrintersBusyException">Too many wait already.</exception>
    public async Task<(byte[]? Pdf, string? Reason)> PrintAsync(string html, CancellationToken ct = default)
    {
        try
        {
            if (Interlocked.Increment(ref inside) > atOnce + waiting) throw new PrintersBusyException(atOnce + waiting);
            await turns.WaitAsync(ct);
            try
            {
                return await print(html, ct);
            }
            finally
            {
                turns.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref inside);
        }
    }

    /// <inheritdoc />
    public void Dispose() => turns.Dispose();
}

/// <summary>Too many records are being printed. Nothing is wrong: later there will be room.</summary>
/// <param name="records">How many are printed or wait.</param>
public sealed class PrintersBusyException(int records)
    : Exception($"{records} records are being printed, or wait for it, and no more can wait. Export again in a minute.");
