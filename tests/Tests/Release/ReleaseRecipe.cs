using Cellwright.Domain.Recipes.Masters;

namespace Cellwright.Tests.Release;

/// <summary>A short master record with a release specification: a value of the record, a test before release, a test that may be awaited.</summary>
internal static class ReleaseRecipe
{
    public const string Text = """
        id: short
        version: "1"
        title: A short run
        product: Cells of the tests
        example: true
        planned-duration: 1 d
        equipment:
          - {name: processor, class: cell-processor, room: CR-2}
        materials:
          - {name: vector, title: Vector, critical: true}
        release:
          - {test: viability, title: Viability, from: H1/viability, limits: {low: 80}, unit: "%", basis: [engineering-judgement]}
          - {test: endotoxin, title: Endotoxin, limits: {high: 0.5}, unit: "[IU]/mL", basis: [engineering-judgement]}
          - {test: sterility, title: Sterility, expected: no growth, may-be-pending: true, due: 14 d, basis: [engineering-judgement]}
        procedure:
          - id: unit
            title: Unit
            operations:
              - id: all
                title: All
                flow:
                  - {type: check-in, id: E1, title: Check in, roles: [processor]}
                  - type: add-material
                    id: M1
                    title: Add
                    additions: [{material: vector, amount: vector-volume}]
                    parameters:
                      - {name: vector-volume, unit: mL, normal: [0.8, 1.2], proven: [0.5, 2], estimate: {average: 1, variability: 0.05, data: dosing-2025-11, batches: 24}, class: CPP, observation: material, basis: [engineering-judgement]}
                  - type: record-by-hand
                    id: H1
                    title: Read off
                    signature: responsibility
                    parameters:
                      - {name: glucose, title: Glucose, unit: g/L, normal: [2, 6], proven: [1, 10], class: KPP, observation: biology}
                      - {name: viability, title: Viability, unit: "%", normal: {low: 90}, proven: {low: 70}, class: CQA, observation: biology}
                  - type: compute
                    id: K1
                    title: Compute
                    computations:
                      - {parameter: sugar, formula: "[H1/glucose] * 2'L'"}
                    parameters:
                      - {name: sugar, title: Sugar, unit: g, class: KPP, observation: biology}
                  - type: confirm
                    id: W1
                    title: Close
                    statements: [All is done.]
                    windows:
                      - {from: H1, from-edge: end, to: end, minimum: 5 min, maximum: 4 h}

        """;

    public static string Hash { get; } = Master.HashOf(Text);
}
