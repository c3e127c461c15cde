using System.CommandLine;
using System.Text.Json;
using Cellwright.Domain.Recipes;

namespace Cellwright.Server.Recipes;

/// <summary><c>cellwright recipe check | diff | resolve | backtest | schema</c>: what a process engineer does with a recipe before anybody signs it.</summary>
public static class RecipeCommands
{
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The command with its subcommands.</summary>
    public static Command Build() => new("recipe", "Check and compare master batch records") { Check(), Diff(), Resolve(), BackTestCommand.Build(), Schema() };

    private static Command Check()
    {
        var files = new Argument<string[]>("FILE") { Description = "Recipe files", Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = "Print the findings as JSON" };
        var command = new Command("check", "Say what is wrong with recipes; exit code 0 when nothing is") { files, json };
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            var found = new List<object>();
            var clean = true;
            foreach (var file in parsed.GetValue(files)!)
            {
                if (ReadText(file, error) is not { } text)
                {
                    clean = false;
                    continue;
                }

                var bases = BasesOnDisk.Beside(file);
                var findings = RecipeCheck.Check(text, bases);
                clean &= findings.All(finding => finding.Severity == Severity.Warning);
                found.Add(new { file, findings = findings.Select(f => new { f.Line, f.Column, severity = f.Severity.ToString().ToLowerInvariant(), f.Rule, f.Sentence }) });
                foreach (var finding in findings) error.WriteLine($"{file}:{finding}");
                if (findings.Count == 0 && !parsed.GetValue(json)) output.WriteLine($"{file}: {Describe(RecipeReader.Read(text, bases))}");
            }

            if (parsed.GetValue(json)) output.WriteLine(JsonSerializer.Serialize(found, Layout));
            return clean ? 0 : 1;
        });
        return command;
    }

    private static Command Diff()
    {
        var a = new Argument<string>("A") { Description = "The earlier recipe" };
        var b = new Argument<string>("B") { Description = "The later recipe" };
        var json = new Option<bool>("--json") { Description = "Print the changes as JSON" };
        var command = new Command("diff", "Say what a change of recipe touches: which step, which parameter, from what to what") { a, b, json };
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (ReadRecipe(parsed.GetValue(a)!, error) is not { } before || ReadRecipe(parsed.GetValue(b)!, error) is not { } after) return 1;
            var changes = RecipeDiff.Compare(before, after);
            if (parsed.GetValue(json))
            {
                output.WriteLine(JsonSerializer.Serialize(
                    changes.Select(c => new { kind = c.Kind.ToString().ToLowerInvariant(), c.Phase, c.Parameter, c.Field, c.From, c.To, @class = c.Class?.ToString() }), Layout));
                return 0;
            }

            foreach (var change in changes) output.WriteLine(change);
            if (changes.Count == 0) output.WriteLine("No difference in meaning.");
            return 0;
        });
        return command;
    }

    private static Command Resolve()
    {
        var file = new Argument<string>("FILE") { Description = "A recipe that extends another one" };
        var command = new Command("resolve", "Print a variant made one with its base: what is approved, ordered and executed") { file };
        command.SetAction(parsed =>
        {
            if (ReadRecipe(parsed.GetValue(file)!, parsed.InvocationConfiguration.Error) is not { } recipe) return 1;
            parsed.InvocationConfiguration.Output.Write(recipe.Text);
            return 0;
        });
        return command;
    }

    private static Command Schema()
    {
        var command = new Command("schema", "Print the JSON Schema of a recipe, for editors");
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.Write(RecipeSchema.Generate()));
        return command;
    }

    internal static Recipe? ReadRecipe(string file, TextWriter error)
    {
        if (ReadText(file, error) is not { } text) return null;
        try
        {
            return RecipeReader.Read(text, BasesOnDisk.Beside(file));
        }
        catch (RecipeFormatException wrong)
        {
            error.WriteLine($"{file}:{wrong.Finding}");
            return null;
        }
    }

    private static string? ReadText(string file, TextWriter error)
    {
        if (Directory.Exists(file))
        {
            error.WriteLine($"{file} is a directory. Name recipes in it, such as {Path.Combine(file, "recipe.yaml")}.");
            return null;
        }

        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"{file}: cannot be read: {wrong.Message.TrimEnd('.')}. Name a recipe that is there and that you may read.");
            return null;
        }
    }

    private static string Describe(Recipe recipe)
    {
        var limited = recipe.Phases.SelectMany(phase => phase.Parameters).Where(parameter => !parameter.Normal.IsOpen || !parameter.Proven.IsOpen).ToList();
        return $"{recipe.Name} is clean: {recipe.Phases.Count()} steps, {limited.Count(parameter => parameter.Estimate is not null)} of {limited.Count} limited parameters name the estimate of average and variability that their limits come from, SHA-256 {recipe.Hash}{(recipe.ResolvedFrom is [.., { } from] ? $", resolved from {from.Name} with {from.Overridden.Count} overridden" : "")}";
    }
}
