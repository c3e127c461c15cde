namespace Cellwright.Domain.Recipes;

/// <summary>Whether a recipe may be used with it.</summary>
public enum Severity
{
    /// <summary>It may not.</summary>
    Error,

    /// <summary>It may, but somebody should look.</summary>
    Warning,
}

/// <summary>Something wrong with the text of a recipe.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Severity">Error or warning.</param>
/// <param name="Rule">Stable name of the rule, e.g. <c>unknown-tag</c>.</param>
/// <param name="Sentence">What is wrong and what would be right.</param>
public sealed record Finding(int Line, int Column, Severity Severity, string Rule, string Sentence)
{
    /// <summary>As the command line prints it after the file's name: <c>line:column: error rule: sentence</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Line}:{Column}: {(Severity == Severity.Error ? "error" : "warning")} {Rule}: {Sentence}");
}

/// <summary>The text is not a recipe.</summary>
/// <param name="finding">The first thing wrong with it.</param>
public sealed class RecipeFormatException(Finding finding)
    : FormatException(FormattableString.Invariant($"{finding.Sentence} (line {finding.Line}, column {finding.Column})"))
{
    /// <summary>What is wrong, and where.</summary>
    public Finding Finding { get; } = finding;

    /// <summary>Line, from 1.</summary>
    public int Line => Finding.Line;

    /// <summary>Column, from 1.</summary>
    public int Column => Finding.Column;
}
