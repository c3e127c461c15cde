using System.Collections.Immutable;
using System.Globalization;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Drafts;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Server.Desk;
using Cellwright.Server.Pages.Parts;
using Cellwright.Server.Readings;
using Cellwright.Server.Recipes;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Cellwright.Server.Pages;

/// <summary>The engineer's page: text and picture of a draft side by side, each following the other's cursor.</summary>
public sealed partial class DraftPage : LivePage
{
    private readonly CancellationTokenSource left = new();
    private DotNetObjectReference<DraftPage>? self;
    private ElementReference area, editor;
    private TagPicker? picker;
    private Draft draft = Draft.Empty;
    private Performer? person;
    private Recipe? shown, before;
    private RecipeSight? sight;
    private IReadOnlySet<string> changed = ImmutableHashSet<string>.Empty;
    private Dictionary<string, string> notes = [];
    private BackTestReport? report;
    private string typed = "", note = "";
    private string? step, beforeName;
    private bool mayWrite, restored, testing, begun;
    private int line = 1, errors, revision;
    private double share;

    /// <summary>The draft.</summary>
    [Parameter] public string Id { get; set; } = "";

    [Inject] private Desk.Desk Desk { get; set; } = null!;

    [Inject] private Acts Acts { get; set; } = null!;

    [Inject] private RecipeShelf Shelf { get; set; } = null!;

    [Inject] private ReadingStore Store { get; set; } = null!;

    [Inject] private IJSRuntime Script { get; set; } = null!;

    [Inject] private NavigationManager Navigation { get; set; } = null!;

    private string DraftKey => $"recipe {Id} ";

    private bool unsaved => draft.Exists && RecipeReader.HashOf(typed) != draft.Latest.Hash;

    private bool May<TCommand>() => person is { } who && Authority.RolesFor(typeof(TCommand)).Any(role => who.Holds(role));

    private string Gutter => string.Concat(Enumerable.Range(1, Math.Max(1, typed.Count(letter => letter == '\n') + 1)).Select(number =>
        $"{Sign(number)}{number.ToString(CultureInfo.InvariantCulture),5}\n"));

    private string Here => $"{(unsaved ? T["here-unsaved", line, AtStep] : T["here", line, AtStep])}{sight?.Findings.Where(finding => finding.Line == line).Select(finding => $": {finding.Sentence}").FirstOrDefault() ?? "."}";

    private string AtStep => step is null ? "" : T["at-step", step];

    private string WhyNot => sight?.Recipe is null ? T["unreadable"] : errors > 0 ? T["errors-first"] : unsaved ? T["save-first"]
        : Site.Recipes.Contains(sight.Recipe.Name) ? T["on-record", sight.Recipe.Name] : "";

    /// <summary>The text was changed; called a moment after the last key.</summary>
    [JSInvokable]
    public Task Typed(string text) => InvokeAsync(async () =>
    {
        typed = text;
        await LookAsync();
        StateHasChanged();
    });

    /// <summary>The cursor stands on another line: the picture follows.</summary>
    [JSInvokable]
    public Task CursorAt(int at) => InvokeAsync(async () =>
    {
        line = at;
        if (sight?.StepAt(at) is { } here && here != step)
        {
            step = here;
            await Script.InvokeVoidAsync("cellwright.reveal", $"sfc-{here}");
        }

        StateHasChanged();
    });

    /// <inheritdoc />
    public override void Dispose()
    {
        left.Cancel();
        left.Dispose();
        self?.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        person = await Visit.WhoAsync();
        draft = await Desk.StateAsync<Draft>(Id);
        mayWrite = May<SaveDraft>() && !draft.PutAway;
        if (!draft.Exists) return;
        if (!begun)
        {
            (begun, typed, revision) = (true, draft.Latest.Text!, draft.Latest.Number);
            await LookAsync();
        }

        // Who only looks has typed nothing, and so sees what others save.
        if (!mayWrite && self is not null && draft.Latest.Number > revision && RecipeReader.HashOf(typed) == draft.Revisions[revision - 1].Hash) await ForgetAsync();
        Note();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (self is not null || !draft.Exists) return;
        self = DotNetObjectReference.Create(this);
        await RestoreAsync();
        await Script.InvokeVoidAsync("cellwright.text", area, typed);
        await Script.InvokeVoidAsync("cellwright.edit", editor, area, self);
        if (shown?.Phases.FirstOrDefault() is { } first) await Script.InvokeVoidAsync("cellwright.reveal", $"sfc-{first.Id}");
        StateHasChanged();
    }

    // What was typed on this device and not saved, with the revision that it was typed on.
    private async Task RestoreAsync()
    {
        for (var number = draft.Latest.Number; mayWrite && number >= Math.Max(1, draft.Latest.Number - Draft.TextsAtHand); number--)
        {
            if (await Script.InvokeAsync<string?>("cellwright.draft", $"{DraftKey}{number}") is not { } kept || RecipeReader.HashOf(kept) == draft.Revisions[number - 1].Hash) continue;
            (typed, restored, revision) = (kept, true, number);
            await LookAsync();
            return;
        }
    }

    private Task OnTopAsync()
    {
        revision = draft.Latest.Number;
        return SaveAsync();
    }

