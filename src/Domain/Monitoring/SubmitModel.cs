using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Cellwright.Domain.Basics;
using Cellwright.Domain.Equipment;
using Cellwright.Domain.Recipes.Masters;

namespace Cellwright.Domain.Monitoring;

/// <summary>
/// Submits one version of a monitoring model, for batches of a recipe or for a room or utility that runs without batches. The server fits it, keeps the file and makes
/// the card, so that nobody can describe a model otherwise than it is.
/// </summary>
/// <param name="Id">Name of the model: 2 to 64 of <c>a-z 0-9 -</c>.</param>
/// <param name="Version">Version: 1 to 32 of letters, digits, point and hyphen.</param>
/// <param name="RecipeId">Recipe whose batches it follows; empty for a model of an item.</param>
/// <param name="RecipeVersions">Versions of that recipe, each of them approved; none for a model of an item.</param>
/// <param name="Hash">SHA-256, lower-case hex, of the bytes of the file.</param>
/// <param name="Card">What it rests on.</param>
/// <param name="Equipment">The room or utility that it follows; null for a model of batches.</param>
[AllowedTo(Role.Engineer), OwnEndpoint]
public sealed partial record SubmitModel(string Id, string Version, string RecipeId, ImmutableList<string> RecipeVersions, string Hash, ModelCard Card, string? Equipment = null) : Command<MonitoringModel>
{
    private StatesOf<Master> Masters => new($"{RecipeId}@");

    private StateOf<EquipmentItem>? Item => Equipment is null ? null : new(Equipment);

    /// <inheritdoc />
    public override string StreamId => MonitoringModel.NameOf(Id, Version);

    /// <inheritdoc />
    public override IEnumerable<Need> Needs(MonitoringModel state, Performer by, DateTimeOffset at) => Item is { } item ? [item] : [Masters];

    /// <inheritdoc />
    public override Decision<MonitoringModel> Decide(MonitoringModel state, Act act)
    {
        if (!ModelId().IsMatch(Id) || !ModelVersion().IsMatch(Version))
            return new Refusal("model-id", "A model's name is of a-z, 0-9 and hyphen; its version of letters, digits, point and hyphen. Choose them so.");
        if (!ModelHash.IsHash(Hash)) return new Refusal("model-hash", "The hash of the file is no SHA-256 in lower-case hex. Let the server fit the model and keep its file.");
        if (state.Exists && state.Hash == Hash) return Decision<MonitoringModel>.Nothing;
        if (state.Exists) return new Refusal("model-version", $"{state.Name} is on record with another file, and a version never changes. Give the refit a new version.");
        if (Item is { } item) return OfItem(act.Facts.Of(item));
        if (Card.Run is not null) return new Refusal("model-card", "The card is of a run without batches, and the model is for batches. Say which item it follows.");
        if (RecipeVersions.IsEmpty) return new Refusal("recipe", $"Say which versions of {RecipeId} the model is for.");
        var masters = act.Facts.Of(Masters);
        if (RecipeVersions.Find(version => !masters.Any(master => master.Version == version && master.Approved)) is { } unknown)
            return new Refusal("recipe", $"{Master.NameOf(RecipeId, unknown)} is not on record as approved. Name versions that batches were made by.");
        return Card.Refusal() is { } refusal ? refusal : new ModelSubmitted(Id, Version, RecipeId, RecipeVersions, Hash, Card);
    }

    private Decision<MonitoringModel> OfItem(EquipmentItem item)
    {
        if (!item.Registered || item.Retired) return new Refusal("equipment", $"{Equipment} is not in service. Name a room or a utility that is registered.");
        if (EquipmentClasses.Find(item.Class) is not { Continuous: not null })
            return new Refusal("equipment", $"{item.Id} is a {item.Class}, which runs in batches. Fit a model to the batches of its recipe, or name a room or a utility.");
        if (RecipeId.Length > 0 || !RecipeVersions.IsEmpty) return new Refusal("recipe", $"A model follows batches of a recipe or {item.Id}, not both. Fit one for each.");
        if (Card.Run is null) return new Refusal("model-card", $"The card does not say which run of {item.Id} the model was fitted to. Submit what the fit wrote.");
        return Card.Refusal() is { } refusal ? refusal : new ModelSubmitted(Id, Version, RecipeId, RecipeVersions, Hash, Card, item.Id);
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{1,63}\z")]
    private static partial Regex ModelId();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9.-]{0,31}\z")]
    private static partial Regex ModelVersion();
}

/// <summary>A version of a monitoring model is on record.</summary>
/// <param name="Id">Name.</param>
/// <param name="Version">Version.</param>
/// <param name="RecipeId">Recipe.</param>
/// <param name="RecipeVersions">Its versions.</param>
/// <param name="Hash">SHA-256 of the file.</param>
/// <param name="Card">What it rests on.</param>
/// <param name="Equipment">The room or utility that it follows; null for a model of batches.</param>
public sealed record ModelSubmitted(string Id, string Version, string RecipeId, ImmutableList<string> RecipeVersions, string Hash, ModelCard Card, string? Equipment = null) : Event<MonitoringModel>
{
    /// <inheritdoc />
    public override MonitoringModel Apply(MonitoringModel state, Happened when) =>
        state with { Id = Id, Version = Version, RecipeId = RecipeId, RecipeVersions = RecipeVersions, Hash = Hash, Card = Card, Equipment = Equipment, Author = when.By, SubmittedAt = when.At };
}
