using Cellwright.Server.Desk;
using Microsoft.AspNetCore.Components;

namespace Cellwright.Server.Pages;

/// <summary>A page that follows the record: it reads again when something urgent was recorded, and once a second for everything else that moves.</summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(150);
    private readonly SemaphoreSlim signal = new(0, 1);
    private readonly CancellationTokenSource gone = new();
    private bool initialized;

    /// <summary>The lists of the site.</summary>
    [Inject] protected Site Site { get; set; } = null!;

    /// <summary>The person in front of the page.</summary>
    [Inject] protected Visit Visit { get; set; } = null!;

    /// <summary>The site's time at the latest reading.</summary>
    protected DateTimeOffset Now { get; private set; }

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task ReadAsync();

    /// <summary>True when what was recorded is to be seen at once; everything else is seen within a second.</summary>
    /// <param name="streams">Streams on which something was recorded.</param>
    protected virtual bool IsUrgent(IReadOnlySet<string> streams) => true;

    /// <summary>True when something is out of order: a deviation was opened, or worked on.</summary>
    protected static bool IsAlarm(IReadOnlySet<string> streams)
    {
        foreach (var stream in streams)
            if (stream.StartsWith("deviation/", StringComparison.Ordinal)) return true;
        return false;
    }

    // ComponentBase draws at the first wait, when half of what the page shows is read: an act could be done on that, and a key pressed on it is lost.
    /// <summary>Reads what the page shows, and draws it then.</summary>
    public override async Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        if (!initialized)
        {
            initialized = true;
            OnInitialized();
            await OnInitializedAsync();
        }

        OnParametersSet();
        await OnParametersSetAsync();
        Now = Site.Now;
        await ReadAsync();
        StateHasChanged();
    }

    /// <summary>
    /// Waits for what takes long on a large record. The first drawing does not wait: without an answer within a moment the page shows its frame and says
    /// that it reads; once it is alive it asks again and fills in.
    /// </summary>
    /// <returns>False when the frame is to be shown.</returns>
    protected async Task<bool> InTimeAsync(Task asked) => RendererInfo.IsInteractive || await Task.WhenAny(asked, Task.Delay(Patience)) == asked;

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
        if (!IsUrgent(streams)) return;
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
