using Cellwright.Domain.Recipes;

namespace Cellwright.Tests.Recipes;

/// <summary>A short recipe that checks clean and uses every step type and kind of flow; tests change a line of it.</summary>
internal static class SmallRecipe
{
    public const string Text = """
        id: small
        version: "1"
        title: A small recipe
        product: Nothing
        example: true
        planned-duration: 2 d
        equipment:
          - {name: processor, class: cell-processor}
          - {name: counter, class: cell-counter}
        materials:
          - {name: medium, title: Medium, critical: false}
          - {name: vector, title: Vector, critical: true}
        sources:
          - {key: "1", citation: A paper}
        procedure:
          - id: unit
            title: Unit
            operations:
              - id: first
                title: First
                flow:
                  - {type: line-clearance, id: S1, title: Clear, checklist: [Nothing is left.]}
                  - {type: check-in, id: S2, title: Check in, roles: [processor, counter]}
                  - {type: confirm, id: S3, title: Confirm, statements: [Done.]}
                  - type: incubate
                    id: S4
                    title: Incubate
                    equipment: processor
                    equipment-phase: culture
                    minimum-duration: 24 h
                    maximum-duration: 30 h
                    windows:
                      - {from: S3, from-edge: end, to: start, maximum: 72 h}
                    parameters:
                      - {name: chamber-temperature, unit: Cel, target: 37, normal: [36.5, 37.5], proven: [36, 38], class: CPP, observation: equipment, tag: chamber-temperature, taking: average, window: 30 min, watch: true, hold: true, basis: ["1"]}
                  - type: record
                    id: S5
                    title: Count
                    equipment: counter
                    equipment-phase: measure
                    parameters:
                      - {name: density, unit: /mL, normal: {low: 1e6}, proven: {low: 0.5e6}, class: KPP, observation: biology, tag: viable-cell-density}
                      - {name: volume, unit: mL, class: KPP, observation: equipment, tag: chamber-volume, from: processor}
                  - type: compute
                    id: S6
                    title: Total
                    computations:
                      - {parameter: total, formula: "[S5/density] * [S5/volume]"}
                    parameters:
                      - {name: total, unit: "1", class: KPP, observation: biology}
              - id: second
                title: Second
                flow:
                  - parallel:
                      - - type: add-material
                          id: S7
                          title: Add
                          additions: [{material: vector, amount: vector-volume}, {material: medium, amount: medium-volume}]
                          parameters:
                            - {name: vector-volume, unit: mL, target: 1, proven: [0.5, 2], class: CPP, observation: material, basis: [engineering-judgement]}
                            - {name: medium-volume, unit: mL, target: 10, class: KPP, observation: material}
                      - - {type: sample, id: S8, title: Sample, samples: [{name: sterility, title: Sterility}]}
                  - choice:
                      id: low
                      cases:
                        - when: "[S6/total] < 1e8"
                          do:
                            - {type: confirm, id: S9, title: Feed, statements: [Fed.]}
                        - when: "[S6/total] < 2e8"
                          do: []
                      else:
                        - {type: confirm, id: S10, title: Go on, statements: [Gone on.]}
                  - repeat:
                      id: again
                      until: "[S11/glucose] > 2'g/L'"
                      at-most: 3
                      body:
                        - type: record-by-hand
                          id: S11
                          title: Glucose
                          parameters:
                            - {name: glucose, unit: g/L, class: KPP, observation: biology}
                  - type: yield
                    id: S12
                    title: Yield
                    actual: {parameter: got, formula: "[S6/total]"}
                    theoretical: {parameter: hoped, formula: "2 * [S6/total]"}
                    percent: percent
                    parameters:
                      - {name: got, unit: "1", class: KPP, observation: biology}
                      - {name: hoped, unit: "1", class: KPP, observation: biology}
                      - {name: percent, unit: "%", proven: [30, 110], class: KPP, observation: biology}
                  - {type: check-out, id: S13, title: Check out, roles: [processor, counter]}

        """;

    /// <summary>The text with one part replaced; the line of the replacement, from 1.</summary>
    public static (string Text, int Line) With(string part, string replacement)
    {
        var at = Text.IndexOf(part, StringComparison.Ordinal);
        Assert.True(at >= 0, $"the small recipe does not contain: {part}");
        return (Text.Remove(at, part.Length).Insert(at, replacement), Text[..at].Count(letter => letter == '\n') + 1);
    }

    public static Recipe Read() => RecipeReader.Read(Text);
}
