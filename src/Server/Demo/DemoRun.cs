using System.Diagnostics;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Recipes;
using Cellwright.Server.Execution;
using Cellwright.Server.Hosting;

namespace Cellwright.Server.Demo;

/// <summary>Runs a batch as a trained team would, knowing nothing but what the server offers: it works by any recipe.</summary>
internal sealed class DemoRun(DemoTeam team, PlantClock clock, Recipe recipe, string batch, IReadOnlyDictionary<string, string> itemOfClass, bool rehearsal = false)
{
    private static readonly TimeSpan ReactionTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const int MostWaits = 500;
    private long waitedAt;
    private int waits;
    private string lastRefusal = "";

    /// <summary>Told after each act: the batch as it stands.</summary>
    public event Action<BatchView>? Progressed;

    /// <summary>What could not be done, and why: empty for a clean run.</summary>
    public List<string> Surprises { get; } = [];

    /// <summary>Orders the batch.</summary>
    public Task OrderAsync(CancellationToken ct) => team.Supervisor.MustAsync(
        new OrderBatch(batch, recipe.Id, recipe.Version, $"ORD-{batch}", $"COI-{batch}", rehearsal), ct);

    /// <summary>Starts it and performs every step.</summary>
    /// <exception cref="InvalidOperationException">The batch cannot go on; the message says at what.</exception>
    public async Task PerformAsync(CancellationToken ct)
    {
        await team.Supervisor.MustAsync(new StartBatch(batch), ct);
        while (true)
        {
            var view = await ViewAsync(ct);
            if (view.Status is not "Running") return;
            Progressed?.Invoke(view);
            if (view.Holds.Count > 0) await DecideAsync(view, ct);
            else if (!await WorkAsync(view, ct)) await WaitAsync(view, ct);
        }
    }

