using System.Net;
using System.Net.Sockets;
using Cellwright.Server.Hosting;
using Cellwright.Server.Recipes;

namespace Cellwright.Tests.Server;

/// <summary>The <c>cellwright</c> command: help on request, and one sentence on standard error where something is wrong.</summary>
public sealed class OnTheCommandLine : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cellwright-cli-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("demo")]
    [InlineData("serve")]
    [InlineData("export")]
    [InlineData("verify")]
    [InlineData("recipe")]
    [InlineData("recipe check")]
    [InlineData("recipe diff")]
    [InlineData("recipe schema")]
    public async Task Every_command_explains_itself(string command)
    {
        var (code, output, error) = await RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("Usage:", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("demo --speed 0", "1 or more")]
    [InlineData("demo --speed -5", "1 or more")]
    [InlineData("demo --speed NaN", "1 or more")]
    [InlineData("demo --speed fast", "fast")]
    [InlineData("demo --urls nowhere", "http://127.0.0.1:5080")]
    [InlineData("serve --urls ftp://here", "http://127.0.0.1:5080")]
    [InlineData("serve --broker-port many", "many")]
    [InlineData("serve --nonsense", "--nonsense")]
    [InlineData("destroy", "destroy")]
    [InlineData("export", "BATCH")]
    [InlineData("export B-0001", "--out")]
    [InlineData("verify", "PATH")]
    [InlineData("verify {0}/none.cellwright", "none.cellwright")]
    [InlineData("verify {0}/bad.yaml", "not a Cellwright export")]
    [InlineData("export B-0001 --out {0}/x --data {0}", "--data")]
    [InlineData("export B-0001 --out {0}/x --data {0}/none", "--data")]
    [InlineData("serve --data {0}/none --postgres nonsense", "Host=")]
    [InlineData("recipe check {0}/none.yaml", "none.yaml")]
    [InlineData("recipe check {0}/bad.yaml", "bad.yaml:1")]
    [InlineData("recipe check {0}", "{0}")]
    [InlineData("recipe diff {0}/bad.yaml {0}/none.yaml", "bad.yaml")]
    [InlineData("demo --data {0}", "is not empty")]
    [InlineData("demo --data {0}/demo --recipe nope", "lentiviral-vector")]
    [InlineData("demo --data {0}/demo --recipe {0}/bad.yaml", "bad.yaml:1")]
    [InlineData("demo --data {0}/demo --fault nonsense", "--fault")]
    [InlineData("demo --data {0}/demo --fault pump-slip@EM-01", "no pump")]
    [InlineData("verify {0}", "is a directory")]
    [InlineData("verify {0}/bad.yaml --key {0}/none.pem", "none.pem")]
    [InlineData("export B-0001 --out /nonexist/x --data {0}", "no directory /nonexist")]
    [InlineData("export B-0001 --out {0} --data {0}", "is a directory")]
    public async Task What_is_wrong_is_said_on_standard_error(string command, string words)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "bad.yaml"), "id: x\n", Ct);
        var (code, _, error) = await RunAsync([.. command.Split(' ').Select(part => string.Format(null, part, folder))]);
        Assert.NotEqual(0, code);
        Assert.Contains(words.Replace("{0}", folder, StringComparison.Ordinal), error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder, "demo"))); // a demo that cannot run leaves nothing that stands in the way of the next
    }

    /// <summary>What the program itself says; the parser of options speaks for itself.</summary>
    [Theory]
    [InlineData("demo --speed 0")]
    [InlineData("verify {0}/none.cellwright")]
    [InlineData("verify {0}/bad.yaml")]
    [InlineData("verify {0}")]
    [InlineData("verify {0}/bad.yaml --key {0}/none.pem")]
    [InlineData("export B-0001 --out {0}/x --data {0}")]
    [InlineData("export B-0001 --out /nonexist/x --data {0}")]
    [InlineData("export B-0001 --out {0} --data {0}")]
    [InlineData("recipe check {0}/none.yaml")]
    [InlineData("recipe check {0}")]
    [InlineData("recipe diff {0} {0}")]
    [InlineData("demo --data {0}")]
    [InlineData("demo --data {0}/demo --recipe nope")]
    [InlineData("demo --data {0}/demo --fault nonsense")]
    [InlineData("serve --data {0} --time-zone Nowhere")]
    [InlineData("serve --data {0} --broker-tls")]
    [InlineData("serve --data {0} --password-days 0")]
    [InlineData("serve --data /proc/none")]
    public async Task What_is_wrong_is_said_with_what_to_do(string command)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "bad.yaml"), "id: x\n", Ct);
        var (_, _, error) = await RunAsync([.. command.Split(' ').Select(part => string.Format(null, part, folder))]);
        Assert.True(Refusals.Fault(error.TrimEnd()) is null, $"{error} {Refusals.Fault(error.TrimEnd())}");
    }

    [Fact]
    public async Task Check_names_each_bad_line_of_each_file()
    {
        var file = Path.Combine(folder, "cart.yaml");
        var lines = ExampleRecipes.Text("cart-cd19").Split('\n');
        var tag = Array.FindIndex(lines, line => line.Contains("tag: ", StringComparison.Ordinal));
        lines[tag] = lines[tag].Replace("tag: ", "tag: un", StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, string.Join('\n', lines), Ct);
        var (code, _, error) = await RunAsync("recipe", "check", file);
        Assert.Equal(1, code);
        Assert.Contains($"{file}:{tag + 1}:", error, StringComparison.Ordinal);
        Assert.Contains("unknown-tag", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_says_when_there_is_no_such_batch()
    {
        await using (var site = await RunningSite.OpenAsync(folder))
            await Eventually.Holds(() => site.Record.LatestCheckpointAsync(Ct).Result is not null || site.Record.CountAsync(Ct).Result == 0, "the record is signed");
        var (code, _, error) = await RunAsync("export", "B-4711", "--out", Path.Combine(folder, "x.cellwright"), "--data", folder);
        Assert.Equal(1, code);
        Assert.Matches(@"\A.+\.\n\z", error);
        Assert.False(File.Exists(Path.Combine(folder, "x.cellwright")));
    }

    [Fact]
    public async Task Serve_says_that_the_port_is_taken_and_shows_no_stack_trace()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var (code, _, error) = await CellwrightProcess.RunAsync("Server", "cellwright", "serve", "--data", folder, "--urls", $"http://127.0.0.1:{port}", "--broker-port", "0");
        Assert.Equal(1, code);
        Assert.Contains("--urls", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);

        (code, _, error) = await CellwrightProcess.RunAsync("Server", "cellwright", "serve", "--data", folder, "--urls", "http://127.0.0.1:0", "--broker-port", $"{port}");
        Assert.Equal(1, code);
        Assert.Contains("--broker-port", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync(arguments, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
