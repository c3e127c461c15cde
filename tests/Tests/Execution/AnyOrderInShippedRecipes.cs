using System.Collections.Immutable;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.People;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;
using Cellwright.Server.Recipes;
using CsCheck;

namespace Cellwright.Tests.Execution;

/// <summary>
/// The recipes that ship, whole, in random orders of starting, completing, pausing, resuming, holding, correcting and aborting. What stands must be allowed by an
/// independent reading of the flow, and nothing that it allows is refused for the sake of sequence. Times and signatures have tests of their own: here they are given.
/// </summary>
[Requirement("P11-10f")]
public sealed class AnyOrderInShippedRecipes
{
    private const int Acts = 1200;
    private const int Plays = 30;

    public static TheoryData<string> Names => [.. ExampleRecipes.Names];

    [Theory, MemberData(nameof(Names))]
    public void Never_breaks_their_sequence(string name)
    {
        var (recipe, aborted, performed) = (Recipe(name), 0, 0);
        Gen.Int.Sample(
            seed =>
            {
                var (ended, steps) = Play(recipe, new Random(seed), Decide);
                Interlocked.Add(ref performed, steps);
                if (ended == BatchStatus.Aborted) Interlocked.Increment(ref aborted);
                return true;
            },
            iter: Plays,
            print: seed => $"{name} with {seed}");
        Assert.True(performed > 20 * Plays && aborted > 0, $"{performed} steps were performed in {Plays} batches, and {aborted} were aborted"); // else it tried little
    }

    [Theory, MemberData(nameof(Names))]
    public void Is_judged_so_that_a_door_that_lets_any_step_start_is_found(string name) =>
        AssertFound(name, (command, batch, act) => command is StartStep start && batch.Status == BatchStatus.Running && batch.Step(start.Step) is null ? new StepStarted(start.Step) : command.Decide(batch, act));

    [Theory, MemberData(nameof(Names))]
    public void Is_judged_so_that_a_door_that_forgets_the_pause_is_found(string name) =>
        AssertFound(name, (command, batch, act) => command is StartStep && batch.Status == BatchStatus.Paused ? command.Decide(batch with { Status = BatchStatus.Running }, act) : command.Decide(batch, act));

    [Theory, MemberData(nameof(Names))]
    public void Is_judged_so_that_a_door_that_refuses_too_much_is_found(string name) =>
        AssertFound(name, (command, batch, act) => command is StartStep && batch.Steps.Count > 3 ? new Refusal("sequence", "No.") : command.Decide(batch, act));

    private delegate Decision<Batch> Door(Command<Batch> command, Batch batch, Act act);

    private static Decision<Batch> Decide(Command<Batch> command, Batch batch, Act act) => command.Decide(batch, act);

    private static void AssertFound(string name, Door broken)
    {
        var recipe = Recipe(name);
        Assert.ThrowsAny<Exception>(() => { for (var seed = 0; seed < 10; seed++) Play(recipe, new Random(seed), broken); });
    }

    private static (string Text, Recipe Read) Recipe(string name) => ExampleRecipes.Text(name) is var text ? (text, RecipeReader.Read(text)) : default;

    private static (BatchStatus Ended, int Steps) Play((string Text, Recipe Read) recipe, Random random, Door door)
    {
        var now = Acting.Start;
        var batch = new Batch();
        void Happens(params IEnumerable<Event<Batch>> events)
        {
            foreach (var happened in events) batch = happened.After(batch, new Happened("olga", now, batch.Version + 1));
        }

        Happens(new BatchOrdered("B-1", Master.HashOf(recipe.Text), recipe.Text, "PO-7", "COI-9"), new BatchStarted());
        var (reference, keys) = (new ResidualFlow(recipe.Read.Flow), AnyOrderOfCommands.Keys(recipe.Read.Flow, []).ToList());
        var olga = new Performer("olga", "Olga", [Role.Operator, Role.Supervisor, Role.QA], ImmutableDictionary<string, DateTimeOffset>.Empty.Add(recipe.Read.Name, DateTimeOffset.MaxValue));
        for (var number = 0; number < Acts; number++)
        {
            var open = Sequencing.Of(batch).Ready;
            var key = random.Next(3) > 0 && open.Count > 0 ? open[random.Next(open.Count)].Key : keys[random.Next(keys.Count)];
            var step = batch.Step(key);
            var what = random.Next(3 * Acts) == 0 ? 'a' : "sssrrrccccpuhlv"[random.Next(15)];
            if (what == 'r')
            {
                // What a correction leaves to be verified and signed again is met too.
                if (random.Next(2) == 0) step = batch.Steps.Values.FirstOrDefault(any => Completeness.Missing(batch, any.Key).Any()) ?? step;
                if (step is null || batch.Status != BatchStatus.Running) continue;
                key = step.Key;
                var met = Met(batch, key, random).ToList();
                Happens(met);
                reference.Fills(key, met.OfType<ValueRecorded>().Select(value => (value.Parameter, value.Value)));
                continue;
            }

            now = now.AddMinutes(1);
            if (Clocks.NotBefore(batch, key, recipe.Read.Phase(StepKey.Phase(key)), step is null ? Edge.Start : Edge.End) is { } earliest && earliest.At > now) now = earliest.At;
            batch = batch with { ExpiredClocks = batch.ExpiredClocks.Union(Clocks.Running(batch).Where(clock => clock.Until < now).Select(clock => clock.Id)) };
            if (Command(what, batch, key, random) is not { } command) continue;
            var signature = what == 'a' ? new SignatureGiven(olga, "abort", Statements.Hash(Statements.Abort(batch, "lost"))) : null;
            var decision = door(command, batch, Acting.By(what == 'l' ? Performer.System : olga, now, signature));
            var stands = decision.Refusal is null && decision.Events.Count > 0;
            if (what is 's' or 'c')
            {
                var works = batch.Status == BatchStatus.Running && batch.Holds.IsEmpty;
                if (stands) Assert.True(works && reference.Accepts(what, key, 0), $"{command} stands as act {number}");
                else if (works && decision.Refusal?.Rule == "sequence") Assert.False(reference.Accepts(what, key, 0), $"{command} is refused as act {number}: {decision.Refusal.Sentence}");
            }

            Happens(decision.Events);
            foreach (var value in decision.Events.OfType<ValueRecorded>()) reference.Knows(value.Step, value.Parameter, value.Value);
            if (batch.Status == BatchStatus.Aborted) Assert.DoesNotContain(keys, any => new StartStep("B-1", any).Decide(batch, Acting.By(olga, now)).Refusal is null);
        }

        Assert.Equal(batch.Status == BatchStatus.Completed, reference.IsDone);
        return (batch.Status, batch.Steps.Count);
    }

