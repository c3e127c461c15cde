using Xunit.v3;

namespace Cellwright.Tests;

/// <summary>Names the requirement that a test proves; the trace matrix in docs/validate is generated from these.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequirementAttribute(params string[] ids) : Attribute, ITraitAttribute
{
    /// <summary>Requirement ids, e.g. <c>P11-10e1</c>.</summary>
    public IReadOnlyList<string> Ids { get; } = ids;

    /// <inheritdoc />
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() =>
        [.. Ids.Select(id => KeyValuePair.Create("requirement", id))];
}
