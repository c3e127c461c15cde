using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Server.Pages;
using Cellwright.Server.Pages.Parts;
using Cellwright.Tests.Execution;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cellwright.Tests.Pages;

/// <summary>A board of many rows, drawn again because something happened.</summary>
public sealed class DrawingTheBoard
{
    [Fact]
    public async Task Draws_again_only_the_row_of_the_batch_that_changed()
    {
        await using var drawing = new Drawing();
        var rows = Enumerable.Range(1, 50).Select(number => Row($"B-{number:D3}")).ToList();
        Assert.Equal(50, (await drawing.DrawAsync(rows, Acting.Start)).Count);

        rows[7] = rows[7] with { Deviations = 1 };
        Assert.Equal(["B-008"], await drawing.DrawAsync(rows, Acting.Start.AddSeconds(1)));
        Assert.Empty(await drawing.DrawAsync(rows, Acting.Start.AddSeconds(2)));
    }

    [Fact]
    public async Task Moves_a_row_to_its_place_without_drawing_the_others()
    {
        await using var drawing = new Drawing();
        var rows = Enumerable.Range(1, 50).Select(number => Row($"B-{number:D3}")).ToList();
        await drawing.DrawAsync(rows, Acting.Start);

        var held = rows[30] with { Batch = rows[30].Batch with { Holds = rows[30].Batch.Holds.Add("h", new Hold("h", "Stop", "quirin", Acting.Start)) } };
        rows.RemoveAt(30);
        rows.Insert(0, held);
        Assert.Equal(["B-031"], await drawing.DrawAsync(rows, Acting.Start));
    }

    [Fact]
    public async Task Draws_a_row_again_when_the_time_that_it_shows_moves_on()
    {
        await using var drawing = new Drawing();
        var waits = Row("B-002") with { NotBefore = Acting.Start.AddMinutes(5) };
        var others = Row("B-001");
        await drawing.DrawAsync([others, waits], Acting.Start);
        Assert.Equal(["B-002"], await drawing.DrawAsync([others, waits], Acting.Start.AddSeconds(1)));
    }

    private static Where Row(string id) => Where.Of(Floor.Ordered().Has(new BatchStarted()).State with { Id = id }, 0);

    /// <summary>The rows as the page has them; it says which of them were drawn.</summary>
    private sealed class Drawing : IAsyncDisposable
    {
        private readonly ServiceProvider services = new ServiceCollection().AddLogging().AddLocalization().AddSingleton<Phrases>().AddSingleton<Speech>().AddSingleton<List<string>>().BuildServiceProvider();
        private readonly HtmlRenderer renderer;
        private Board? board;

        public Drawing() => renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);

        public async Task<IReadOnlyList<string>> DrawAsync(IReadOnlyList<Where> rows, DateTimeOffset now)
        {
            var drawn = services.GetRequiredService<List<string>>();
            drawn.Clear();
            await renderer.Dispatcher.InvokeAsync(async () =>
            {
                if (board is not null) board.Show(rows, now);
                else await renderer.RenderComponentAsync<Board>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["Rows"] = rows, ["Now"] = now, ["Made"] = (Action<Board>)(made => board = made) }));
            });
            return [.. drawn];
        }

        public async ValueTask DisposeAsync()
        {
            await renderer.DisposeAsync();
            await services.DisposeAsync();
        }
    }

    private sealed class Board : ComponentBase
    {
        [Parameter] public IReadOnlyList<Where> Rows { get; set; } = [];

        [Parameter] public DateTimeOffset Now { get; set; }

        [Parameter] public Action<Board>? Made { get; set; }

        public void Show(IReadOnlyList<Where> rows, DateTimeOffset now)
        {
            (Rows, Now) = (rows, now);
            StateHasChanged();
        }

        protected override void OnInitialized() => Made?.Invoke(this);

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            foreach (var row in Rows)
            {
                builder.OpenComponent<WatchedRow>(0);
                builder.SetKey(row.Id);
                builder.AddComponentParameter(1, nameof(BoardRow.Row), row);
                builder.AddComponentParameter(2, nameof(BoardRow.Now), Now);
                builder.CloseComponent();
            }
        }
    }

    private sealed class WatchedRow : BoardRow
    {
        [Inject] private List<string> Drawn { get; set; } = null!;

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            Drawn.Add(Row.Id);
            base.BuildRenderTree(builder);
        }
    }
}
