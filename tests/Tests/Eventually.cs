namespace Cellwright.Tests;

/// <summary>Waits for what another process or thread brings about, with a deadline.</summary>
public static class Eventually
{
    /// <summary>Returns once the condition holds; fails after the deadline (15 s unless told).</summary>
    public static Task Holds(Func<bool> condition, string what, TimeSpan? deadline = null) => HoldsAsync(() => Task.FromResult(condition()), what, deadline);

    /// <summary>The same for a condition that must be read first.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what, TimeSpan? deadline = null)
    {
        var end = DateTime.UtcNow + (deadline ?? TimeSpan.FromSeconds(15));
        while (!await condition())
        {
            if (DateTime.UtcNow > end) Assert.Fail($"It did not come about in time that {what}.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
