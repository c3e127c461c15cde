using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Deviations;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Materials;
using Cellwright.Domain.People;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Domain.Release;
using Cellwright.Domain.Release.Commands;
using Cellwright.Ledger;
using Cellwright.Server.Desk;

namespace Cellwright.Bench;

/// <summary>
/// A record of years: so many batches, one wave of 190 a week, the last wave under way. Executed by the product's own desk on the product's own record, under
/// a clock of its own: every command is decided by the domain, and what follows from an event (deviations opened, lots counted, items given back) is given
/// here at once, as the reactor gives it. Only these are appended without deciding, in the form in which the product writes them, because each would
/// examine the whole record of its batch: signature of the review, release, rejection, closure of a deviation; and the weekly sign-ins.
/// </summary>
/// <remarks>
/// Of a hundred batches ten have a deviation, four a correction, two are aborted, two rejected, two released conditionally; about 45 entries each, with a
/// recipe of eight steps. The examples that ship have three to five times as many steps, and texts five times as long.
/// </remarks>
internal sealed class Years(IRecord record, int batches)
{
    /// <summary>Batches under way at once.</summary>
    public const int Wave = 190;

    private const int Operators = 48;
    private static readonly Recipe[] Recipes = [.. from product in Enumerable.Range(1, 3) from version in Enumerable.Range(1, 2) select RecipeReader.Read(YearsRecipe.Text(product, version))];
    private static readonly ImmutableDictionary<string, DateTimeOffset> Trained = Recipes.ToImmutableDictionary(recipe => recipe.Name, _ => DateTimeOffset.MaxValue);
    private static readonly IReactions[] Modules = [.. typeof(IReactions).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(IReactions))).Select(type => (IReactions)Activator.CreateInstance(type)!)];

    private sealed class Calendar : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Now.UtcTicks;
    }

    private sealed class NoReadings : IFactSource
    {
        public Task<object> AnswerAsync(Need need, CancellationToken ct) => throw new NotSupportedException($"{need} is not asked for here.");
    }

    private readonly Calendar calendar = new();
    private readonly ConcurrentQueue<Reaction> follows = new();
    private Desk desk = null!;

    private int Waves => (batches + Wave - 1) / Wave;

    private static Performer Operator(int number) => Person($"op-{number % Operators:D2}", Role.Operator);

    private static Performer Verifier(int number) => Person($"ver-{number % 12:D2}", Role.Operator, Role.Verifier);

    private static Performer Supervisor(int number) => Person($"sup-{number % 6}", Role.Supervisor);

    private static Performer Quality(int number) => Person($"qa-{number % 8}", Role.QA);

    private static Performer Engineer { get; } = Person("eng-0", Role.Engineer);

    private static Performer Person(string id, params Role[] roles) => new(id, $"Person {id}", [.. roles], Trained);

    // The second version of each comes into force in the middle of the years.
    private Recipe RecipeOf(int batch) => Recipes[batch % 3 * 2 + (batch / Wave >= Waves / 2 ? 1 : 0)];

    /// <summary>Number of a batch.</summary>
    public static string Id(int batch) => $"B-{batch:D6}";

    /// <summary>User id of who works in a batch.</summary>
    public static string WorkerOf(int batch) => Operator(batch).Id;

    /// <summary>True for a batch with a deviation.</summary>
    public static bool Deviates(int batch) => batch % 100 is >= 20 and < 30;

    /// <summary>Builds it, and says on standard output how far it is.</summary>
    public async Task BuildAsync()
    {
        var watch = Stopwatch.StartNew();
        calendar.Now = DateTimeOffset.UtcNow.AddDays(-7 * Waves).AddHours(-3);
        desk = new Desk(record, calendar, TimeSpan.FromHours(1), new NoReadings());
        desk.Recorded += entries =>
        {
            foreach (var entry in entries)
            {
                if (!EventCatalogue.Types.ContainsKey(entry.Type)) continue;
                var happened = EventCatalogue.Read(entry.Type, entry.Data.Span);
                foreach (var reaction in Modules.SelectMany(module => module.React(entry.Stream[(entry.Stream.IndexOf('/') + 1)..], happened))) follows.Enqueue(reaction);
            }
        };
        await PeopleAsync();
        await EquipmentAsync();
        for (var wave = 0; wave < Waves; wave++)
        {
            if (wave % 4 == 0) await LotAsync(wave / 4);
            if (wave > 0 && wave % 50 == 0) await CalibrateAsync();
            await WeekAsync([.. Enumerable.Range(wave * Wave, Math.Min(Wave, batches - wave * Wave))], wave);
            if (wave % 20 > 0) continue;
            var entries = await record.CountAsync();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {(wave + 1) * Wave:N0} batches, {entries:N0} entries, {watch.Elapsed.TotalSeconds:F0} s"));
        }
    }

    private async Task WeekAsync(int[] ids, int wave)
    {
        var last = wave == Waves - 1;
        var start = calendar.Now;
        await Task.WhenAll(ids.Select(async batch =>
        {
            var recipe = RecipeOf(batch);
            await GiveAsync(new OrderBatch(Id(batch), recipe.Id, recipe.Version, $"ORD-{batch}", $"COI-{batch:D6}"), Supervisor(batch));
            await GiveAsync(new StartBatch(Id(batch)), Supervisor(batch));
        }));
        await StageAsync(1, batch => DoAsync(batch, "S1", new Confirm(Id(batch), "S1", "statement-1"), new Confirm(Id(batch), "S1", "statement-2")));
        await StageAsync(5, batch => DoAsync(batch, "S2", new CheckInEquipment(Id(batch), "S2", "processor", Item(batch))));
        await StageAsync(20, batch => DoAsync(batch, "S3", new AddMaterial(Id(batch), "S3", "medium", $"MED-{wave / 4:D3}", 250, "mL")));
        await StageAsync(48, batch => DoAsync(batch, "S4", Hand(batch, "S4", "density", 1.2e6, "/mL"), Hand(batch, "S4", "glucose", Deviates(batch) ? 6.4 : 2 + batch % 10 / 10.0, "g/L")));
        var all = ids;
        ids = [.. all.Where(batch => Deviates(batch) && !(last && batch % 3 == 0))]; // of the newest, nobody has decided some
        await StageAsync(49, DecideAsync);
        await StageAsync(50, batch => GiveAsync(new CompleteStep(Id(batch), "S4"), Operator(batch)));
        ids = [.. all.Where(batch => batch % 100 is >= 40 and < 44)];
        await StageAsync(51, CorrectAsync);
        ids = [.. all.Where(Aborted)];
        await StageAsync(52, AbortAsync);
        ids = [.. all.Where(batch => !Aborted(batch) && !(last && Deviates(batch) && batch % 3 == 0))];
        await StageAsync(72, batch => DoAsync(batch, "S5", new TakeSample(Id(batch), "S5", "sterility-sample")));
        await StageAsync(96, batch => DoAsync(batch, "S6", Hand(batch, "S6", "viability", 92, "%"), Hand(batch, "S6", "volume", 251, "mL")));
        if (last) ids = [.. ids.Where(batch => batch % 3 == 0)];
        await StageAsync(120, batch => DoAsync(batch, "S7", new Confirm(Id(batch), "S7", "statement-1")));
        if (last) ids = [];
        await StageAsync(140, batch => DoAsync(batch, "S8", new CheckOutEquipment(Id(batch), "S8", "processor")));
        if (!last) ids = all;
        await StageAsync(142, batch => GiveAsync(new RecordCleaning(Item(batch), "sporicide, 10 min", calendar.Now.AddDays(30)), Operator(batch)));
        if (!last) await StageAsync(150, batch => DisposeOfAsync(batch, wave));
        await SignInsAsync();
        if (!last) calendar.Now = start.AddDays(7);

        async Task StageAsync(double hours, Func<int, Task> act)
        {
            if (last) hours /= 24; // the newest batches are hours old, so that now is when the server starts
            calendar.Now = start.AddHours(hours / 2);
            await Task.WhenAll(ids.Select(act));
            while (!follows.IsEmpty)
            {
                var now = new List<Reaction>();
                while (follows.TryDequeue(out var reaction)) now.Add(reaction);
                await Task.WhenAll(now.Select(reaction => (Task)ReactAsync((dynamic)reaction)));
            }
        }
    }

    private static bool Aborted(int batch) => batch % 100 is 50 or 51;

    private static string Item(int batch) => $"CP-{batch % Wave:D3}";

    private static RecordByHand Hand(int batch, string step, string parameter, double value, string unit) => new(Id(batch), step, parameter, value, unit, null);

    private async Task DoAsync(int batch, string step, params Command<Batch>[] acts)
    {
        await GiveAsync(new StartStep(Id(batch), step), Operator(batch));
        foreach (var act in acts) await GiveAsync(act, Operator(batch));
        if (step == "S4" && Deviates(batch)) return; // held until quality decides
        await GiveAsync(new CompleteStep(Id(batch), step), Operator(batch));
    }

    private async Task DecideAsync(int batch)
    {
        var id = $"{Id(batch)}-D1";
        var deviation = await desk.StateAsync<Deviation>(id);
        var quality = Quality(batch);
        await GiveAsync(new DecideToContinue(id, "Glucose is fed at the next step."), quality, new SignatureGiven(quality, "approval", SignedText.Hash(deviation.Statement("Glucose is fed at the next step."))));
        await GiveAsync(new ClassifyDeviation(id, batch % 5 == 0 ? DeviationSeverity.Major : DeviationSeverity.Minor, DeviationClass.Biology, "No effect on the product."), quality);
        await GiveAsync(new RecordInvestigation(id, "The feed was late.", "Two batches waited for one pump."), Supervisor(batch));
        if (batch < batches - 6 * Wave)
            await AppendAsync($"deviation/{id}", Quality(batch + 1).Id, new DeviationClosed("No effect on the batch.", Quality(batch + 1).Id, Quality(batch + 1).Name, Shown));
    }

    private async Task CorrectAsync(int batch)
    {
        await GiveAsync(new CorrectValue(Id(batch), "S4", "glucose", 2.5, "g/L", "Read from the wrong line."), Operator(batch));
        var verifier = Verifier(batch);
        await GiveAsync(new VerifyEntry(Id(batch), "S4", "glucose"), verifier, new SignatureGiven(verifier, "verification", Statements.Hash(Statements.Entry(await desk.StateAsync<Batch>(Id(batch)), "S4", "glucose"))));
    }

    private async Task AbortAsync(int batch)
    {
        var supervisor = Supervisor(batch);
        await GiveAsync(new AbortBatch(Id(batch), "The patient withdrew."), supervisor, new SignatureGiven(supervisor, "abort", Statements.Hash(Statements.Abort(await desk.StateAsync<Batch>(Id(batch)), "The patient withdrew."))));
    }

    private async Task DisposeOfAsync(int batch, int wave)
    {
        if (wave >= Waves - 2) return; // wait for a decision
        var (stream, signer) = ($"release/{Id(batch)}", Quality(batch));
        foreach (var result in new[] { new RecordTestResult(Id(batch), "endotoxin", "LAL-7 v3", calendar.Now, 0.1, "[IU]/mL"), new RecordTestResult(Id(batch), "sterility", "STE-2 v1", calendar.Now, Words: "no growth") })
        {
            if (result.Test == "sterility" && batch % 100 is 60 or 61 && wave >= Waves - 8)
            {
                await AppendAsync(stream, signer.Id, new BatchReleasedConditionally("The product cannot wait.", [new OwedResult("sterility", calendar.Now.AddDays(80))], "Results of sterility are awaited.", Shown, signer.Id, signer.Name, Shown));
                return;
            }

            await GiveAsync(result, Operator(batch + 7));
            var verifier = Verifier(batch + 3);
            var (state, recorded) = (await desk.StateAsync<Batch>(Id(batch)), (await desk.StateAsync<Disposition>(Id(batch))).Result(result.Test)!);
            await GiveAsync(new ReviewTestResult(Id(batch), result.Test), verifier,
                new SignatureGiven(verifier, "second review", SignedText.Hash(ReleaseStatements.Result(Id(batch), state.Recipe!.Release.First(test => test.Test == result.Test), recorded))));
        }

        await AppendAsync($"review/{Id(batch)}", signer.Id, new ReviewSigned(Shown, [], 0, 40, signer.Id, signer.Name, Shown));
        await AppendAsync(stream, signer.Id, Aborted(batch) || batch % 100 is 70 or 71
            ? new BatchRejected("Not enough cells.", Shown, signer.Id, signer.Name, Shown)
            : new BatchReleased(Shown, signer.Id, signer.Name, Shown));
    }

    private static readonly string Shown = SignedText.Hash("what was shown");

    private async Task PeopleAsync()
    {
        foreach (var person in Enumerable.Range(0, Operators).Select(Operator).Concat(Enumerable.Range(0, 12).Select(Verifier)).Concat(Enumerable.Range(0, 6).Select(Supervisor)).Concat(Enumerable.Range(0, 8).Select(Quality)).Append(Engineer))
        {
            await GiveAsync(new RegisterPerson(person.Id, person.Name, person.Roles), Performer.System);
            await GiveAsync(new RecordIdentityCheck(person.Id, "Person sup-0", IdentityDocument.Rehearsal), Performer.System);
            foreach (var recipe in Recipes) await AppendAsync($"person/{person.Id}", "sup-0", new TrainingRecorded(recipe.Name, calendar.Now.AddYears(20)));
        }

        foreach (var recipe in Recipes)
        {
            await GiveAsync(new SubmitRecipe(recipe.Id, recipe.Version, recipe.Text), Engineer);
            var from = calendar.Now.AddDays(recipe.Version == "1" ? 0 : 7 * (Waves / 2) - 1);
            await AppendAsync($"recipe/{recipe.Name}", "sup-0", new RecipeApproved(new Signature("sup-0", "Person sup-0", "approval", calendar.Now, recipe.Hash), null), new RecipeApproved(new Signature("qa-0", "Person qa-0", "approval", calendar.Now, recipe.Hash), from));
        }
    }

    private async Task EquipmentAsync()
    {
        foreach (var item in Enumerable.Range(0, Wave).Select(Item))
            await GiveAsync(new RegisterEquipment(item, "cell-processor", $"Processor {item}", "C-101", false), Engineer);
        await CalibrateAsync();
        foreach (var item in Enumerable.Range(0, Wave).Select(Item)) await GiveAsync(new RecordCleaning(item, "sporicide, 10 min", calendar.Now.AddDays(30)), Operator(0));
    }

    private Task CalibrateAsync() => Task.WhenAll(Enumerable.Range(0, Wave).Select(item =>
        GiveAsync(new RecordCalibration(Item(item), calendar.Now.AddDays(-1), calendar.Now.AddDays(370), true, "certificate"), Engineer)));

    private async Task LotAsync(int number)
    {
        var (id, quality) = ($"MED-{number:D3}", Quality(number));
        await GiveAsync(new ReceiveLot(id, "medium", "A supplier", $"L-{number}", calendar.Now.AddDays(200), 1_000_000, "mL"), Operator(number));
        await GiveAsync(new ReleaseLot(id, "certificate"), quality, new SignatureGiven(quality, "approval", SignedText.Hash((await desk.StateAsync<Lot>(id)).ReleaseStatement("certificate"))));
    }

    // Two a day and person, five days a week.
    private Task SignInsAsync() => Task.WhenAll(Enumerable.Range(0, Operators).Select(Operator).Concat(Enumerable.Range(0, 12).Select(Verifier)).Select(person =>
        AppendAsync($"person/{person.Id}", person.Id, [.. Enumerable.Range(0, 10).Select(_ => new SignInRecorded(SignInOutcome.SignedIn, "T-01"))])));

    private async Task AppendAsync(string stream, string actor, params object[] events)
    {
        var appended = await record.AppendAsync(new Append(stream, Append.Any, Guid.CreateVersion7(), new byte[32], actor, desk.Now, [.. events.Select(happened => new NewEntry(happened.GetType().Name, EventCatalogue.Write(happened)))]));
        foreach (var entry in ((Appended)appended).Entries) desk.Saw(entry);
    }

    private async Task ReactAsync<TState>(Given<TState> reaction)
        where TState : IStream<TState> => await desk.SendAsync(reaction.Command, new Caller(Performer.System, "server", Guid.CreateVersion7()));

    private async Task GiveAsync<TState>(Command<TState> command, Performer by, SignatureGiven? signature = null)
        where TState : IStream<TState>
    {
        var answer = await desk.SendAsync(command, new Caller(by, "T-01", Guid.CreateVersion7(), signature));
        if (answer.Refusal is { } refusal) throw new InvalidOperationException($"{command}: {refusal.Sentence}");
    }
}
