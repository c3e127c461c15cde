using Xunit.Sdk;
using Xunit.v3;
using Cellwright.Tests;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Cellwright.Tests;

/// <summary>A class that runs for long, by itself on one core for as long as it takes if it comes last.</summary>
/// <param name="seconds">About how long, on two cores with everything else.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LongAttribute(int seconds) : Attribute
{
    /// <summary>About how long.</summary>
    public int Seconds => seconds;
}

/// <summary>The longest classes come first, so that short ones fill both cores to the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly Dictionary<string, int> Seconds = typeof(LongestFirst).Assembly.GetTypes()
        .Select(type => (type.FullName, Long: type.GetCustomAttributes(typeof(LongAttribute), false).Cast<LongAttribute>().SingleOrDefault()))
        .Where(type => type.Long is not null).ToDictionary(type => type.FullName!, type => type.Long!.Seconds, StringComparer.Ordinal);

    /// <inheritdoc />
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderByDescending(SecondsOf)];

    // A class is a collection of its own, which bears its name: "Test collection for Cellwright.Browser.Looks (id: …)".
    private static int SecondsOf<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection =>
        collection.TestCollectionDisplayName.Split(' ').Select(word => Seconds.GetValueOrDefault(word)).Max();
}
