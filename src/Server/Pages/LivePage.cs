using Cellwright.Server.Desk;
using Microsoft.AspNetCore.Components;

namespace Cellwright.Server.Pages;

/// <summary>A page that follows the record: it reads again when something changed, and once a second for what moves by itself.</summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly SemaphoreSlim signal = new(0, 1);
    private readonly CancellationTokenSource gone = new();

    /// <summary>The lists of the site.</summary>
    [Inject] protected Site Site { get; set; } = null!;

    /// <summary>The person in front of the page.</summary>
    [Inject] protected Visit Visit { get; set; } = null!;

    /// <summary>The site's time at the latest reading.</summary>
    protected DateTimeOffset Now { get; private set; }

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task ReadAsync();

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        Now = Site.Now;
        await ReadAsync();
    }

    /// <inheritdoc />
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        Site.Changed += Signal;
        _ = FollowAsync();
    }

    /// <summary>Reads and draws again, after an act of this page.</summary>
    protected async Task AgainAsync()
    {
        Now = Site.Now;
        await ReadAsync();
        StateHasChanged();
    }

    /// <inheritdoc />
    public virtual void Dispose()
    {
        Site.Changed -= Signal;
        gone.Cancel();
        GC.SuppressFinalize(this);
    }

    private void Signal(IReadOnlySet<string> streams)
    {
        lock (signal)
            if (signal.CurrentCount == 0) signal.Release();
    }

    // While the record cannot be read the page shows what it knew, and goes on when it can.
    private async Task TryAgainAsync()
    {
        try
        {
            await AgainAsync();
        }
        catch (Exception fault) when (Unavailable.Is(fault))
        {
            Now = Site.Now;
        }
    }

    private async Task FollowAsync()
    {
        try
        {
            while (!gone.IsCancellationRequested)
            {
                await signal.WaitAsync(TimeSpan.FromSeconds(1), gone.Token);
                await InvokeAsync(TryAgainAsync);
                await Task.Delay(Pause, gone.Token);
            }
        }
        catch (Exception left) when (left is OperationCanceledException or ObjectDisposedException)
        {
            // The page was left, or the server stops.
        }
        catch (Exception fault)
        {
            await DispatchExceptionAsync(fault);
        }
    }
}
