using System.Text.RegularExpressions;
using Cellwright.Domain.Basics;

namespace Cellwright.Domain.Recipes.Masters;

/// <summary>Submits one version of a master record for approval. A version is immutable, and what <see cref="RecipeCheck"/> finds wrong nobody is asked to sign.</summary>
/// <param name="Id">Recipe id, as in the text: 2 to 64 of <c>a-z 0-9 -</c>.</param>
/// <param name="Version">Version, as in the text: 1 to 32 of letters, digits, point and hyphen.</param>
/// <param name="Text">The exact text.</param>
[AllowedTo(Role.Engineer)]
public sealed partial record SubmitRecipe(string Id, string Version, string Text) : Command<Master>
{
    private const int FindingsTold = 5;

    /// <inheritdoc />
    public override string StreamId => Master.NameOf(Id, Version);

    /// <inheritdoc />
    public override Decision<Master> Decide(Master state, Act act)
    {
        if (!RecipeId().IsMatch(Id) || !RecipeVersion().IsMatch(Version))
            return new Refusal("recipe-id",
                "A recipe's id is of a-z, 0-9 and hyphen; its version of letters, digits, point and hyphen. Correct them in the text.");
        if (string.IsNullOrWhiteSpace(Text))
            return new Refusal("recipe", "The text is empty. Submit the whole recipe.");
        var hash = Master.HashOf(Text);
        if (state.Exists && state.Hash == hash) return Decision<Master>.Nothing;
        if (state.Exists)
            return new Refusal("recipe-version",
                $"{state.Name} is on record with another text, and a version never changes. Give the changed text a new version.");
        var errors = RecipeCheck.Check(Text).Where(finding => finding.Severity == Severity.Error).ToList();
        if (errors.Count > 0) return new Refusal("recipe-check", Told(errors));
        var recipe = RecipeReader.Read(Text);
        if (recipe.Id != Id || recipe.Version != Version)
            return new Refusal("recipe-name", $"The text is of {recipe.Name}, not of {StreamId}. Submit it under the id and version that it bears.");
        return new RecipeSubmitted(Id, Version, Text, hash);
    }

    private static string Told(List<Finding> errors)
    {
        var lines = errors.Take(FindingsTold).Select(error => $"line {error.Line}: {error.Sentence.TrimEnd('.')}");
        var more = errors.Count > FindingsTold ? $"; and {errors.Count - FindingsTold} more" : "";
        return $"The recipe is not fit to be signed. {string.Join("; ", lines)}{more}. Correct the text (`cellwright recipe check` lists everything) and submit it again.";
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{1,63}\z")]
    private static partial Regex RecipeId();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9.-]{0,31}\z")]
    private static partial Regex RecipeVersion();
}

/// <summary>A version of a master record waits for approval.</summary>
public sealed record RecipeSubmitted(string Id, string Version, string Text, string Hash) : Event<Master>
{
    /// <inheritdoc />
    public override Master Apply(Master state, Happened when) =>
        state with { Id = Id, Version = Version, Text = Text, Hash = Hash, Author = when.By, SubmittedAt = when.At };
}
