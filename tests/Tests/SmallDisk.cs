using System.Diagnostics;

namespace Cellwright.Tests;

/// <summary>A real disk of a few megabytes that can be filled to its last byte.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string filler;

    private SmallDisk(string path) => (Path, filler) = (path, System.IO.Path.Combine(path, "filler"));

    /// <summary>Where it is mounted.</summary>
    public string Path { get; }

    /// <summary>Mounts one; the test is skipped, with the reason, where that cannot be done.</summary>
    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("cellwright-disk-").FullName;
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder)) return new SmallDisk(folder);
        Directory.Delete(folder);
        Assert.Skip("mounting a small disk needs root on Linux");
        return null!;
    }

    /// <summary>Takes so much of the room.</summary>
    public Task TakeAsync(int megabytes) => File.WriteAllBytesAsync(filler, new byte[megabytes << 20]);

    /// <summary>Leaves no room.</summary>
    public void Fill()
    {
        using var file = new FileStream(filler, FileMode.Append);
        foreach (var size in new[] { 1 << 20, 4096 })
        {
            try
            {
                while (true)
                {
                    file.Write(new byte[size]);
                    file.Flush();
                }
            }
            catch (IOException)
            {
                // No space left for so much.
            }
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Free() => File.Delete(filler);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "-l", Path);
        Directory.Delete(Path);
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode == 0;
    }
}
