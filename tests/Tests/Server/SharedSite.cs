using Cellwright.Domain.Recipes;
using Cellwright.Tests.Server;

[assembly: AssemblyFixture(typeof(SharedSite))]

namespace Cellwright.Tests.Server;

/// <summary>One running site for the tests that only knock at its door; opened when the first asks for it. Each test takes names of its own.</summary>
public sealed class SharedSite : IAsyncDisposable
{
    private readonly SemaphoreSlim opening = new(1);
    private RunningSite? site;
    private Recipe? recipe;
    private int names;

    internal async Task<RunningSite> AskAsync()
    {
        await opening.WaitAsync();
        try
        {
            if (site is not null) return site;
            var opened = await (await RunningSite.OpenAsync()).EmployAsync();
            recipe = await opened.AdoptAsync(HandRecipe.Text());
            return site = opened;
        }
        finally
        {
            opening.Release();
        }
    }

    /// <summary>A running batch by <see cref="HandRecipe"/>; its number.</summary>
    internal async Task<string> BatchAsync()
    {
        var opened = await AskAsync();
        var batch = Name("B");
        await opened.StartAsync(batch, recipe!);
        return batch;
    }

    /// <summary>A name that no other test has.</summary>
    internal string Name(string first) => $"{first}-{Interlocked.Increment(ref names):D4}";

    public async ValueTask DisposeAsync()
    {
        if (site is not null) await site.DisposeAsync();
        opening.Dispose();
    }
}
