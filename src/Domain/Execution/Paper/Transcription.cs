using Cellwright.Domain.Basics;
using static System.FormattableString;

namespace Cellwright.Domain.Execution.Paper;

/// <summary>What the second person signs who compared what was typed with the paper.</summary>
public static class Transcription
{
    /// <summary>The meaning of that signature.</summary>
    public const string Meaning = "transcription";

    /// <summary>The text, word for word: every act, who did it and when.</summary>
    public static string Statement(Batch batch, string pack, string reason, IEnumerable<PaperAct> acts) => SignedText.Of([
        .. Statements.Heading(batch),
        $"entered from paper pack {SignedText.Free(pack)}, reason: {SignedText.Free(reason)}",
        .. acts.Select((act, index) => Invariant($"{index + 1}. {act.DoneAt:O} by {SignedText.Free(act.DoneBy)}: {SignedText.Free(((IOnPaper)act.Act).Words)}")),
        "the paper says the same, and I neither did nor typed any of it",
    ]);
}
