namespace Cellwright.Domain.Recipes.Expressions;

internal enum TokenKind
{
    Number,
    Unit,
    Reference,
    Word,
    Symbol,
    End,
}

/// <summary>One word of a formula.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Column)
{
    public string Described => Kind == TokenKind.End ? "the end" : $"'{Text}'";
}

/// <summary>Cuts a formula into words, one ahead.</summary>
internal sealed class FormulaTokens
{
    private static readonly string[] Symbols = ["<=", ">=", "!=", "==", "<>", "≤", "≥", "<", ">", "=", "+", "-", "*", "/", "^", "(", ")", ","];

    private readonly string text;
    private int at;

    public FormulaTokens(string text)
    {
        this.text = text;
        Current = Read();
    }

    public Token Current { get; private set; }

    public Token Next()
    {
        var token = Current;
        if (token.Kind != TokenKind.End) Current = Read();
        return token;
    }

    /// <summary>The current word when it is <paramref name="word"/>, taken; else null.</summary>
    public Token? Take(string word) =>
        Current.Kind is TokenKind.Symbol or TokenKind.Word && Current.Text == word ? Next() : null;

    public FormatException Unexpected(string expected) => Wrong($"{char.ToUpperInvariant(expected[0])}{expected[1..]} was expected, and not {Current.Described}");

    public FormatException Wrong(string sentence) => At(Current, sentence);

    public FormatException At(Token token, string sentence) => new($"{sentence} (column {token.Column}).");

    private Token Read()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        var start = at;
        if (at >= text.Length) return new(TokenKind.End, "", start + 1);
        var next = text[at];
        if (char.IsAsciiDigit(next) || next == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])) return ReadNumber(start);
        if (next == '\'') return new(TokenKind.Unit, Between('\'', "the apostrophe that closes a unit"), start + 1);
        if (next == '[') return ReadReference(start);
        if (char.IsAsciiLetter(next))
        {
            while (at < text.Length && char.IsAsciiLetterOrDigit(text[at])) at++;
            return new(TokenKind.Word, text[start..at], start + 1);
        }

        var symbol = Symbols.FirstOrDefault(candidate => text.AsSpan(start).StartsWith(candidate, StringComparison.Ordinal))
            ?? throw new FormatException($"'{next}' does not belong in a formula (column {start + 1}).");
        at += symbol.Length;
        return new(TokenKind.Symbol, symbol switch { "==" => "=", "<>" => "!=", "≤" => "<=", "≥" => ">=", _ => symbol }, start + 1);
    }

    private Token ReadNumber(int start)
    {
        Digits();
        if (at < text.Length && text[at] == '.')
        {
            at++;
            Digits();
        }

        if (at < text.Length && text[at] is 'e' or 'E')
        {
            var signed = at + 1 < text.Length && text[at + 1] is '+' or '-' ? 2 : 1;
            if (at + signed < text.Length && char.IsAsciiDigit(text[at + signed]))
            {
                at += signed;
                Digits();
            }
        }

        return new(TokenKind.Number, text[start..at], start + 1);
    }

    private Token ReadReference(int start)
    {
        var name = Between(']', "the bracket that closes a reference");
        var parts = name.Split('/');
        return parts.Length == 2 && parts.All(IsName)
            ? new(TokenKind.Reference, name, start + 1)
            : throw new FormatException($"A recorded value is written [phase/parameter], and not [{name}] (column {start + 1}).");
    }

    private static bool IsName(string part) => part.Length > 0 && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_');

    private string Between(char closing, string described)
    {
        var end = text.IndexOf(closing, at + 1);
        if (end < 0) throw new FormatException($"{char.ToUpperInvariant(described[0])}{described[1..]} is missing (column {at + 1}).");
        var inside = text[(at + 1)..end];
        at = end + 1;
        return inside;
    }

    private void Digits()
    {
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
    }
}
