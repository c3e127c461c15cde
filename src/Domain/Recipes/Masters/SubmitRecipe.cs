using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Recipes.Drafts;
using Cellwright.Domain.Recipes.Variants;

namespace Cellwright.Domain.Recipes.Masters;

/// <summary>Submits one version of a master record for approval. A version is immutable, and what <see cref="RecipeCheck"/> finds wrong nobody is asked to sign.</summary>
/// <param name="Id">Recipe id, as in the text: 2 to 64 of <c>a-z 0-9 -</c>.</param>
/// <param name="Version">Version, as in the text: 1 to 32 of letters, digits, point and hyphen.</param>
/// <param name="Text">The exact text.</param>
/// <param name="Draft">Draft that it was written in, or null: whoever saved the draft is its author too.</param>
[AllowedTo(Role.Engineer)]
public sealed partial record SubmitRecipe(string Id, string Version, string Text, string? Draft = null) : Command<Master>
{
    private const int FindingsTold = 5;

    /// <inheritdoc />
    public override string StreamId => Master.NameOf(Id, Version);

    private StatesOf<Master>? Parents => Extension.Of(Text) is { } extends ? new($"{extends.Id}@") : null;

    private StateOf<Drafts.Draft>? Writing => Draft is { } id ? new(id) : null;

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(Master state, Performer by, DateTimeOffset at)
    {
        if (Parents is { } parents) yield return parents;
        if (Writing is { } writing) yield return writing;
    }

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
        var draft = Writing is { } writing ? act.Facts.Of(writing) : null;
        if (draft is not null && (!draft.Exists || draft.Latest.Hash != hash))
            return new Refusal("draft-revision", $"Draft {Draft} has another text than this. Save it, look at it once more, and submit what is saved.");
        var parent = Parents is { } parents ? Bases.Find(Extension.Of(Text)!, act.Facts.Of(parents)) : null;
        if (parent is not null && (!parent.Approved || parent.Retired is not null))
            return new Refusal("recipe-base", $"{parent.Name} is {(parent.Approved ? "retired" : "not approved")}. Extend a version that is approved.");
        var errors = RecipeCheck.Check(Text, BaseOf).Where(finding => finding.Severity == Severity.Error).ToList();
        if (errors.Count > 0) return new Refusal("recipe-check", Told(errors));
        var recipe = RecipeReader.Read(Text, BaseOf);
        if (recipe.Id != Id || recipe.Version != Version)
            return new Refusal("recipe-name", $"The text is of {recipe.Name}, not of {StreamId}. Submit it under the id and version that it bears.");
        return new RecipeSubmitted(Id, Version, Text, hash, parent is null ? null : new ResolvedText(recipe.Text, recipe.Hash, parent.Name, parent.ContentHash),
            Draft, draft is null ? null : [.. draft.Authors.Order(StringComparer.Ordinal)]);

        BaseRecipe? BaseOf(Extension extends) => parent is null ? null : Bases.Of(parent);
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
/// <param name="Id">Recipe id.</param>
/// <param name="Version">Version.</param>
/// <param name="Text">The text, as its author wrote it.</param>
/// <param name="Hash">SHA-256 of <paramref name="Text"/>.</param>
/// <param name="Resolved">Of a variant: the text with its base made one.</param>
/// <param name="Draft">Draft that it was written in, or null.</param>
/// <param name="Authors">User ids of those who wrote the draft, or null.</param>
public sealed record RecipeSubmitted(string Id, string Version, string Text, string Hash, ResolvedText? Resolved = null, string? Draft = null, ImmutableList<string>? Authors = null) : Event<Master>
{
    /// <inheritdoc />
    public override Master Apply(Master state, Happened when) =>
        state with { Id = Id, Version = Version, Text = Text, Hash = Hash, Resolved = Resolved, Draft = Draft, Author = when.By, Authors = Authors ?? [], SubmittedAt = when.At };
}
