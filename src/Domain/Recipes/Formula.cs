namespace Cellwright.Domain.Recipes;

/// <summary>A safe expression on recorded values: placeholder signature, replaced by the real one.</summary>
public sealed class Formula
{
    private Formula(string text) => Text = text;
    public string Text { get; }
    public IReadOnlyList<string> References => [];
    public static Formula Parse(string text) => new(text);
    public double Evaluate(Func<string, double> valueOf) => 0;
    public bool Holds(Func<string, double> valueOf) => Evaluate(valueOf) != 0;
}
