namespace Cellwright.Domain.Monitoring;

/// <summary>Where a version of a model stands in its life.</summary>
public enum ModelStanding
{
    /// <summary>Submitted; it follows nothing.</summary>
    Submitted,

    /// <summary>It runs beside, is compared, and never alarms.</summary>
    Shadow,

    /// <summary>Its verdicts count: drift opens a deviation.</summary>
    InForce,

    /// <summary>A newer one was approved for every version of the recipe that it covers, or for its item.</summary>
    Superseded,

    /// <summary>Taken out of use, with a reason.</summary>
    Retired,
}

/// <summary>What follows from the approvals: for one version of a recipe, and for one item, one model is in force at a time, the one that was approved last. Nobody has to withdraw the one before.</summary>
public static class ModelLifecycle
{
    /// <summary>The model in force for batches of that version of a recipe, or null.</summary>
    /// <remarks>A model that is retired does not bring its predecessor back: what replaced it was a decision of its own.</remarks>
    public static MonitoringModel? InForce(IEnumerable<MonitoringModel> models, string recipeId, string recipeVersion) =>
        Latest(models.Where(model => model.Covers(recipeId, recipeVersion)));

    /// <summary>The model in force for a room or utility, or null.</summary>
    public static MonitoringModel? InForce(IEnumerable<MonitoringModel> models, string equipment) => Latest(models.Where(model => model.Equipment == equipment));

    /// <summary>The model in force where <paramref name="model"/> would be: which it replaces, or null.</summary>
    public static MonitoringModel? InForceBeside(MonitoringModel model, IReadOnlyCollection<MonitoringModel> models) => model.Equipment is { } item
        ? InForce(models, item) is { } latest && latest.Name != model.Name ? latest : null
        : model.RecipeVersions.Select(version => InForce(models, model.RecipeId, version)).FirstOrDefault(other => other is not null && other.Name != model.Name);

    /// <summary>Those that follow batches of that version of a recipe: the one in force, then those in shadow in the order of their names.</summary>
    public static IEnumerable<MonitoringModel> Following(IReadOnlyCollection<MonitoringModel> models, string recipeId, string recipeVersion)
    {
        if (InForce(models, recipeId, recipeVersion) is { } inForce) yield return inForce;
        foreach (var shadow in models.Where(model => IsShadow(model) && model.Covers(recipeId, recipeVersion)).OrderBy(model => model.Name, StringComparer.Ordinal)) yield return shadow;
    }

    /// <summary>Those that follow a room or utility: the one in force, then those in shadow in the order of their names.</summary>
    public static IEnumerable<MonitoringModel> Following(IReadOnlyCollection<MonitoringModel> models, string equipment)
    {
        if (InForce(models, equipment) is { } inForce) yield return inForce;
        foreach (var shadow in models.Where(model => IsShadow(model) && model.Equipment == equipment).OrderBy(model => model.Name, StringComparer.Ordinal)) yield return shadow;
    }

    /// <summary>Where <paramref name="model"/> stands among all.</summary>
    public static ModelStanding Of(MonitoringModel model, IReadOnlyCollection<MonitoringModel> models) =>
        model.Retired is not null ? ModelStanding.Retired
        : model.Approval is null ? model.ShadowSince is null ? ModelStanding.Submitted : ModelStanding.Shadow
        : (model.Equipment is { } item ? InForce(models, item)?.Name == model.Name : model.RecipeVersions.Exists(version => InForce(models, model.RecipeId, version)?.Name == model.Name)) ? ModelStanding.InForce
        : ModelStanding.Superseded;

    /// <summary>The first that was approved after it for a version of the recipe that it covers or for its item, and so took its place there; null where none did, or where it was retired before.</summary>
    public static MonitoringModel? SuccessorOf(MonitoringModel model, IEnumerable<MonitoringModel> models) => model.Approval is not { } approved ? null
        : models.Where(other => other.Approval?.At > approved.At && !(model.Retired?.Signature.At < other.Approval.At) && (model.Equipment is { } item ? other.Equipment == item : model.RecipeVersions.Exists(version => other.Covers(model.RecipeId, version))))
            .MinBy(other => other.Approval!.At);

    private static MonitoringModel? Latest(IEnumerable<MonitoringModel> models) => models.Where(model => model.Approval is not null).MaxBy(model => model.Approval!.At) is { Retired: null } latest ? latest : null;

    private static bool IsShadow(MonitoringModel model) => model is { ShadowSince: not null, Approval: null, Retired: null };
}
