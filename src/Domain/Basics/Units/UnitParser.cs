using System.Globalization;

namespace Cellwright.Domain.Basics.Units;

/// <summary>Recursive descent over UCUM's grammar of terms (section 2 of the specification).</summary>
internal sealed class UnitParser(string text)
{
    // Longer than any unit in use; keeps nesting and powers of hostile text small.
    private const int LongestText = 64;
    private const int LargestExponent = 30;

    private int at;

    public Unit Parse()
    {
        if (text.Length == 0) throw Wrong("a unit is missing; a pure number is 1");
        if (text.Length > LongestText) throw new FormatException($"A unit has at most {LongestText} characters.");
        var unit = Take('/') ? Unit.One.Per(Component()) : Component();
        unit = Rest(unit);
        if (at < text.Length) throw Wrong($"'{text[at]}' does not fit here");
        return new Unit(text, unit.Dimension, unit.Factor, unit.IsCelsius);
    }

    private Unit Rest(Unit unit)
    {
        while (at < text.Length && text[at] is '.' or '/')
        {
            var divide = text[at++] == '/';
            var next = Component();
            if (unit.IsCelsius || next.IsCelsius) throw Wrong("Cel has its zero elsewhere and stands alone; write K in a product");
            unit = divide ? unit.Per(next) : unit.Times(next);
        }

        return unit;
    }

    private Unit Component()
    {
        if (at >= text.Length) throw Wrong("a unit is missing at the end");
        if (Take('('))
        {
            var inner = Rest(Component());
            if (!Take(')')) throw Wrong("a closing parenthesis is missing");
            return inner;
        }

        if (Annotation()) return Unit.One;
        var unit = Annotated();
        Annotation();
        return unit;
    }

    private Unit Annotated()
    {
        if (char.IsAsciiDigit(text[at]) && !IsPowerOfTen())
        {
            var number = Digits();
            if (number == 0) throw Wrong("zero is not a unit");
            return new Unit(number.ToString(CultureInfo.InvariantCulture), Dimension.None, new Ratio(number, 1));
        }

        var symbol = Symbol();
        var unit = UnitAtoms.Find(symbol) ?? throw Wrong($"'{symbol}' is not a unit known here");
        var exponent = Exponent();
        if (exponent is null) return unit;
        if (unit.IsCelsius) throw Wrong("Cel has its zero elsewhere and stands alone; write K in a power");
        return unit.Power(exponent.Value);
    }

    private bool IsPowerOfTen() => text.AsSpan(at) is ['1', '0', '*' or '^', ..];

    private string Symbol()
    {
        var start = at;
        if (IsPowerOfTen()) at += 3;
        else
        {
            while (at < text.Length && (char.IsAsciiLetter(text[at]) || text[at] is '%' or '[' or '_' or '\''))
            {
                if (text[at] == '[')
                {
                    var end = text.IndexOf(']', at);
                    if (end < 0) throw Wrong("a closing bracket is missing");
                    at = end;
                }

                at++;
            }
        }

        if (start == at) throw Wrong($"'{text[at]}' does not fit here");
        return text[start..at];
    }

    private int? Exponent()
    {
        var sign = Take('-') ? -1 : Take('+') ? 1 : 0;
        if (at >= text.Length || !char.IsAsciiDigit(text[at])) return sign == 0 ? null : throw Wrong("an exponent is missing");
        var size = Digits();
        if (size is 0 or > LargestExponent) throw Wrong($"an exponent lies between 1 and {LargestExponent}");
        return sign < 0 ? -size : size;
    }

    private int Digits()
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return int.TryParse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong("a number is too large");
    }

    private bool Annotation()
    {
        if (!Take('{')) return false;
        var end = text.IndexOf('}', at);
        if (end < 0) throw Wrong("a closing brace is missing");
        at = end + 1;
        return true;
    }

    private bool Take(char expected)
    {
        if (at >= text.Length || text[at] != expected) return false;
        at++;
        return true;
    }

    private FormatException Wrong(string what) => new($"Unit '{text}': {what} (column {at + 1}).");
}
