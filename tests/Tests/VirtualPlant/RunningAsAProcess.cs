using System.Diagnostics;

namespace Cellwright.Tests.VirtualPlant;

public sealed class RunningAsAProcess
{
    [Theory]
    [InlineData("--broker nowhere", "is not host:port")]
    [InlineData("--fault melt@CP-01", "there is no fault melt")]
    [InlineData("--seed many", "--seed")]
    [InlineData("--dance", "--dance")]
    public async Task Wrong_input_is_one_sentence_on_standard_error_and_a_failing_exit_code(string arguments, string says)
    {
        using var plant = Start(arguments);
        var error = await plant.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await plant.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(0, plant.ExitCode);
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public async Task It_ends_when_its_parent_lets_go_and_publishes_its_deaths()
    {
        await using var broker = await BrokerInTest.StartAsync();
        using var plant = Start($"--broker 127.0.0.1:{broker.Port} --follow-clock --with-parent");
        await broker.BornAsync();
        plant.StandardInput.Close();
        await plant.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, plant.ExitCode);
        await broker.UntilAsync(b => b.Heard[^1].Type == "NDEATH", "the death of the node");
    }

    [Fact]
    public async Task A_termination_signal_ends_it_cleanly()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no SIGTERM");
        await using var broker = await BrokerInTest.StartAsync();
        using var plant = Start($"--broker 127.0.0.1:{broker.Port} --follow-clock");
        await broker.BornAsync();
        using var signal = Process.Start("kill", ["-TERM", $"{plant.Id}"]);
        await plant.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, plant.ExitCode);
        await broker.UntilAsync(b => b.Heard[^1].Type == "NDEATH", "the death of the node");
        Assert.Contains(broker.Heard, m => m.Type == "DDEATH");
    }

    [Fact]
    public async Task A_killed_plant_dies_by_its_last_will()
    {
        await using var broker = await BrokerInTest.StartAsync();
        using var plant = Start($"--broker 127.0.0.1:{broker.Port} --follow-clock");
        await broker.BornAsync();
        plant.Kill();

        await broker.UntilAsync(b => b.Heard[^1].Type == "NDEATH", "the last will");
        Assert.DoesNotContain(broker.Heard, m => m.Type == "DDEATH");
    }

    private static Process Start(string arguments) => Process.Start(new ProcessStartInfo("dotnet", $"\"{Path.Combine(AppContext.BaseDirectory, "Cellwright.VirtualPlant.dll")}\" {arguments}")
    {
        RedirectStandardError = true,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
}
