using Cellwright.Domain.Equipment;
using Cellwright.Server.Monitoring.Across;
using Cellwright.Server.Pages.Parts;
using Cellwright.Statistics.Monitoring.Across;
using Microsoft.AspNetCore.Components;

namespace Cellwright.Server.Pages;

/// <content>What was chosen stands in the address; the chart is there at once, and what moved the batches is filled in.</content>
public sealed partial class ControlChartsPage
{
    private const int Most = 30; // strata that are listed; there can be one a batch
    private readonly CancellationTokenSource gone = new();
    private IReadOnlyList<Chartable> charted = [];
    private string? chosen;
    private ResponseColumn? column;
    private ControlChart? chart;
    private Causes? causes;
    private bool asked;
    private IReadOnlyList<ApprovedChange> changes = [];
    private IReadOnlyList<Place> found = [];

    /// <summary>Recipe and parameter, <c>recipe|phase/parameter</c>.</summary>
    [SupplyParameterFromQuery] public string? Of { get; set; }

    /// <summary>Recipe whose first parameter is shown while none is chosen.</summary>
    [SupplyParameterFromQuery] public string? Recipe { get; set; }

    /// <summary>Which chart.</summary>
    [SupplyParameterFromQuery] public string? Chart { get; set; }

    /// <summary>Which rules.</summary>
    [SupplyParameterFromQuery] public string? Rules { get; set; }

    /// <summary>Fact whose levels are told apart.</summary>
    [SupplyParameterFromQuery] public string? By { get; set; }

    /// <summary>How many batches.</summary>
    [SupplyParameterFromQuery] public int? Newest { get; set; }

    /// <summary>How many of the first of them make the limits.</summary>
    [SupplyParameterFromQuery] public int? Baseline { get; set; }

    /// <summary>Batches in a subgroup.</summary>
    [SupplyParameterFromQuery] public int? Size { get; set; }

    /// <inheritdoc />
    public void Dispose()
    {
        gone.Cancel();
        gone.Dispose();
    }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        (column, chart, causes, asked, changes, found) = (null, null, null, false, [], []);
        charted = ControlChartQueries.Charted(Site);
        chosen = !string.IsNullOrEmpty(Of) ? Of : (charted.FirstOrDefault(one => one.Recipe == Recipe) ?? charted.FirstOrDefault()) is { } first ? Key(first) : null;
        if (chosen is null || chosen.IndexOf('|') is not (> 0 and var bar)) return;
        var (recipe, reference) = (chosen[..bar], chosen[(bar + 1)..]);
        column = ResponseColumn.Of(Site.Executed(recipe), recipe, reference, Count);
        if (column is null) return;
        chart = ControlCharting.Of(column, Choice);
        changes = [.. Causes.ChangesIn(column, Equipment.Items)];
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (asked || column is not { } drawn) return;
        asked = true;
        var looked = ResponseColumn.Of(Site.Executed(drawn.Recipe), drawn.Recipe, drawn.Reference, Math.Min(Count, BatchTable.Most))!;
        IReadOnlyList<EquipmentItem> items = Equipment.Items;
        Causes answer;
        try
        {
            answer = await Task.Run(() => Causes.Of(looked, items), gone.Token);
        }
        catch (OperationCanceledException)
        {
            return; // The page was left.
        }

        if (column != drawn) return; // Something else was chosen meanwhile.
        causes = answer;
        var before = drawn.Rows.Count - looked.Rows.Count;
        found = [.. (causes.Report?.Attributions ?? []).Where(one => one.Place is not null).Select(one => one.Place!.Value is var place ? new Place(place.First + before, place.Earliest + before, place.Latest + before) : default)];
        StateHasChanged();
    }

    private int Count => Newest is 50 or 200 or 500 ? Newest.Value : 100;

    private ChartChoice Choice => new(
        Enum.TryParse<ChartKind>(Chart, true, out var kind) && Enum.IsDefined(kind) ? kind : ChartKind.Individuals,
        Enum.TryParse<RuleSet>(Rules, true, out var rules) && Enum.IsDefined(rules) ? rules : RuleSet.WesternElectric,
        string.IsNullOrEmpty(By) || column?.FactNames.Contains(By) == false ? null : By, Baseline is 20 or 30 or 50 ? Baseline.Value : 0, Size is >= 2 and <= 10 ? Size.Value : 5);

    // Shapes for the commonest levels; the others share the last.
    private IReadOnlyList<string> Levels => chart is { Strata.Count: > 0 }
        ? [.. chart.Strata.Take(ControlPanelPicture.Shapes - 1).Select(StratumName), .. chart.Strata.Count == ControlPanelPicture.Shapes ? [StratumName(chart.Strata[^1])] : chart.Strata.Count > ControlPanelPicture.Shapes ? [T["others"].Value] : (string[])[]]
        : [];

    private IEnumerable<string> Marked => changes.Select(change => (Change: change, At: First(change))).Where(one => one.At > 0)
        .Select(one => (string)T["change-at", Causal.Change(one.Change.Name), column!.Rows[one.At].Batch]);

    private static int First(ApprovedChange change) => change.After.ToList().IndexOf(true);

    private static string Key(Chartable one) => $"{one.Recipe}|{one.Reference}";

    private string StratumName(Stratum one) => one.Level is { } level ? Causal.Level(Choice.By!, level) : T["not-known"];

    private string RuleWords(int rule) => rule == 1 ? T["rule-limits"] : T["rule", rule, (Choice.Rules, rule) switch
    {
        (RuleSet.WesternElectric, 2) => T["rule-WesternElectric-2"],
        (RuleSet.WesternElectric, 3) => T["rule-WesternElectric-3"],
        (RuleSet.WesternElectric, _) => T["rule-WesternElectric-4"],
        (_, 2) => T["rule-Nelson-2"],
        (_, 3) => T["rule-Nelson-3"],
        (_, 4) => T["rule-Nelson-4"],
        (_, 5) => T["rule-Nelson-5"],
        (_, 6) => T["rule-Nelson-6"],
        (_, 7) => T["rule-Nelson-7"],
        _ => T["rule-Nelson-8"],
    }];

    private static string Three(double value) => Say.Number(Rounded(value));

    /// <summary>An estimate with the four figures that it deserves.</summary>
    internal static double Rounded(double value) =>
        double.IsFinite(value) ? double.Parse(value.ToString("G4", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture) : value;
}