    private async Task LookAsync()
    {
        sight = await Shelf.LookAsync(typed);
        errors = sight.Findings.Count(finding => finding.Severity == Severity.Error);
        if (sight.Recipe is { } recipe)
        {
            shown = recipe;
            var name = await Shelf.BeforeAsync(recipe) ?? draft.From;
            if (name != beforeName) (before, beforeName) = (name is null ? null : (await Shelf.FindAsync(name))?.Recipe, name);
            changed = before is null ? ImmutableHashSet<string>.Empty : RecipeDiff.Compare(before, recipe).Select(change => change.Phase).OfType<string>().ToImmutableHashSet();
        }

        Note();
    }

    // What the picture says at a step: errors within its lines, comments that are open.
    private void Note()
    {
        notes = [];
        foreach (var group in (sight?.Findings ?? []).Where(finding => finding.Severity == Severity.Error).GroupBy(finding => sight!.StepAt(finding.Line)))
            if (group.Key is { } id) notes[id] = Errors(group.Count());
        foreach (var group in draft.Comments.Where(comment => comment is { Step: not null, ResolvedBy: null }).GroupBy(comment => comment.Step!))
            notes[group.Key] = (notes.TryGetValue(group.Key, out var said) ? $"{said}, " : "") + (group.Count() == 1 ? T["one-comment"] : T["comments", group.Count()]);
    }

    private string Errors(int count) => count == 1 ? T["one-error"] : T["errors", count];

    private string Warnings(int count) => count == 1 ? T["one-warning"] : T["warnings", count];

    private char Sign(int number) => sight?.Findings.FirstOrDefault(finding => finding.Line == number)?.Severity switch { Severity.Error => '■', Severity.Warning => '▲', _ => ' ' };

    private async Task ChooseAsync(string id)
    {
        step = id;
        if (sight?.Steps.FirstOrDefault(one => one.Step == id) is { } lines) await GoAsync(lines.First);
    }

    private async Task GoAsync(int to)
    {
        line = to;
        await Script.InvokeVoidAsync("cellwright.goTo", area, to);
    }

    // Into the text as it stands in the editor, where it can be undone like anything typed.
    private async Task<string?> BindAsync(string step, string parameter, string role, EquipmentClass known, ClassTag tag)
    {
        var bound = TagBinding.Bind(await Script.InvokeAsync<string>("cellwright.value", area), step, parameter, role, known, tag);
        if (bound.Text is not { } text) return bound.Refusal!.Sentence;
        await Script.InvokeVoidAsync("cellwright.change", area, text);
        typed = text;
        await LookAsync();
        StateHasChanged();
        return null;
    }

    private async Task SaveAsync()
    {
        typed = await Script.InvokeAsync<string>("cellwright.value", area);
        await SaveAsync(typed, note);
    }

    private async Task UndoAsync(int number)
    {
        if (draft.Revisions[number - 1].Text is not { } old) return;
        typed = old;
        await Script.InvokeVoidAsync("cellwright.text", area, old);
        await SaveAsync(old, $"Revision {number} taken up again");
        await LookAsync();
    }

    private async Task SaveAsync(string text, string why)
    {
        var outcome = await Acts.SendAsync(new SaveDraft(Id, revision, text, why), T["saved-revision", revision + 1, Id]);
        if (outcome.Saved)
        {
            draft = await Desk.StateAsync<Draft>(Id);
            (revision, note, restored) = (draft.Latest.Number, "", false);
            await Script.InvokeVoidAsync("cellwright.drop", DraftKey);
        }

        await LookAsync();
        await AgainAsync();
    }

    private async Task ForgetAsync()
    {
        (typed, restored, revision) = (draft.Latest.Text!, false, draft.Latest.Number);
        await Script.InvokeVoidAsync("cellwright.drop", DraftKey);
        await Script.InvokeVoidAsync("cellwright.text", area, typed);
        await LookAsync();
    }

    private async Task DoAsync(Command<Draft> command, string what)
    {
        await Acts.SendAsync(command, what);
        await AgainAsync();
    }

    private Task AwayAsync(bool away) => DoAsync(new PutDraftAway(Id, away), away ? T["was-put-away", Id] : T["was-taken-up", Id]);

    private async Task SubmitAsync()
    {
        if (sight?.Recipe is not { } recipe) return;
        var outcome = await Acts.SendAsync(new SubmitRecipe(recipe.Id, recipe.Version, typed, Id), T["was-submitted", recipe.Name]);
        if (outcome.Saved) Navigation.NavigateTo($"/recipes/{recipe.Name}");
        else await AgainAsync();
    }

    private async Task BackTestAsync()
    {
        if (before is null || shown is null) return;
        (testing, share, report) = (true, 0, null);
        try
        {
            var progress = new Progress<double>(part => { share = part; InvokeAsync(StateHasChanged); });
            var (executed, older) = await Site.ExecutedAsync(before, shown, BackTests.MostBatches, left.Token);
            report = await BackTests.RunAsync(before, shown, executed, older, Store.WindowAsync, progress, left.Token);
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        finally
        {
            testing = false;
        }
    }
}
