namespace Cellwright.Server.Hosting;

/// <summary>
/// The data directory, in the hands of one server: it holds a lock that the operating system takes back however the server ends.
/// A directory of the demo is marked, because everybody knows the passwords of its people.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    private const string LockFile = "server.lock";
    private const string DemoFile = "made-by-demo.txt";

    private readonly FileStream held;

    private DataDirectory(FileStream held) => this.held = held;

    /// <summary>Makes the directory where it is missing, and takes it.</summary>
    /// <exception cref="InvalidOperationException">Another server has it, it belongs to a demo, or it cannot be used; the sentence says what to do.</exception>
    public static DataDirectory Take(SiteOptions options)
    {
        var mark = Path.Combine(options.Data, DemoFile);
        if (!options.Demo && File.Exists(mark))
            throw new InvalidOperationException($"{options.Data} was made by the demo, and everybody knows the passwords of its people. Name another directory with --data; this one is for looking at, with export and verify.");
        try
        {
            Directory.CreateDirectory(options.Data);
            var taken = new DataDirectory(Lock(options.Data));
            if (options.Demo) File.WriteAllText(mark, "Made by cellwright demo, whose passwords everybody knows: cellwright serve refuses this directory.\n");
            return taken;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"The data directory {options.Data} cannot be used ({wrong.Message.TrimEnd('.')}). Name one with --data in which the server's user may write.", wrong);
        }
    }

    /// <inheritdoc />
    public void Dispose() => held.Dispose();

    // What .NET calls sharing is flock(2) on Unix: it binds servers, and nobody who only reads the files beside it.
    private static FileStream Lock(string data)
    {
        var file = Path.Combine(data, LockFile);
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException wrong) when (File.Exists(file))
        {
            throw new InvalidOperationException($"Another server works on {data}. Stop that one first, or name another directory with --data: on PostgreSQL, too, each server has a directory of its own.", wrong);
        }
    }
}