    private static Command<Batch>? Command(char what, Batch batch, string key, Random random) => what switch
    {
        's' => new StartStep("B-1", key),
        'c' => new CompleteStep("B-1", key),
        'p' => random.Next(4) == 0 ? new PauseBatch("B-1", "shift ends") : null,
        'u' => new ResumeBatch("B-1", "shift begins"),
        'h' => random.Next(4) == 0 ? new PlaceHold("B-1", $"H-{random.Next(3)}", "to be looked at") : null,
        'l' => batch.Holds.Keys.FirstOrDefault() is { } hold ? new ReleaseHold("B-1", hold, "looked at") : null,
        'a' => new AbortBatch("B-1", "lost"),
        _ => batch.Step(key)?.Values.LastOrDefault(value => value.Source != ValueSource.Computed) is { } value && random.Next(4) == 0
            ? new CorrectValue("B-1", key, value.Parameter, Math.Round(value.Value * (random.Next(2) + 0.5)), value.Unit, "misread") : null,
    };

    // All that a step asks for, recorded and verified; values now in the normal range, now beyond it, so that choices and loops go either way.
    private static IEnumerable<Event<Batch>> Met(Batch batch, string key, Random random)
    {
        var step = batch.Step(key)!;
        var phase = batch.Recipe!.Phase(step.Phase);
        double Drawn(Parameter parameter) => (parameter.Normal.Low ?? parameter.Normal.High ?? 1) * (random.Next(4) == 0 ? 0.3 : 1.1);
        ValueRecorded Value(Parameter parameter, ValueSource source) => Values.Of(key, parameter.Name, Drawn(parameter), parameter.Unit) with { Source = source };
        foreach (var demand in phase.Demands)
        {
            if (Completeness.IsMet(step, demand)) continue;
            var corrected = demand is MaterialDemand { Amount.Name: var amount } ? amount : demand.Name;
            if (step.Current(corrected) is { AwaitsVerification: true })
            {
                yield return new EntryVerified(key, corrected, true, "viktor", "Viktor", "");
                continue;
            }

            if (demand is MaterialDemand added) yield return new MaterialAdded(key, added.Name, added.Material.Name, "V-1", 1, added.Amount.Unit, false);
            yield return demand switch
            {
                EquipmentValueDemand value => Value(value.Parameter, ValueSource.Equipment),
                HandValueDemand value => Value(value.Parameter, ValueSource.Hand),
                ComputedValueDemand value => Value(value.Parameter, ValueSource.Computed),
                MaterialDemand material => Value(material.Amount, ValueSource.Hand),
                SampleDemand sample => new SampleTaken(key, sample.Name, $"B-1-{sample.Name}"),
                ConfirmationDemand said => new Confirmed(key, said.Name, said.Text, false),
                CheckInDemand checkIn => new EquipmentCheckedIn(key, checkIn.Name, checkIn.Role.Name, $"{checkIn.Role.Name}-1", null),
                CheckOutDemand checkOut => new EquipmentCheckedOut(key, checkOut.Name, checkOut.Role.Name, $"{checkOut.Role.Name}-1"),
                _ => throw new NotSupportedException(),
            };
        }

        if (phase.Signature is { } meaning && !step.Signatures.Any(given => given.Meaning == meaning && !given.Lapsed)) yield return new StepSigned(key, "olga", "Olga", meaning, "");
    }
}
