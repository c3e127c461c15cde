using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace Cellwright.Browser.Guides;

/// <summary>One how-to while it is performed: each sentence is printed because its act was done.</summary>
public sealed partial class HowTo
{
    private static readonly string Evidence = Environment.GetEnvironmentVariable("CELLWRIGHT_PICTURES") ?? Path.Combine(AppContext.BaseDirectory, "pictures");
    private readonly StringBuilder steps = new();
    private readonly Type day;
    private readonly string name, why;
    private int number, pictures;

    internal HowTo(Type day, string name, string why) => (this.day, this.name, this.why) = (day, name, why);

    /// <summary>Name of the guide.</summary>
    public string Guide => day.GetCustomAttribute<GuideAttribute>()!.Name;

    /// <summary>Prints a sentence and does what it says. Every word in it that is printed bold must have been used in the act, or stand on the page before or after it.</summary>
    public async Task StepAsync(Hand hand, string sentence, Func<Task> act)
    {
        var words = Bold().Matches(sentence).Select(match => match.Groups[1].Value).ToList();
        var before = await hand.ReadAsync();
        hand.Forget();
        await act();
        var unseen = words.Where(word => !Stands(before, word) && !hand.Used.Any(used => Stands(used, word))).ToList();
        if (unseen.Count > 0)
        {
            var after = await hand.ReadAsync();
            unseen.RemoveAll(word => Stands(after, word));
        }

        Assert.True(unseen.Count == 0, $"\"{sentence}\" speaks of {string.Join(", ", unseen)}, which neither was used nor stands on the page.");
        steps.Append($"{++number}. {sentence}\n");
    }

    /// <summary>Prints what there is to see, and looks.</summary>
    public Task SeeAsync(Hand hand, string sentence, Func<Task> look) => StepAsync(hand, sentence, look);

    /// <summary>Takes a picture of the screen, as evidence of this run and, small, for the guide.</summary>
    /// <param name="hand">Whose screen.</param>
    /// <param name="words">What it shows, for people who do not see it.</param>
    /// <param name="whole">True for the whole page, beyond the screen.</param>
    public async Task PictureAsync(Hand hand, string words, bool whole = false)
    {
        await hand.AwayAsync();
        var taken = await hand.Page.ScreenshotAsync(new() { FullPage = whole });
        pictures++;
        Directory.CreateDirectory(Evidence);
        await File.WriteAllBytesAsync(Path.Combine(Evidence, $"Browser.Guides.{day.Name}.{name}.{pictures}.png"), taken);
        var file = $"{Guide}-{name.Replace('_', '-').ToLowerInvariant()}{(pictures > 1 ? $"-{pictures}" : "")}.png";
        if (Guides.Guide.Writing)
        {
            Directory.CreateDirectory(Guides.Guide.Pictures);
            await File.WriteAllBytesAsync(Path.Combine(Guides.Guide.Pictures, file), SmallPng.Of(taken));
        }

        steps.Append($"\n   ![{words}](pictures/{file})\n\n");
    }

    /// <summary>The how-to as Markdown.</summary>
    public string Text() => $"### {name.Replace('_', ' ')}\n\n{why}\n\n{steps.ToString().TrimEnd()}\n".Replace("\n\n\n", "\n\n", StringComparison.Ordinal);

    // Words on a page may be drawn in capitals.
    private static bool Stands(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\*\*(.+?)\*\*")]
    private static partial Regex Bold();
}
