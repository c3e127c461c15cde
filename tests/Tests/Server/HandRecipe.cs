namespace Cellwright.Tests.Server;

/// <summary>A recipe that needs little: sentences, values by hand, then one item with a watched temperature.</summary>
internal static class HandRecipe
{
    private const string Temperature =
        "{name: temperature, unit: Cel, target: 37, normal: [36.5, 37.5], proven: [36, 38], class: CPP, observation: equipment, tag: chamber-temperature, watch: true, hold: true, basis: [engineering-judgement]}";

    /// <param name="version">Version.</param>
    /// <param name="statements">Sentences of step S1.</param>
    /// <param name="watched">What step S4 watches on the processor; its temperature when nothing is given.</param>
    public static string Text(string version = "1", int statements = 3, params string[] watched) => $$"""
        id: hands
        version: "{{version}}"
        title: By hand
        product: Nothing
        example: true
        planned-duration: 1 d
        equipment:
          - {name: processor, class: cell-processor}
        procedure:
          - id: unit
            title: Unit
            operations:
              - id: only
                title: Only
                flow:
                  - type: confirm
                    id: S1
                    title: Confirm
                    statements: [{{string.Join(", ", Enumerable.Range(1, statements).Select(number => $"Sentence {number}."))}}]
                  - type: record-by-hand
                    id: S2
                    title: Read
                    second-person: false
                    parameters:
                      - {name: glucose, unit: g/L, class: KPP, observation: biology}
                  - {type: check-in, id: S3, title: Check in, roles: [processor]}
                  - type: incubate
                    id: S4
                    title: Incubate
                    equipment: processor
                    minimum-duration: 1 s
                    basis: [engineering-judgement]
                    parameters:
                      - {{string.Join("\n              - ", watched.Length > 0 ? watched : [Temperature])}}
                  - {type: check-out, id: S5, title: Check out, roles: [processor]}

        """;
}
