namespace Cellwright.Browser;

/// <summary>Recipes of a single operation, for tests that need steps of their own.</summary>
internal static class OneOperation
{
    /// <summary>Two release tests: one to be decided before the release, one that may be awaited.</summary>
    public const string TwoTests = """
        release:
          - {test: appearance, title: Appearance, expected: clear, basis: [engineering-judgement]}
          - {test: sterility, title: Sterility, expected: no growth, may-be-pending: true, due: 14 d, basis: [engineering-judgement]}
        """;

    /// <summary>The text of a recipe.</summary>
    /// <param name="id">Its id; the version is 1.</param>
    /// <param name="title">Its title.</param>
    /// <param name="flow">Steps in YAML, from the first column on.</param>
    /// <param name="more">What stands before the procedure, from the first column on.</param>
    public static string Text(string id, string title, string flow, string more = "") => $"""
        id: {id}
        version: "1"
        title: {title}
        product: Rehearsal cells, autologous
        example: true
        planned-duration: 1 d
        {more}
        procedure:
          - id: all
            title: All
            operations:
              - id: steps
                title: Steps
                flow:
        {Indented(flow)}

        """;

    private static string Indented(string flow) => string.Join('\n', flow.Split('\n').Select(line => line.Length == 0 ? line : $"          {line}"));
}
