using System.Text.RegularExpressions;

namespace Cellwright.Tests.Architecture;

/// <summary>Every refusal in the source is a sentence that says what to do. Those that tests provoke are looked at again where they come out (<see cref="Refusals"/>).</summary>
public sealed partial class SayingWhatToDo
{
    [Fact]
    public void Is_what_every_refusal_in_the_source_does()
    {
        var sentences = Sources.All(["src"], ".cs", ".razor").SelectMany(path => In(File.ReadAllText(path)).Select(sentence => (File: Path.GetFileName(path), sentence))).ToList();
        Assert.True(sentences.Count > 250, $"Only {sentences.Count} refusals were found.");
        var faults = sentences.Where(one => Refusals.Fault(one.sentence) is not null).Select(one => $"{one.File}: \"{one.sentence}\" {Refusals.Fault(one.sentence)}.").ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    /// <summary>What stops a command of <c>cellwright</c>, and what <c>verify</c> says of a file that it cannot read. Damage is told with one act for all of it, in <see cref="Cellwright.Ledger.Damaged"/>.</summary>
    [Fact]
    public void Is_what_the_command_line_does()
    {
        string[] folders = ["src/Server/Hosting", "src/Server/Record", "src/Ledger/Verification"];
        var files = Sources.All(folders, ".cs").Concat(Sources.All(["src/Server/Demo"], "DemoCommand.cs", "DemoRecipes.cs", "PlantProcess.cs"));
        var sentences = files.SelectMany(path => In(File.ReadAllText(path), Stopped()).Select(sentence => (File: Path.GetFileName(path), sentence))).ToList();
        Assert.True(sentences.Count > 20, $"Only {sentences.Count} sentences were found.");
        var faults = sentences.Where(one => Refusals.Fault(one.sentence) is not null).Select(one => $"{one.File}: \"{one.sentence}\" {Refusals.Fault(one.sentence)}.").ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.Null(Refusals.Fault(new Cellwright.Ledger.Damaged(null, "record.pdf", "record.pdf was changed.").Sentence));
        Assert.NotNull(Refusals.Fault(Assert.Single(In("throw new InvalidOperationException(\"--speed is 1 or more.\");", Stopped()))));
    }

    [Fact]
    public void Sees_a_refusal_that_only_says_no()
    {
        Assert.All(
            ["Batch B-1 was aborted; nothing more can be done in it.", "Not allowed.", "Step S1 is completed", "‹name› needs a number.", "No equipment is checked in as processor."],
            sentence => Assert.NotNull(Refusals.Fault(sentence)));
        Assert.All(
            [
                "Batch B-1 is paused. A supervisor resumes it.", "Give the reason for the move.", "CP-1 is in use by batch B-2. Take another item, or check it out of B-2 first.",
                "Step S1 still needs: Glucose from hand.", "This needs a signature (approval): give user name and password again.",
            ],
            sentence => Assert.Null(Refusals.Fault(sentence)));
    }

    [Fact]
    public void Finds_the_sentences_of_a_refusal_through_holes_and_choices() =>
        Assert.Equal(
            ["Batch ‹› is ‹›. Wait.", "Say \"why\".", "Say who."],
            In("""
               return new Refusal("status", $"Batch {batch.Id} is {(batch.On ? "on" : $"off {when:HH:mm}")}. Wait.");
               static Refusal? Of(bool one) => one ? new("reason", "Say \"why\".") : new Refusal("who", "Say who.");
               new("label", "No sentence of a refusal"); Ask(new("x", "Why?"));
               """));

    // The texts of `new Refusal("rule", …)`, of `new("rule", …)` where the type is inferred and the text is a sentence, of what answers "not found", and of what is refused to a device.
    // A text that ends in a hole ends in another sentence, which is looked at where it comes out.
    private static IEnumerable<string> In(string code) => In(code, Made());

    private static IEnumerable<string> In(string code, Regex beginning)
    {
        foreach (Match made in beginning.Matches(code))
        {
            var named = made.Value is not ("new(" or "Refuse(");
            var at = made.Index + made.Length;
            for (var depth = 1; depth > 0 && at < code.Length;)
            {
                if (code[at] is '"' || code[at] is '$' && code[at + 1] is '"')
                {
                    var text = Literal(code, ref at);
                    if (text.Contains(' ', StringComparison.Ordinal) && text.Any(char.IsLetter) && (named || text.EndsWith('.')) && !text.EndsWith("‹›", StringComparison.Ordinal)) yield return text;
                    continue;
                }

                depth += code[at] switch { '(' => 1, ')' => -1, _ => 0 };
                at++;
            }
        }
    }

    // Reads a literal from its first quote; what stands in holes is left out.
    private static string Literal(string code, ref int at)
    {
        var filled = code[at] == '$';
        at += filled ? 2 : 1;
        var text = new System.Text.StringBuilder();
        while (code[at] != '"')
        {
            if (code[at] == '\\') text.Append(code[++at]);
            else if (filled && code[at] == '{' && code[at + 1] != '{')
            {
                Hole(code, ref at);
                text.Append("‹›");
                continue;
            }
            else text.Append(code[at]);
            at++;
        }

        at++;
        return text.ToString();
    }

    private static void Hole(string code, ref int at)
    {
        at++;
        for (var depth = 1; depth > 0;)
        {
            if (code[at] is '"' || code[at] is '$' && code[at + 1] is '"')
            {
                Literal(code, ref at);
                continue;
            }

            if (code[at] == '\'') at = code.IndexOf('\'', at + (code[at + 1] == '\\' ? 3 : 2)); // a character may be a brace
            depth += code[at] switch { '{' => 1, '}' => -1, _ => 0 };
            at++;
        }
    }

    [GeneratedRegex(@"new (?:InvalidOperationException|Unreadable)\(|\bRefuseAsync\(")]
    private static partial Regex Stopped();

    [GeneratedRegex("""new (?:[A-Za-z]+\.)*Refusal\(|\bNotFound\(|\bRefuse\(|\bnew\((?="[a-z-]+", )""")]
    private static partial Regex Made();
}
