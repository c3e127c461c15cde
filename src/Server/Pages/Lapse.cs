namespace Cellwright.Server.Pages;

/// <summary>When a training is about to lapse.</summary>
internal static class Lapse
{
    /// <summary>How long before its end a training is shown as lapsing: long enough to train again. An engineering assumption.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromDays(30);
}
