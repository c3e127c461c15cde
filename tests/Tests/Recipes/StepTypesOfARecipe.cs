using System.Text.RegularExpressions;
using Cellwright.Domain.Recipes;
using Cellwright.Domain.Recipes.StepTypes;
using RecordStep = Cellwright.Domain.Recipes.StepTypes.Record;

namespace Cellwright.Tests.Recipes;

[Requirement("P211-188")]
public sealed class StepTypesOfARecipe
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Recipes");

    [Fact]
    public void Are_those_that_were_approved()
    {
        var found = typeof(Phase).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Phase)) && !type.IsAbstract)
            .Select(type => ((Phase)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type)).Type).Order(StringComparer.Ordinal);
        Assert.Equal(File.ReadAllLines(Path.Combine(Folder, "StepTypes.approved.txt")), found);
    }

    [Fact]
    public void Are_sealed_and_stand_each_in_a_file_of_their_name()
    {
        var types = typeof(Phase).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Phase))).ToList();
        Assert.All(types, type => Assert.True(type.IsSealed, type.Name));
        Assert.All(types, type => Assert.Equal("Cellwright.Domain.Recipes.StepTypes", type.Namespace));
        var files = Directory.GetFiles(Path.Combine(Checkout.Root, "src", "Domain", "Recipes", "StepTypes"), "*.cs").Select(file => (Path.GetFileNameWithoutExtension(file), File.ReadAllText(file))).ToList();
        Assert.Empty(OutOfPlace(types.Select(type => type.Name), files));
    }

    [Fact]
    public void Are_found_when_two_share_a_file_or_one_has_none_of_its_name()
    {
        (string, string)[] files = [("Weigh", "public sealed record Weigh : Phase { } public sealed record Pour : Phase { }"), ("Stirring", "public sealed record Stir : Phase { }"), ("Wait", "public sealed record Wait : Phase { }")];
        Assert.Equal(["Pour", "Stir"], OutOfPlace(["Weigh", "Pour", "Stir", "Wait"], files));
    }

    private static IEnumerable<string> OutOfPlace(IEnumerable<string> types, IReadOnlyList<(string Name, string Text)> files) =>
        types.Where(type => files.Where(file => Regex.IsMatch(file.Text, $@"\brecord {type}\b")).Select(file => file.Name) is var homes && !homes.SequenceEqual([type]));

    [Fact]
    public void Ask_for_what_must_happen()
    {
        var recipe = SmallRecipe.Read();
        Demand[] Of(string id) => [.. recipe.Phase(id).Demands];
        Assert.Equal([new ConfirmationDemand("point-1", "Nothing is left.", SecondPerson: true)], Of("S1"));
        Assert.Equal(["processor", "counter"], Of("S2").OfType<CheckInDemand>().Select(demand => demand.Role.Name));
        Assert.Equal([new ConfirmationDemand("statement-1", "Done.")], Of("S3"));
        Assert.IsType<EquipmentValueDemand>(Assert.Single(Of("S4")));
        Assert.Equal(2, Of("S5").OfType<EquipmentValueDemand>().Count());
        Assert.Equal("total", Assert.IsType<ComputedValueDemand>(Assert.Single(Of("S6"))).Name);
        Assert.Equal([("vector", "vector-volume", true), ("medium", "medium-volume", false)], Of("S7").OfType<MaterialDemand>().Select(demand => (demand.Name, demand.Amount.Name, demand.Material.Critical)));
        Assert.Equal(2, Of("S7").Length);
        Assert.Equal([new SampleDemand("sterility", "Sterility")], Of("S8"));
        Assert.True(Assert.IsType<HandValueDemand>(Assert.Single(Of("S11"))).SecondPerson);
        Assert.Equal(["got", "hoped", "percent"], Of("S12").OfType<ComputedValueDemand>().Select(demand => demand.Name));
        Assert.Equal(["processor", "counter"], Of("S13").OfType<CheckOutDemand>().Select(demand => demand.Role.Name));
    }

    [Fact]
    public void Do_not_ask_for_a_mere_setting()
    {
        var (text, _) = SmallRecipe.With("tag: viable-cell-density}", "target: 2e6, tag: viable-cell-density, setting-only: true}");
        var record = Assert.IsType<RecordStep>(RecipeReader.Read(text.Replace("[S5/density]", "2'/mL'", StringComparison.Ordinal)).Phase("S5"));
        Assert.Equal(["volume"], record.Demands.Select(demand => demand.Name));
    }

    [Theory]
    [InlineData(typeof(Confirm), "statement")]
    [InlineData(typeof(RecordStep), "parameter to record")]
    [InlineData(typeof(RecordByHand), "parameter to record")]
    [InlineData(typeof(AddMaterial), "material to add")]
    [InlineData(typeof(Sample), "sample to take")]
    [InlineData(typeof(Compute), "nothing to compute")]
    [InlineData(typeof(LineClearance), "point to check")]
    [InlineData(typeof(CheckIn), "role to fill")]
    [InlineData(typeof(CheckOut), "role to give back")]
    [InlineData(typeof(Incubate), "minimum-duration")]
    public void Say_what_an_empty_step_lacks(Type type, string words)
    {
        var phase = (Phase)Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties().Where(property => property.CanWrite && property.GetValue(phase) is null && property.PropertyType.IsGenericType && property.PropertyType.IsInterface))
            property.SetValue(phase, Array.CreateInstance(property.PropertyType.GetGenericArguments()[0], 0));
        Assert.Contains(phase.Check(SmallRecipe.Read()), sentence => sentence.Contains(words, StringComparison.Ordinal));
    }
}
