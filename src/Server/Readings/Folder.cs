using System.Runtime.InteropServices;

namespace Cellwright.Server.Readings;

/// <summary>Makes a folder's list of names durable.</summary>
internal static class Folder
{
    /// <summary>A new or renamed file survives a loss of power only once its folder is flushed too (fsync(2)); elsewhere than on Linux the file system sees to it.</summary>
    public static void Flush(string path)
    {
        if (!OperatingSystem.IsLinux()) return;
        var descriptor = Open(path, flags: 0);
        if (descriptor < 0) throw new IOException($"The folder {path} cannot be opened (error {Marshal.GetLastPInvokeError()}).");
        try
        {
            if (Sync(descriptor) != 0) throw new IOException($"The folder {path} cannot be flushed (error {Marshal.GetLastPInvokeError()}).");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
}
