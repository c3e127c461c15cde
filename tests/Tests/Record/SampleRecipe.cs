namespace Cellwright.Tests.Record;

/// <summary>A short master record with one step of most types.</summary>
internal static class SampleRecipe
{
    public const string Text = """
        id: sample-cart
        version: "1.0"
        title: Short autologous culture
        product: T cells, autologous, for the tests of the record
        example: true
        planned-duration: 2 d
        equipment:
          - {name: processor, class: cell-processor}
        materials:
          - {name: il-2, title: Interleukin-2, critical: true}
        procedure:
          - id: preparation
            title: Preparation
            operations:
              - id: clearance
                title: Room and equipment
                flow:
                  - type: line-clearance
                    id: S1
                    title: Clear room and line
                    instruction: Nothing of an earlier patient may be left.
                    checklist:
                      - No material of another batch is in the room.
                  - type: check-in
                    id: S2
                    title: Check in the processor
                    roles: [processor]
              - id: medium
                title: Medium
                flow:
                  - type: add-material
                    id: S3
                    title: Add interleukin-2
                    instruction: Add to the medium bag and mix.
                    additions:
                      - {material: il-2, amount: il-2-activity}
                    parameters:
                      - {name: il-2-activity, title: Interleukin-2, unit: "k[IU]", target: 600, normal: [540, 660], proven: [60, 1500], class: CPP, observation: material, basis: [engineering-judgement]}
          - id: culture
            title: Culture
            operations:
              - id: grow
                title: Growth
                flow:
                  - type: sample
                    id: S4
                    title: Count at the start
                    samples:
                      - {name: start, title: Culture at the start}
                    parameters:
                      - {name: viable-cell-density, title: Viable cell density, unit: /mL, normal: {low: 1.0e6}, proven: {low: 0.5e6}, class: KPP, observation: biology, basis: [engineering-judgement]}
                  - type: incubate
                    id: S5
                    title: Culture for a day
                    instruction: Leave it alone.
                    equipment: processor
                    equipment-phase: culture
                    minimum-duration: 24 h
                    maximum-duration: 30 h
                    parameters:
                      - {name: chamber-temperature, title: Chamber temperature, unit: Cel, target: 37.0, normal: [36.5, 37.5], proven: [36.0, 38.0], class: CPP, observation: equipment, tag: chamber-temperature, taking: average, window: 60 min, watch: true, hold: true, basis: [engineering-judgement]}
                  - type: record
                    id: S6
                    title: Viability before harvest
                    equipment: processor
                    signature: responsibility
                    parameters:
                      - {name: viability, title: Viability, unit: "%", target: 97, normal: {low: 95}, proven: {low: 90}, class: CQA, observation: biology, tag: viability, taking: single, basis: [engineering-judgement]}
          - id: harvest
            title: Harvest
            operations:
              - id: yield
                title: Yield
                flow:
                  - type: yield
                    id: S7
                    title: Yield of the culture
                    actual: {parameter: harvested, formula: "[S4/viable-cell-density] * 3360'mL'"}
                    theoretical: {parameter: expected, formula: "[S4/viable-cell-density] * 3000'mL'"}
                    percent: percent
                    parameters:
                      - {name: harvested, title: Cells harvested, unit: "1", class: KPP, observation: biology, basis: [engineering-judgement]}
                      - {name: expected, title: Cells expected, unit: "1", class: KPP, observation: biology, basis: [engineering-judgement]}
                      - {name: percent, title: Yield, unit: "%", target: 100, normal: [60, 140], proven: [40, 200], class: KPP, observation: biology, basis: [engineering-judgement]}
                  - choice:
                      id: enough
                      cases:
                        - when: "[S7/percent] < 60'%'"
                          do:
                            - type: confirm
                              id: S8
                              title: Call the quality unit
                              statements: [The quality unit knows.]
                      else: []
                  - type: check-out
                    id: S9
                    title: Give back the processor
                    roles: [processor]
        """;
}
