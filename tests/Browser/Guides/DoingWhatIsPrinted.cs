using Xunit.Sdk;

namespace Cellwright.Browser.Guides;

/// <summary>A how-to that prints what it does not do, or that was not written down, fails.</summary>
public sealed class DoingWhatIsPrinted(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Fails_when_a_sentence_speaks_of_what_is_not_on_the_page()
    {
        var page = await chromium.ScreenAsync();
        await page.SetContentAsync("<h1>Board</h1><button onclick=\"this.textContent = 'Saved'\">Save</button>");
        var (hand, tell) = (new Hand(page, new Uri("about:blank"), "ada"), new HowTo(typeof(OperatorsDay), "Do_a_step", "Why."));
        await tell.StepAsync(hand, "On the **Board** press **Save**; it says **Saved**.", () => hand.PressAsync("Save"));
        var fault = await Assert.ThrowsAnyAsync<XunitException>(() => tell.StepAsync(hand, "Press **Store**.", () => Task.CompletedTask));
        Assert.Contains("speaks of Store", fault.Message, StringComparison.Ordinal);
        Assert.Equal("### Do a step\n\nWhy.\n\n1. On the **Board** press **Save**; it says **Saved**.\n", tell.Text());
    }

    [Fact]
    public void Fails_when_the_committed_guide_says_something_else()
    {
        Assert.SkipWhen(Guide.Writing, "The guides are being written.");
        Guide.Tell("operator", "Do a step", Guide.Committed("operator")["Do a step"]);
        Assert.Contains("-- guides", Assert.ThrowsAny<XunitException>(() => Guide.Tell("operator", "Do a step", "### Do a step\n\nOtherwise.\n")).Message, StringComparison.Ordinal);
    }
}