    /// <summary>Leaps to the next moment at which an open step can go on; half an hour when none waits for a time.</summary>
    public async Task LeapAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var next = (await ViewAsync(ct)).Open.Where(step => step.NotBefore > now).Select(step => step.NotBefore!.Value);
        await clock.LeapToAsync(next.DefaultIfEmpty(now.AddMinutes(30)).Min(), ct);
    }

    private Task<BatchView> ViewAsync(CancellationToken ct) => team.Operator.GetAsync<BatchView>($"/api/batches/{batch}", ct);

    // One pass over what is open; true when something was done.
    private async Task<bool> WorkAsync(BatchView view, CancellationToken ct)
    {
        var done = false;
        foreach (var step in view.Open)
        {
            if (step.StartedAt is null)
            {
                if (step.NotBefore is { } earliest && clock.GetUtcNow() < earliest) continue;
                await team.Operator.MustAsync(new StartStep(batch, step.Key), ct);
                return true;
            }

            foreach (var demand in step.Demands.Where(demand => !demand.Met))
                if (await MeetAsync(step, demand, ct)) done = true;
            if (done) return true;
            if (step.Demands.All(demand => demand.Met) && step.Signature is { } meaning && !step.Signatures.Any(signature => signature.Meaning == meaning && !signature.Lapsed))
            {
                await SignStepAsync(step.Key, meaning, ct);
                return true;
            }

            if (step.Missing.Count > 0 || (step.NotBefore is { } until && clock.GetUtcNow() < until)) continue;
            if (await team.Operator.GiveAsync(new CompleteStep(batch, step.Key), ct) is null) return true;
        }

        return done;
    }

    private async Task<bool> MeetAsync(StepView step, DemandView demand, CancellationToken ct)
    {
        if (demand.AwaitsVerification)
        {
            var statement = await team.Operator.GetAsync<Statement>($"/api/batches/{batch}/steps/{Uri.EscapeDataString(step.Key)}/statement?entry={Uri.EscapeDataString(demand.Name)}", ct);
            await team.Operator.MustAsync(
                new VerifyEntry(batch, step.Key, demand.Name), ct, await team.Operator.SignAsync(team.Verifier, "verification", statement.Shown, ct));
            return true;
        }

        Command<Domain.Execution.Batch> act = demand.Kind switch
        {
            "confirmation" => new Confirm(batch, step.Key, demand.Name),
            "equipment-value" => new RecordFromEquipment(batch, step.Key, demand.Name),
            "hand-value" => new RecordByHand(batch, step.Key, demand.Name, Plausible(demand), demand.Unit!, null),
            "computed-value" => new ComputeValues(batch, step.Key),
            "material" => new AddMaterial(batch, step.Key, demand.Name, DemoSite.LotOf(recipe, demand.Subject!, demand.Unit!), Plausible(demand), demand.Unit!),
            "sample" => new TakeSample(batch, step.Key, demand.Name),
            "check-in" => new CheckInEquipment(batch, step.Key, demand.Name, itemOfClass[demand.Class!]),
            "check-out" => new CheckOutEquipment(batch, step.Key, demand.Name),
            _ => throw new InvalidOperationException($"The demo team does not know how to meet {demand.Kind}."),
        };
        // Nobody presses a button that the page does not offer: what comes with time is waited for.
        var refusal = await team.Operator.ConsiderAsync(act, ct) ?? await team.Operator.GiveAsync(act, ct);
        if (refusal is null) return true;
        lastRefusal = refusal.Sentence;
        if (refusal.Rule is "stale" or "instrument" or "condition" or "incomplete" or "quality" or "hold") return false; // comes with time, or is decided first
        throw new InvalidOperationException($"{step.Key} {step.Title}: {refusal.Sentence}");
    }

    private async Task SignStepAsync(string step, string meaning, CancellationToken ct)
    {
        var statement = await team.Operator.GetAsync<Statement>($"/api/batches/{batch}/steps/{Uri.EscapeDataString(step)}/statement", ct);
        await team.Operator.MustAsync(new SignStep(batch, step), ct, await team.Operator.SignAsync(team.Operator, meaning, statement.Shown, ct));
    }

    // Quality decides a deviation that holds the batch, as it would after looking at it.
    private async Task DecideAsync(BatchView view, CancellationToken ct)
    {
        const string justification = "demo: assessed by the quality unit, no effect on this teaching batch";
        foreach (var hold in view.Holds)
        {
            Surprises.Add(hold.Reason);

            // The hold stands in the batch at once; its deviation is opened by the reaction, a moment later.
            await UntilAsync(() => team.Quality.FindsAsync($"/api/deviations/{hold.Id}", ct), $"deviation {hold.Id} is opened", ct);
            var statement = await team.Quality.GetAsync<Statement>($"/api/deviations/{hold.Id}/statement?justification={Uri.EscapeDataString(justification)}", ct);
            await team.Quality.MustAsync(
                new DecideToContinue(hold.Id, justification), ct, await team.Quality.SignAsync(team.Quality, "approval", statement.Shown, ct));
        }

        // A hold is released by the reaction to its decision, a moment later. Another may have come meanwhile, and is decided next.
        var decided = view.Holds.Select(hold => hold.Id).ToHashSet(StringComparer.Ordinal);
        await UntilAsync(async () => !(await ViewAsync(ct)).Holds.Any(hold => decided.Contains(hold.Id)), $"the holds of batch {batch} are released", ct);
    }

    // Reactions follow within milliseconds; a server that is busy may take longer, and one that never does is said.
    private static async Task UntilAsync(Func<Task<bool>> holds, string what, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        for (var pause = 20; !await holds(); pause = Math.Min(2 * pause, 500))
        {
            if (Stopwatch.GetElapsedTime(since) > ReactionTime) throw new InvalidOperationException($"The server did not react within {ReactionTime.TotalSeconds:0} s: waited until {what}.");
            await Task.Delay(pause, ct);
        }
    }

    // Nothing can be done now: to the next moment at which something can.
    private async Task WaitAsync(BatchView view, CancellationToken ct)
    {
        waits = view.Version == waitedAt ? waits + 1 : 0;
        waitedAt = view.Version;
        if (waits > MostWaits)
            throw new InvalidOperationException($"Nothing goes on at {string.Join(", ", view.Open.Select(step => $"{step.Key} ({string.Join("; ", step.Missing)})"))}: {lastRefusal}");
        var now = clock.GetUtcNow();
        var next = view.Open.Where(step => step.NotBefore > now).Select(step => step.NotBefore!.Value).DefaultIfEmpty(now + Patience).Min();
        var values = view.Open.Any(step => step.StartedAt is not null && step.Missing.Count > 0);
        await clock.LeapToAsync(values && next > now + Patience ? now + Patience : next, ct);
    }

    private static double Plausible(DemandView demand) => demand.Target ?? (demand.Normal, demand.Proven) switch
    {
        ({ Low: { } low, High: { } high }, _) => (low + high) / 2,
        ({ Low: { } low }, _) => low,
        ({ High: { } high }, _) => high,
        (_, { Low: { } low, High: { } high }) => (low + high) / 2,
        (_, { Low: { } low }) => low,
        (_, { High: { } high }) => high,
        _ => 1,
    };
}
