using Cellwright.Domain.Execution;
using Cellwright.Domain.Execution.Commands;
using Cellwright.Domain.Release;
using Cellwright.Domain.Release.Commands;
using Confirm = Cellwright.Domain.Execution.Commands.Confirm;
using RecordByHand = Cellwright.Domain.Execution.Commands.RecordByHand;

namespace Cellwright.Browser;

/// <summary>A batch of thirty steps, really performed, in which three things ask for a person's eyes: a value in the alert range, a fallback and a correction.</summary>
internal static class ThirtySteps
{
    private static readonly string Text = OneOperation.Text("thirty", "Thirty steps", $$"""
        - {type: check-in, id: T01, title: Check in the processor, roles: [processor]}
        - type: record
          id: T02
          title: Record the chamber
          equipment: processor
          parameters:
            - {name: chamber-temperature, title: Chamber temperature, unit: Cel, target: 37.2, normal: [37.1, 37.5], proven: [36, 38], class: CPP, observation: equipment, tag: chamber-temperature, taking: single, basis: [engineering-judgement]}
            - {name: co2, title: CO2, unit: "%", target: 5, normal: [4.5, 5.5], proven: [4, 6], class: CPP, observation: equipment, tag: co2, taking: single, basis: [engineering-judgement]}
        - type: record-by-hand
          id: T03
          title: Read the glucose
          parameters:
            - {name: glucose, title: Glucose, unit: g/L, target: 4, normal: [2, 6], proven: [1, 10], class: KPP, observation: biology, basis: [engineering-judgement]}
        {{string.Join("\n", Enumerable.Range(4, 27).Select(step => $"- {{type: confirm, id: T{step:00}, title: Step {step}, statements: [Step {step} is done.]}}"))}}
        """, $"equipment:\n  - {{name: processor, class: cell-processor}}\n{OneOperation.TwoTests}");

    /// <summary>Everything from the recipe to the end of the batch, and the result of the test before release.</summary>
    public static async Task PerformAsync(SiteUnderTest site, string batch)
    {
        var recipe = await site.InForceAsync(Text);
        var (_, processor) = await site.BatchAsync($"SPARE-{batch[^2..]}", started: false);
        await site.StartAsync(batch, recipe);
        await site.As("ada", new StartStep(batch, "T01"));
        await site.As("ada", new CheckInEquipment(batch, "T01", "processor", processor));
        await site.As("ada", new CompleteStep(batch, "T01"));
        await site.As("ada", new StartStep(batch, "T02"));
        await site.As("ada", new RecordFromEquipment(batch, "T02", "chamber-temperature"));
        await site.As("ada", new RecordByHand(batch, "T02", "co2", 4.9, "%", "The CO2 sensor is being replaced; read at the incubator's own display."));
        await VerifyAsync("T02", "co2");
        await site.As("ada", new CompleteStep(batch, "T02"));
        await site.As("ada", new StartStep(batch, "T03"));
        await site.As("ada", new RecordByHand(batch, "T03", "glucose", 4, "g/L", null));
        await VerifyAsync("T03", "glucose");
        await site.As("ada", new CorrectValue(batch, "T03", "glucose", 4.4, "g/L", "Misread the display; second reading confirmed by photograph."));
        await VerifyAsync("T03", "glucose");
        await site.As("ada", new CompleteStep(batch, "T03"));
        for (var step = 4; step <= 30; step++)
        {
            await site.As("ada", new StartStep(batch, $"T{step:00}"));
            await site.As("ada", new Confirm(batch, $"T{step:00}", "statement-1"));
            await site.As("ada", new CompleteStep(batch, $"T{step:00}"));
        }

        await site.As("ada", new RecordTestResult(batch, "appearance", "visual, method 1.0", site.Desk.Now, Words: "clear"));
        var result = (await site.Desk.StateAsync<Disposition>(batch)).Result("appearance")!;
        await site.As("ben", new ReviewTestResult(batch, "appearance"), "second review", Statements.Hash(ReleaseStatements.Result(batch, recipe.Release[0], result)));

        async Task VerifyAsync(string step, string entry) =>
            await site.As("ben", new VerifyEntry(batch, step, entry), "verification", Statements.Hash(Statements.Entry(await site.StateAsync(batch), step, entry)));
    }
}
