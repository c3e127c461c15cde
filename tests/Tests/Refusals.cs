using System.Text.RegularExpressions;
using Cellwright.Domain.Basics;

namespace Cellwright.Tests;

/// <summary>The form of every refusal: whole sentences, of which one says what to do. Each way of saying so was read and taken up here by a person.</summary>
public static partial class Refusals
{
    // To do what: at the beginning of a sentence, or of a clause after comma, colon, semicolon.
    private const string Verbs =
        "Align|Ask|Attach|Build|Check|Choose|Clean|Close|Collect|Compare|Convert|Correct|Decide|Declare|Disconnect|Do not|Enable|Enter|Extend|Find|Fit|Free|Give|Go on|Have|Hold|Investigate|Judge|Leave|Let|Look|Make|"
        + "Measure|Name|Open|Order|Plan|Put|Read|Receive|Record|Register|Reject|Release|Reopen|Report|Restart|Save|Say|Scan|See|Send|Set|Shorten|Sign|Start|Stop|Submit|Take|Tell|Try|Turn|Type|Use|Wait|Withdraw|Write";

    // Whose turn it is, and what they do: the reader fetches them.
    private const string Who = "supervisor|administrator|engineer|operator|quality unit|quality|QA|person|people|somebody";
    private const string Does = "must|starts?|resumes?|reopens?|reviews?|approves?|closes?|records?|decides?|issues?|asks?|signs?|looks?|comes? back";

    /// <summary>What is wrong with a refusal's sentence, or null.</summary>
    public static string? Fault(string sentence) =>
        !Whole().IsMatch(sentence) ? "is no whole sentence: it begins with a capital letter, a number or a name and ends with a full stop"
        : Tells().IsMatch(sentence) ? null
        : "says that it is so, and not what to do now";

    /// <summary>A refusal has its form.</summary>
    public static void AreInForm(Refusal? refusal)
    {
        if (refusal is null) return;
        Assert.NotEmpty(refusal.Rule);
        Assert.True(Fault(refusal.Sentence) is not { } fault, $"\"{refusal.Sentence}\" ({refusal.Rule}) {Fault(refusal.Sentence)}.");
    }

    [GeneratedRegex(@"\A[\p{Lu}\p{N}'""‹/\p{Ll}][\s\S]{10,}\.\z")]
    private static partial Regex Whole();

    [GeneratedRegex(
        $@"(?:\A|[.:;?!›)""] )(?:{Verbs})\b|[;:,] (?:then |or |and |so )?(?i:{Verbs})\b|\b(?i:{Who})\b[^.;:]*\b(?:{Does})\b|\b(?:still needs|needs): |\bmay (?:start|be completed) at\b")]
    private static partial Regex Tells();
}
