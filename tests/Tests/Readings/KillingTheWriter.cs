using System.Diagnostics;
using System.Globalization;
using Cellwright.Server.Readings;

namespace Cellwright.Tests.Readings;

[Long(20)]
public sealed class KillingTheWriter : Storing
{
    private const int Kills = 50;

    [Fact]
    public async Task Loses_and_doubles_no_acknowledged_reading_and_moves_none()
    {
        var program = Bench();
        var addresses = new Dictionary<int, string>();
        var next = 0;
        var random = new Random(20260105);
        for (var kill = 0; kill < Kills; kill++) next = await AppendUntilKilledAsync(program, next, random.Next(1, 400), addresses);

        Assert.True(addresses.Count > Kills);
        await using var store = await OpenAsync();
        foreach (var (number, address) in addresses)
        {
            var reading = await store.AtAddressAsync(address);
            Assert.True(reading?.Value == number, $"reading {number} is not at {address}");
        }

        // Numbers that were stored but not acknowledged before a kill were sent again, and must stand there once.
        var all = await store.WindowAsync("CP-01", "count", Start, Start.AddDays(1));
        Assert.Equal(Enumerable.Range(0, all.Count).Select(n => (double)n), all.Select(r => r.Value));
        Assert.True(all.Count >= next);
        Assert.NotEmpty(Directory.EnumerateFiles(Segments)); // some kills fell upon sealing
    }

    private async Task<int> AppendUntilKilledAsync(string program, int next, int lines, Dictionary<int, string> addresses)
    {
        using var child = Process.Start(new ProcessStartInfo("dotnet", [program, "readings-child", Root, $"{next}"]) { RedirectStandardOutput = true })!;
        var killed = false;
        while (await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Split(' ') is not [var number, var address] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n)) break; // cut by the kill
            if (address != "known") addresses.Add(n, address);
            next = n + 1;
            if (--lines > 0 || killed) continue;
            child.Kill(); // SIGKILL
            killed = true;
        }

        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(killed, "the child ended by itself");
        return next;
    }

    // Built with the tests (see Tests.csproj), beside them, never linked into them.
    private static string Bench()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(output.Parent!.Parent!.Parent!.Parent!.FullName, "Bench", "bin", output.Parent.Name, output.Name, "Cellwright.Bench.dll");
        if (!File.Exists(program)) Assert.Skip($"{program} is not built");
        return program;
    }
}
