using System.Reflection;
using System.Runtime.CompilerServices;

namespace Cellwright.Browser.Guides;

/// <summary>What lasts through a day: the screens that people sit at, and which how-tos were performed.</summary>
public sealed class Diary
{
    /// <summary>Screens by user id.</summary>
    public Dictionary<string, Hand> Screens { get; } = [];

    /// <summary>How-tos that were performed to their end.</summary>
    public HashSet<string> Done { get; } = [];

    /// <summary>What one how-to leaves for those after it, e.g. a one-time password.</summary>
    public Dictionary<string, string> Notes { get; } = [];

    /// <summary>The first that was not, or null.</summary>
    public string? Failed { get; set; }
}

/// <summary>A working day of somebody, told as how-tos: each goes on where the one before left off, on one site, in one browser.</summary>
[TestMethodOrderer(typeof(FromMorningToEvening))]
public abstract class Day(SiteUnderTest site, Chromium chromium, Diary diary) : IClassFixture<SiteUnderTest>, IClassFixture<Chromium>, IClassFixture<Diary>
{
    /// <summary>The site.</summary>
    protected SiteUnderTest Site => site;

    /// <summary>What one how-to leaves for those after it.</summary>
    protected IDictionary<string, string> Notes => diary.Notes;

    /// <summary>Somebody's screen, opened when they are first asked for; they sign in by themselves.</summary>
    protected async Task<Hand> ScreenAsync(string user, int width = 1280, int height = 800)
    {
        if (!diary.Screens.TryGetValue(user, out var hand)) diary.Screens[user] = hand = new Hand(await chromium.ScreenAsync(width, height), site.Address, user);
        return hand;
    }

    /// <summary>Somebody's screen, with them signed in.</summary>
    protected async Task<Hand> AtAsync(string user, int width = 1280, int height = 800)
    {
        var known = diary.Screens.ContainsKey(user);
        var hand = await ScreenAsync(user, width, height);
        if (!known) await hand.Known.SignInAsync(user);
        return hand;
    }

    /// <summary>Everybody leaves their screen: the server stopped, and listens elsewhere when it is back.</summary>
    protected async Task LeaveScreensAsync()
    {
        foreach (var hand in diary.Screens.Values) await hand.Page.Context.CloseAsync();
        diary.Screens.Clear();
    }

    /// <summary>Performs a how-to, and tells it. One that is run alone performs those before it first.</summary>
    /// <param name="why">What it is for, in a sentence or two.</param>
    /// <param name="perform">Performs it.</param>
    /// <param name="name">The calling how-to.</param>
    protected async Task TellAsync(string why, Func<HowTo, Task> perform, [CallerMemberName] string name = "")
    {
        chromium.MustBeThere();
        if (diary.Done.Contains(name)) return;
        foreach (var before in Guide.HowTos(GetType()).TakeWhile(one => one.Name != name).Where(one => !diary.Done.Contains(one.Name)))
        {
            if (diary.Failed is null) await (Task)before.Invoke(this, null)!;
            Assert.True(diary.Failed is null, $"\"{diary.Failed}\" comes before it and failed.");
        }

        var title = Guide.Title(GetType().GetMethod(name)!);
        var howTo = new HowTo(GetType(), name, why);
        try
        {
            await perform(howTo);
            diary.Done.Add(name);
        }
        catch (Exception)
        {
            diary.Failed ??= title;
            foreach (var (user, hand) in diary.Screens) await Picture.KeepAsync(hand.Page, $"failed-{GetType().Name}-{name}-{user}");
            throw;
        }

        Guide.Tell(howTo.Guide, title, howTo.Text());
    }
}
