using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit.v3;

namespace Cellwright.Browser.Guides;

/// <summary>A how-to of a guide, and a test: it does what it prints. Those of a class are a day, in the order in which they stand in its files.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class HowToAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : FactAttribute(file, line)
{
    /// <summary>Its place in the day: the day's own file first (<c>X.cs</c>), then what goes on in <c>X.Part.cs</c>.</summary>
    public (int, string, int) Place { get; } = (file?.Length ?? 0, file ?? "", line);
}

/// <summary>The guide that a day makes: <c>docs/use/{name}.md</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class GuideAttribute(string name) : Attribute
{
    /// <summary>Name of the file without its ending.</summary>
    public string Name { get; } = name;
}

/// <summary>Runs the how-tos of a day from morning to evening.</summary>
public sealed class FromMorningToEvening : ITestMethodOrderer
{
    /// <inheritdoc />
    public IReadOnlyCollection<TTestMethod?> OrderTestMethods<TTestMethod>(IReadOnlyCollection<TTestMethod?> testMethods)
        where TTestMethod : notnull, Xunit.Sdk.ITestMethod =>
        [.. testMethods.OrderBy(method => (method as IXunitTestMethod)?.Method.GetCustomAttribute<HowToAttribute>()?.Place)];
}
