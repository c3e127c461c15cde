using System.Runtime.InteropServices;

namespace Cellwright.Server.Hosting;

/// <summary>The machine's clock. Its count goes on while the machine sleeps, on Linux by <c>clock_gettime(2)</c>: a laptop that was shut and opened again has no clock that jumped.</summary>
internal sealed class MachineClock : TimeProvider
{
    private const int BootTime = 7; // CLOCK_BOOTTIME
    private const long ASecond = 1_000_000_000;
    private static readonly bool CountsSleep = OperatingSystem.IsLinux() && Environment.Is64BitProcess && Read(BootTime, out _) == 0;

    /// <inheritdoc />
    public override long TimestampFrequency => CountsSleep ? ASecond : base.TimestampFrequency;

    /// <inheritdoc />
    public override long GetTimestamp() => CountsSleep && Read(BootTime, out var time) == 0 ? time.Seconds * ASecond + time.Nanoseconds : base.GetTimestamp();

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int Read(int clock, out Spec time);

    private readonly record struct Spec(long Seconds, long Nanoseconds);
}
