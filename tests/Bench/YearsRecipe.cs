using System.Globalization;

namespace Cellwright.Bench;

/// <summary>The recipe of <see cref="Years"/>: eight steps with what a batch typically has.</summary>
internal static class YearsRecipe
{
    /// <param name="product">Number of the product.</param>
    /// <param name="version">Version.</param>
    public static string Text(int product, int version) => string.Create(CultureInfo.InvariantCulture, $$"""
        id: years-{{product}}
        version: "{{version}}"
        title: Product {{product}} of the bench
        product: Product {{product}}
        example: true
        planned-duration: 6 d
        equipment:
          - {name: processor, class: cell-processor}
        materials:
          - {name: medium, title: Medium, critical: false}
        release:
          - {test: endotoxin, title: Endotoxin, limits: {high: 0.5}, unit: "[IU]/mL", basis: [engineering-judgement]}
          - {test: sterility, title: Sterility, expected: no growth, may-be-pending: true, due: 90 d, basis: [engineering-judgement]}
        procedure:
          - id: preparing
            title: Preparing
            operations:
              - id: opening
                title: Opening
                flow:
                  - {type: confirm, id: S1, title: Clear the room, statements: [Nothing is left of the batch before., The label fits the order.]}
                  - {type: check-in, id: S2, title: Take a processor, roles: [processor]}
                  - type: add-material
                    id: S3
                    title: Add the medium
                    additions: [{material: medium, amount: medium-volume}]
                    parameters:
                      - {name: medium-volume, unit: mL, target: 250, proven: [200, 300], class: KPP, observation: material, basis: [engineering-judgement]}
          - id: culture
            title: Culture
            operations:
              - id: growing
                title: Growing
                flow:
                  - type: record-by-hand
                    id: S4
                    title: Look at the culture
                    second-person: false
                    parameters:
                      - {name: glucose, unit: g/L, normal: [1.5, 4], proven: [1, 6], class: CPP, observation: biology, hold: true, basis: [engineering-judgement]}
                      - {name: density, unit: /mL, class: KPP, observation: biology}
                  - {type: sample, id: S5, title: Sample for sterility, samples: [{name: sterility-sample, title: Sterility}]}
                  - type: record-by-hand
                    id: S6
                    title: Look at the harvest
                    second-person: false
                    parameters:
                      - {name: viability, unit: "%", normal: {low: 80}, proven: {low: 70}, class: CPP, observation: biology, basis: [engineering-judgement]}
                      - {name: volume, unit: mL, class: KPP, observation: equipment}
          - id: closing
            title: Closing
            operations:
              - id: clearing
                title: Clearing
                flow:
                  - {type: confirm, id: S7, title: Label the bag, statements: [Every bag bears its label.]}
                  - {type: check-out, id: S8, title: Give the processor back, roles: [processor]}

        """);
}
