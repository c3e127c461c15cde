using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.Masters;

namespace Cellwright.Tests.Execution;

/// <summary>A short master record in which every kind of step, flow and time limit occurs once; tests of execution work in its steps.</summary>
internal static class TestRecipe
{
    public const string Text = """
        id: test
        version: "1"
        title: A short culture
        product: Cells of the tests
        example: true
        planned-duration: 2 d
        equipment:
          - {name: processor, class: cell-processor, room: CR-2}
          - {name: counter, class: cell-counter}
        materials:
          - {name: vector, title: Vector, critical: true}
          - {name: medium, title: Medium, critical: false}
        procedure:
          - id: unit
            title: Unit
            operations:
              - id: all
                title: All
                flow:
                  - {type: line-clearance, id: C1, title: Clear the line, checklist: [Nothing of another patient is left.]}
                  - {type: check-in, id: E1, title: Check in, roles: [processor, counter]}
                  - {type: confirm, id: F1, title: Weld, statements: [The bag is welded., The weld is tight.], minimum-duration: 5 min}
                  - type: add-material
                    id: M1
                    title: Add
                    additions: [{material: vector, amount: vector-volume}, {material: medium, amount: medium-volume}]
                    parameters:
                      - {name: vector-volume, unit: mL, normal: [0.8, 1.2], proven: [0.5, 2], class: CPP, observation: material, hold: true, basis: [engineering-judgement]}
                      - {name: medium-volume, unit: mL, class: KPP, observation: material}
                  - type: record
                    id: R1
                    title: Record
                    equipment: processor
                    parameters:
                      - {name: temperature, title: Temperature, unit: Cel, normal: [36.5, 37.5], proven: [36, 38], class: CPP, observation: equipment, tag: chamber-temperature, hold: true, basis: [engineering-judgement]}
                      - {name: co2, title: CO2, unit: "%", normal: [4.5, 5.5], proven: [4, 6], class: CPP, observation: equipment, tag: co2, taking: average, window: 10 min, basis: [engineering-judgement]}
                      - {name: warm, title: Warmth, unit: Cel, normal: {low: 36.5}, proven: {low: 30}, class: CPP, observation: equipment, tag: chamber-temperature, taking: condition, window: 30 min, basis: [engineering-judgement]}
                      - {name: density, title: Density, unit: /mL, normal: {low: 1.0e6}, proven: {low: 0.5e6}, class: KPP, observation: biology, tag: viable-cell-density, from: counter}
                  - type: record-by-hand
                    id: H1
                    title: Read off
                    signature: responsibility
                    parameters:
                      - {name: glucose, title: Glucose, unit: g/L, normal: [2, 6], proven: [1, 10], class: KPP, observation: biology}
                      - {name: volume, title: Volume, unit: mL, class: KPP, observation: equipment}
                  - {type: sample, id: S1, title: Sample, samples: [{name: sterility, title: Sterility}, {name: count, title: Count}]}
                  - type: compute
                    id: K1
                    title: Compute
                    computations:
                      - {parameter: total, formula: "[R1/density] * [H1/volume]"}
                      - {parameter: half, formula: "[K1/total] / 2"}
                    parameters:
                      - {name: total, title: Total cells, unit: "1", normal: {low: 1.0e8}, proven: {low: 1.0e7}, class: KPP, observation: biology}
                      - {name: half, title: Half of them, unit: "1", proven: {low: 1.0e7}, class: KPP, observation: biology}
                  - type: incubate
                    id: I1
                    title: Incubate
                    equipment: processor
                    minimum-duration: 24 h
                    maximum-duration: 30 h
                    windows:
                      - {from: H1, from-edge: end, to: start, maximum: 2 h}
                    parameters:
                      - {name: chamber, title: Chamber temperature, unit: Cel, normal: [36.5, 37.5], proven: [36, 38], class: CPP, observation: equipment, tag: chamber-temperature, taking: average, window: 30 min, watch: true, hold: true, basis: [engineering-judgement]}
                  - parallel:
                      - - {type: confirm, id: P1, title: Left, statements: [Left is done.]}
                      - - {type: confirm, id: P2, title: Right, statements: [Right is done.]}
                  - choice:
                      id: enough
                      cases:
                        - when: "[K1/total] < 1.0e8"
                          do:
                            - {type: confirm, id: X1, title: Few, statements: [QA knows.]}
                      else:
                        - {type: confirm, id: X2, title: Many, statements: [Go on.]}
                  - repeat:
                      id: feed
                      until: "[G1/sugar] > 2'g/L'"
                      at-most: 3
                      body:
                        - {type: record-by-hand, id: G1, title: Sugar, second-person: false, parameters: [{name: sugar, title: Sugar, unit: g/L, class: KPP, observation: biology}]}
                  - type: confirm
                    id: W1
                    title: Wait
                    statements: [Waited.]
                    windows:
                      - {from: P1, from-edge: end, to: start, minimum: 1 h, maximum: 4 h}
                      - {from: P2, from-edge: end, to: end, maximum: 6 h}
                  - type: yield
                    id: Y1
                    title: Yield
                    actual: {parameter: got, formula: "[K1/total]"}
                    theoretical: {parameter: hoped, formula: "2.0e6'/mL' * [H1/volume]"}
                    percent: percent
                    parameters:
                      - {name: got, title: Actual, unit: "1", class: KPP, observation: biology}
                      - {name: hoped, title: Theoretical, unit: "1", class: KPP, observation: biology}
                      - {name: percent, title: Yield, unit: "%", normal: [60, 140], proven: [40, 200], class: KPP, observation: biology}
                  - {type: check-out, id: O1, title: Check out, roles: [processor, counter]}

        """;

    public static string Hash { get; } = Master.HashOf(Text);

    public static Recipe Recipe { get; } = RecipeReader.Read(Text);
}
