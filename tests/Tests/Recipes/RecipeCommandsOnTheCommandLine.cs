using System.CommandLine;
using System.Text.Json;
using Cellwright.Domain.Recipes;
using Cellwright.Server.Recipes;

namespace Cellwright.Tests.Recipes;

public sealed class RecipeCommandsOnTheCommandLine : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("recipes").FullName;

    [Fact]
    public void Check_answers_0_for_a_clean_recipe()
    {
        var (code, output, error) = Run("check", File("good.yaml", SmallRecipe.Text));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("small@1 is clean: 13 steps, 0 of ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_answers_1_and_names_file_line_and_rule()
    {
        var (text, line) = SmallRecipe.With("proven: [36, 38]", "proven: [38, 36]");
        var file = File("bad.yaml", text);
        var (code, _, error) = Run("check", file);
        Assert.Equal(1, code);
        Assert.Contains($"{file}:{line}:", error, StringComparison.Ordinal);
        Assert.Contains("error impossible-range: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_prints_json()
    {
        var (code, output, _) = Run("check", File("bad.yaml", "id: x"), "--json");
        Assert.Equal(1, code);
        using var json = JsonDocument.Parse(output);
        Assert.Equal("missing-key", json.RootElement[0].GetProperty("findings")[0].GetProperty("rule").GetString());
    }

    [Fact]
    public void Check_answers_1_for_a_file_that_is_not_there()
    {
        var (code, _, error) = Run("check", Path.Combine(folder, "none.yaml"));
        Assert.Equal(1, code);
        Assert.Contains("cannot be read", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Diff_prints_what_changed()
    {
        var (text, _) = SmallRecipe.With("proven: [36, 38]", "proven: [35.5, 38]");
        var (code, output, _) = Run("diff", File("a.yaml", SmallRecipe.Text), File("b.yaml", text));
        Assert.Equal(0, code);
        Assert.Equal("step S4 parameter chamber-temperature proven: [36, 38] → [35.5, 38]", output.Trim());
    }

    [Fact]
    public void A_variant_is_checked_compared_and_resolved_with_the_base_beside_it()
    {
        var parent = File("small.yaml", SmallRecipe.Text);
        var variant = File("north.yaml", "id: small-north\nversion: \"1\"\nextends: {id: small, version: \"1\"}\noverrides: [{step: S4, parameter: chamber-temperature, target: 36.9}]\n");
        Assert.Contains("resolved from small@1 with 1 overridden", Run("check", variant).Output, StringComparison.Ordinal);
        Assert.Contains("step S4 parameter chamber-temperature target: 37 → 36.9", Run("diff", parent, variant).Output, StringComparison.Ordinal);
        Assert.Equal("small-north@1", RecipeReader.Read(Run("resolve", variant).Output).Name);
        Assert.Equal(1, Run("check", File("lost.yaml", "id: lost\nversion: \"1\"\nextends: {id: nobody, version: \"1\"}\n")).Code);
    }

    [Fact]
    public void Schema_prints_the_schema() => Assert.Equal(RecipeSchema.Generate(), Run("schema").Output);

    [Fact]
    public void The_schema_beside_the_recipes_is_up_to_date()
    {
        using var stream = typeof(Recipe).Assembly.GetManifestResourceStream("recipe.schema.json")!;
        Assert.True(new StreamReader(stream).ReadToEnd() == RecipeSchema.Generate(),
            "src/Domain/Recipes/recipe.schema.json is out of date: write it again with `cellwright recipe schema`.");
    }

    [Fact]
    public void The_schema_knows_every_key_that_the_reader_knows()
    {
        using var schema = JsonDocument.Parse(RecipeSchema.Generate());
        foreach (var type in typeof(Phase).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Phase))))
        {
            var name = ((Phase)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type)).Type;
            var step = schema.RootElement.GetProperty("definitions").GetProperty(name);
            Assert.Equal(name, step.GetProperty("properties").GetProperty("type").GetProperty("const").GetString());
            Assert.True(step.GetProperty("properties").TryGetProperty("minimum-duration", out _));
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string File(string name, string text)
    {
        var path = Path.Combine(folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = RecipeCommands.Build().Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (code, output.ToString(), error.ToString());
    }
}
