using System.Globalization;
using Cellwright.Domain.Basics.Units;

namespace Cellwright.Domain.Recipes.Expressions;

/// <summary>Recursive descent; from weakest to strongest: or, and, not, comparison, + -, * /, sign, ^.</summary>
internal sealed class FormulaParser
{
    // Bounds that no honest formula meets; they keep a hostile one from exhausting the stack.
    private const int LongestText = 2000;
    private const int DeepestNesting = 50;

    private readonly FormulaTokens tokens;
    private int depth;

    public FormulaParser(string text)
    {
        if (text.Length > LongestText) throw new FormatException($"A formula has at most {LongestText} characters (column {LongestText + 1}).");
        tokens = new FormulaTokens(text);
    }

    public Expression Parse()
    {
        var expression = Or();
        if (tokens.Current.Kind != TokenKind.End) throw tokens.Unexpected("an operator or the end");
        return expression;
    }

    private Expression Or()
    {
        if (++depth > DeepestNesting) throw tokens.Wrong("The formula is nested too deeply");
        var left = And();
        while (tokens.Take("or") is { } token) left = new Junction(token.Column, Truth(left), Truth(And()), Or: true);
        depth--;
        return left;
    }

    private Expression And()
    {
        var left = Negated();
        while (tokens.Take("and") is { } token) left = new Junction(token.Column, Truth(left), Truth(Negated()), Or: false);
        return left;
    }

    private Expression Negated()
    {
        var nots = new Stack<Token>();
        while (tokens.Take("not") is { } token) nots.Push(token);
        var expression = Compared();
        while (nots.TryPop(out var token)) expression = new Not(token.Column, Truth(expression));
        return expression;
    }

    private Expression Compared()
    {
        var left = Added();
        if (TakeComparison() is not var (token, how)) return left;
        var comparison = new Comparison(token.Column, Value(left), Value(Added()), how);
        if (TakeComparison() is var (again, _)) throw tokens.At(again, "Comparisons cannot be chained; join two of them with and");
        return comparison;
    }

    private (Token, Comparing)? TakeComparison()
    {
        Comparing? how = tokens.Current.Kind != TokenKind.Symbol ? null : tokens.Current.Text switch
        {
            "<" => Comparing.Less,
            "<=" => Comparing.LessOrEqual,
            ">" => Comparing.Greater,
            ">=" => Comparing.GreaterOrEqual,
            "=" => Comparing.Equal,
            "!=" => Comparing.NotEqual,
            _ => null,
        };
        return how is null ? null : (tokens.Next(), how.Value);
    }

    private Expression Added()
    {
        var left = Multiplied();
        while ((tokens.Take("+") ?? tokens.Take("-")) is { } token)
            left = new Sum(token.Column, Value(left), Value(Multiplied()), token.Text == "-");
        return left;
    }

    private Expression Multiplied()
    {
        var left = Signed();
        while ((tokens.Take("*") ?? tokens.Take("/")) is { } token)
            left = new Product(token.Column, Value(left), Value(Signed()), token.Text == "/");
        return left;
    }

    private Expression Signed()
    {
        if (tokens.Take("-") is not { } sign) return Raised();
        if (++depth > DeepestNesting) throw tokens.Wrong("The formula is nested too deeply");
        var inner = Value(Signed());
        depth--;
        // A literal keeps its sign, so that -5'Cel' is a temperature.
        return inner is Number number ? number with { Column = sign.Column, Value = -number.Value } : new Negation(sign.Column, inner);
    }

    private Expression Raised()
    {
        var value = Primary();
        return tokens.Take("^") is { } token ? new Exponentiation(token.Column, Value(value), Value(Signed())) : value;
    }

    private Expression Primary()
    {
        var token = tokens.Next();
        switch (token.Kind)
        {
            case TokenKind.Number:
                var value = double.Parse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
                if (!double.IsFinite(value)) throw tokens.At(token, $"{token.Text} is too large a number");
                return new Number(token.Column, value, tokens.Current.Kind == TokenKind.Unit ? UnitOf(tokens.Next()) : null);
            case TokenKind.Reference:
                return new Reference(token.Column, token.Text);
            case TokenKind.Symbol when token.Text == "(":
                var inner = Or();
                if (tokens.Take(")") is null) throw tokens.Unexpected("a closing parenthesis");
                return inner;
            case TokenKind.Word when Call.Functions.TryGetValue(token.Text, out var count):
                return Called(token, count);
            case TokenKind.Word:
                throw tokens.At(token, $"'{token.Text}' is not a function; there are {string.Join(", ", Call.Functions.Keys)}, and a recorded value is written [phase/parameter]");
            default:
                throw tokens.At(token, $"A value was expected, and not {token.Described}");
        }
    }

    private Call Called(Token name, (int Least, int Greatest) count)
    {
        if (tokens.Take("(") is null) throw tokens.Unexpected($"an opening parenthesis after {name.Text}");
        List<Expression> arguments = [Value(Or())];
        while (tokens.Take(",") is not null) arguments.Add(Value(Or()));
        if (tokens.Take(")") is null) throw tokens.Unexpected("a comma or a closing parenthesis");
        if (arguments.Count < count.Least || arguments.Count > count.Greatest)
            throw tokens.At(name, $"{name.Text} takes {(count.Least == count.Greatest ? $"{count.Least}" : $"{count.Least} to {count.Greatest}")} values, and not {arguments.Count}");
        if (name.Text == "round" && arguments.Count == 2 && arguments[1] is not Number { Value: >= 0 and <= 12, Unit: null })
            throw tokens.At(name, "round takes, second, a number of digits from 0 to 12");
        return new Call(name.Column, name.Text, arguments);
    }

    private Unit UnitOf(Token token)
    {
        try
        {
            return Unit.Parse(token.Text);
        }
        catch (FormatException wrong)
        {
            throw tokens.At(token, wrong.Message.TrimEnd('.'));
        }
    }

    private Expression Truth(Expression expression) =>
        expression.IsTruth ? expression : throw new FormatException($"A condition was expected, such as a comparison, and not a number (column {expression.Column}).");

    private Expression Value(Expression expression) =>
        expression.IsTruth ? throw new FormatException($"A number was expected, and not a condition (column {expression.Column}).") : expression;
}
