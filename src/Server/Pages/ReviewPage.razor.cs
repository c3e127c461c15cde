using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Release;
using Cellwright.Domain.Release.Commands;
using Cellwright.Server.Pages.Parts;
using Cellwright.Server.Readings;
using Cellwright.Server.Release;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Cellwright.Server.Pages;

/// <summary>QA's page: exceptions first, one key each; then the proof for everything else; then the signature.</summary>
public sealed partial class ReviewPage : LivePage
{
    private const int MostEntries = 6;
    private Examination? examination;
    private Review review = Review.Empty;
    private List<ExceptionView> views = [], left = [];
    private List<TrailItem> own = [];
    private ExceptionView? at;
    private ReviewSignature? signature;
    private Performer? person;
    private string? involved, chosen, drawn;
    private Parameter? parameter;
    private IReadOnlyList<TrendPoint> points = [];
    private IReadOnlyList<(DateTimeOffset At, double Value)> taken = [];
    private bool keys = true;
    private bool focused;
    private ElementReference signing, heading;
    private ReasonDialog ask = null!;
    private SignDialog sign = null!;

    /// <summary>The batch.</summary>
    [Microsoft.AspNetCore.Components.Parameter] public string Id { get; set; } = "";

    [Inject] private ReviewBook Book { get; set; } = null!;

    [Inject] private Desk.Desk Desk { get; set; } = null!;

    [Inject] private Acts Acts { get; set; } = null!;

    [Inject] private Live Live { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task ReadAsync()
    {
        person = await Visit.WhoAsync();
        var asked = Book.OfAsync(Id);
        if (!await InTimeAsync(asked)) return;
        examination = await asked;
        if (examination.Batch.Recipe is null) return;
        review = await Desk.StateAsync<Review>(Id);
        views = [.. examination.Exceptions.Select(exception => ExceptionView.Of(exception, review))];
        left = [.. views.Where(view => view.Left)];
        own = [.. examination.OwnTrail];
        signature = review.Standing(examination);
        involved = person is null ? null : examination.Did(person.Id);
        at = views.FirstOrDefault(view => view.Exception.Id == chosen) ?? left.FirstOrDefault() ?? views.FirstOrDefault();
        chosen = at?.Exception.Id;
        if (at is not null && drawn != at.Exception.Fingerprint) await DrawAsync(examination.Batch, at.Exception);
    }

    // Keys act from the first moment on: the page has the focus once it is alive.
    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (focused || heading.Context is null) return;
        focused = true;
        await heading.FocusAsync(preventScroll: true);
    }

    private Task ChooseAsync(ExceptionView view)
    {
        chosen = view.Exception.Id;
        return AgainAsync();
    }

    private Task StepAsync(int by) => views.Count == 0 || at is null
        ? Task.CompletedTask
        : ChooseAsync(views[(views.FindIndex(view => view.Exception.Id == at.Exception.Id) + by + views.Count) % views.Count]);

    private Task KeyAsync(KeyboardEventArgs pressed) => !keys || pressed.CtrlKey || pressed.AltKey || pressed.MetaKey || pressed.Repeat ? Task.CompletedTask : pressed.Key.ToUpperInvariant() switch
    {
        "N" => StepAsync(1),
        "P" => StepAsync(-1),
        "A" => AcceptAsync(),
        "R" => Done(AskReturn),
        "S" when left.Count == 0 && signature is null && examination?.Batch.EndedAt is not null => Done(Sign),
        _ => Task.CompletedTask,
    };

    private string RestsOn(IReadOnlyCollection<string> entries) => string.Join(", ", entries.Take(MostEntries)) is var first && entries.Count > MostEntries
        ? T["and-more", first, entries.Count - MostEntries]
        : first;

    private string Above(Examination of) => of.Trail.Count(item => item.Exception is not null) is var above && above == 1 ? T["one-above"] : T["evidence-above", above];

    private static Task Done(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    // Exactly what is on the screen is accepted: the fingerprint goes with it, and the next one that is left comes up.
    private async Task AcceptAsync()
    {
        if (at is not { Left: true } now || Acts.Busy) return;
        var outcome = await Acts.SendAsync(new AcceptException(Id, now.Exception.Id, now.Exception.Fingerprint), T["accepted", now.Exception.Id]);
        if (outcome.Saved) chosen = Following(now);
        await AgainAsync();
        if (outcome.Saved && left.Count == 0 && examination!.Batch.EndedAt is not null) await signing.FocusAsync(preventScroll: true);
    }

    private string? Following(ExceptionView now)
    {
        var index = views.FindIndex(view => view.Exception.Id == now.Exception.Id);
        return (views.Skip(index + 1).Concat(views.Take(index)).FirstOrDefault(view => view.Left) ?? now).Exception.Id;
    }

    private void AskReturn()
    {
        if (at is not { } now) return;
        ask.Ask(new(T["return-title", now.Exception.Id], T["return-means"], T["return-label"], T["return-act"], $"{Id} return {now.Exception.Id}",
            async reason => await SaidAsync(new ReturnException(Id, now.Exception.Id, now.Exception.Fingerprint, reason), T["returned", now.Exception.Id])));
    }

    private void AskAnswer()
    {
        if (at is not { Said: { } said } now) return;
        ask.Ask(new(T["answer-title", now.Exception.Id], said.Words, T["answer"], T["answer"], $"{Id} answer {now.Exception.Id}",
            async answer => await SaidAsync(new AnswerReturn(Id, now.Exception.Id, answer), T["answered", now.Exception.Id])));
    }

    private async Task<string?> SaidAsync(Command<Review> command, string what)
    {
        var outcome = await Acts.SendAsync(command, what);
        await AgainAsync();
        return outcome.Saved ? null : outcome.Sentence;
    }

    private void Sign()
    {
        if (examination is null) return;
        sign.Ask(T["heading", Id], review.Statement(examination), "review", person?.Holds(Role.QA) == true ? person.Id : "", async token =>
        {
            var outcome = await Acts.SendAsync(new SignReview(Id), T["review-signed", Id], token);
            await AgainAsync();
            return outcome;
        });
    }

    private async Task DrawAsync(Batch batch, Domain.Release.Exceptions.ReviewException exception)
    {
        drawn = exception.Fingerprint;
        (parameter, points, taken) = (null, [], []);
        if (exception.Step is not { } key || batch.Step(key) is not { } step) return;
        var phase = batch.Recipe!.Phase(step.Phase);
        parameter = phase.Parameters.FirstOrDefault(one => one.Name == exception.Parameter);
        if (parameter is null) return;
        taken = [.. step.Values.Where(value => value.Parameter == parameter.Name).Select(value => (value.SourceAt, value.Value))];
        var role = parameter.From ?? phase.Equipment;
        var item = step.Values.LastOrDefault(value => value.Parameter == parameter.Name && value.Equipment is not null)?.Equipment
            ?? batch.Steps.Values.SelectMany(other => other.Done).LastOrDefault(done => done.Kind == "check-in" && done.Demand == role)?.What;
        if (parameter.Tag is not { } tag || item is null) return;
        var end = step.CompletedAt ?? Now;
        var room = TimeSpan.FromTicks(Math.Max(TimeSpan.FromMinutes(10).Ticks, (end - step.StartedAt).Ticks / 10));
        points = await Live.TrendAsync(item, tag, step.StartedAt - room, end + room, 240);
    }
}
