namespace Cellwright.Browser;

/// <summary>The look at what lies in place sees what does not, and lets pass what does.</summary>
public sealed class SeeingWhatIsOutOfPlace(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task Finds_a_small_target_a_mark_off_its_line_numbers_that_overlap_and_a_table_that_is_cut()
    {
        var page = await chromium.ScreenAsync();
        await page.SetContentAsync("""
            <style>.mark { display: inline-flex; align-items: center } .mark svg { width: 20px; height: 24px } .tick { position: absolute } .scroll { width: 200px; overflow: auto } .wide { width: 400px } button { min-height: 40px; min-width: 40px }</style>
            <p>Go on <a href="#">at the board</a> then.</p>
            <table><tr><td><a href="#">B-0002</a> a batch</td></tr></table>
            <div class="operate"><button>Start</button></div><div class="thumb"><button>Seen</button></div>
            <p><span class="mark"><svg></svg> <span>Saved</span></span> at noon</p>
            <div class="range" style="position: relative; height: 20px"><span class="tick" style="left: 0">2 × 10⁵</span><span class="tick" style="left: 20px">2 × 10⁶</span></div>
            <div class="scroll"><table class="wide"><tr><th>Item</th></tr></table></div>
            """);
        Assert.Collection(
            await LiesInPlace.FindAsync(page, "page"),
            found => Assert.Matches("^page: a \"B-0002\" is .* and 24 are asked$", found),
            found => Assert.Matches("button \"Start\" is .* and 45 are asked$", found),
            found => Assert.Matches("button \"Seen\" is .* and 44 are asked$", found),
            found => Assert.Matches("\"Saved\" stands -?\\d+ px off the words beside it$", found),
            found => Assert.EndsWith("at a range 2 × 10⁵ lies over 2 × 10⁶", found),
            found => Assert.EndsWith("a table is cut: 400 in 200 px, \"Item…\"", found));
    }

    [Fact]
    public async Task Lets_pass_what_is_large_and_in_line()
    {
        var page = await chromium.ScreenAsync();
        await page.SetContentAsync("""
            <style>.mark { display: inline-flex; align-items: baseline } .mark svg { width: 20px; height: 24px; align-self: center } button { min-height: 48px; min-width: 48px }</style>
            <p>Go on <a href="#">at the board</a> then.</p><div class="operate"><button>Start</button></div>
            <p><span class="mark"><svg></svg> <span>Saved</span></span> at noon</p>
            """);
        Assert.Empty(await LiesInPlace.FindAsync(page, "page"));
    }
}
