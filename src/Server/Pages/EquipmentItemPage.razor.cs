using System.Globalization;
using Cellwright.Domain.Equipment;
using Cellwright.Server.Equipment;
using Microsoft.AspNetCore.Components;

namespace Cellwright.Server.Pages;

/// <summary>One item: how it stands, what can be done with it, what it says, and its logbook.</summary>
public sealed partial class EquipmentItemPage : EquipmentPages
{
    private static readonly int[] Sizes = [50, 200, 1000];
    private EquipmentItem? item;
    private EquipmentRow? row;
    private IReadOnlyList<TagRow> tags = [];
    private TagTrends trends = null!;
    private LogPage lines = new([], 0);
    private (string, int) drawn;
    private DateTimeOffset tagsAt;

    /// <summary>The item.</summary>
    [Parameter] public string Id { get; set; } = "";

    /// <summary>Only lines of this kind.</summary>
    [SupplyParameterFromQuery(Name = "kind")] public string? Kind { get; set; }

    /// <summary>Only from this day on.</summary>
    [SupplyParameterFromQuery(Name = "from")] public string? From { get; set; }

    /// <summary>Only until the end of this day.</summary>
    [SupplyParameterFromQuery(Name = "to")] public string? To { get; set; }

    /// <summary><c>oldest</c> for the order in which things happened.</summary>
    [SupplyParameterFromQuery(Name = "order")] public string? Order { get; set; }

    /// <summary>Lines a page.</summary>
    [SupplyParameterFromQuery(Name = "size")] public int? PageSize { get; set; }

    /// <summary>Which page, from 1.</summary>
    [SupplyParameterFromQuery(Name = "page")] public int? PageNumber { get; set; }

    private int Size => Sizes.Contains(PageSize ?? 0) ? PageSize!.Value : Sizes[0];

    private int Pages => Math.Max(1, (lines.Total + Size - 1) / Size);

    private int At => Math.Max(1, PageNumber ?? 1);

    private int First => ((At - 1) * Size) + 1;

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        base.OnInitialized();
        trends = new TagTrends(Live, () => InvokeAsync(StateHasChanged));
    }

    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        await base.ReadAsync();

        // The log is read from the record again when it has grown, or another part of it is asked for.
        var asked = ($"{Id}|{Kind}|{From}|{To}|{Order}|{Size}|{At}", Book.LinesOf(Id));
        if (asked == drawn) return;
        lines = await Book.PageAsync(Id, Filter(), First - 1, Size);
        drawn = asked;
    }

    /// <inheritdoc />
    protected override void Read(IReadOnlyList<EquipmentItem> items)
    {
        item = items.FirstOrDefault(one => one.Id == Id);
        if (item is null) return;
        row = EquipmentRow.Of(item, Live.IsOnline(Id), Now);
        if (Now - tagsAt < TimeSpan.FromSeconds(1) && Now >= tagsAt && tags is [var first, ..] && first.Item.Id == Id) return;
        (tags, tagsAt) = (item is { Registered: true, Retired: false } ? [.. Live.TagsOf(item)] : [], Now);
        if (RendererInfo.IsInteractive) trends.Show(tags, Now);
    }

    private LogFilter Filter() => new(
        Enum.TryParse<LogKind>(Kind, out var kind) && Enum.IsDefined(kind) ? kind : null, DayOf(From), DayOf(To) is { } to ? Site.At(to.Date.AddDays(1)) : null, Order == "oldest");

    private DateTimeOffset? DayOf(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1 and < 9999 ? Site.At(day.ToDateTime(TimeOnly.MinValue)) : null;

    private string Address(int to) => $"/equipment/{Id}?" + string.Join('&',
        new[] { ("kind", Kind), ("from", From), ("to", To), ("order", Order), ("size", Size == Sizes[0] ? null : Size.ToString(CultureInfo.InvariantCulture)), ("page", to == 1 ? null : to.ToString(CultureInfo.InvariantCulture)) }
            .Where(part => !string.IsNullOrEmpty(part.Item2)).Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2!)}")) + "#log";

    private string Name(LogKind kind) => kind switch
    {
        LogKind.Use => T["kind-use"],
        LogKind.Cleaning => T["kind-cleaning"],
        LogKind.Calibration => T["kind-calibration"],
        LogKind.Work => T["kind-work"],
        LogKind.Register => T["kind-register"],
        LogKind.Check => T["kind-check"],
        LogKind.Device => T["kind-device"],
        _ => T["kind-refused"],
    };
}
