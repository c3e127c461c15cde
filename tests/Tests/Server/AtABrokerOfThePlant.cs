using System.Text;
using Cellwright.Server.Hosting;
using Cellwright.Tests.Equipment;
using MQTTnet;
using MQTTnet.Formatter;

namespace Cellwright.Tests.Server;

/// <summary><c>cellwright serve</c> at a Mosquitto that asks who comes, and at one that speaks TLS; the password never stands on the command line.</summary>
public sealed class AtABrokerOfThePlant : IDisposable
{
    private const string User = "cellwright", Password = "open sesame";
    private readonly string folder = Directory.CreateTempSubdirectory("cellwright-broker-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_is_let_in_with_its_password_from_a_file_or_the_environment()
    {
        using var broker = new Mosquitto(User, Password);
        await broker.StartAsync();
        var file = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(file, Password + "\n", Ct);
        await ServesAsync(broker, ["--broker", $"127.0.0.1:{broker.Port}", "--broker-user", User, "--broker-password-file", file]);
        await ServesAsync(broker, ["--broker", $"127.0.0.1:{broker.Port}", "--broker-user", User], new Dictionary<string, string> { [PlantBroker.PasswordVariable] = Password });
    }

    [Fact]
    public async Task A_server_speaks_TLS_to_a_broker_whose_authority_it_was_given()
    {
        using var broker = new Mosquitto(User, Password, tls: true);
        await broker.StartAsync();
        await ServesAsync(
            broker, ["--broker", $"localhost:{broker.TlsPort}", "--broker-user", User, "--broker-ca", broker.Authority], new Dictionary<string, string> { [PlantBroker.PasswordVariable] = Password });
    }

    [Theory]
    [InlineData("localhost", null, "wrong")] // wrong password
    [InlineData("localhost", "none", Password)] // an authority that the machine does not trust
    [InlineData("127.0.0.1", "own", Password)] // the certificate is for localhost
    public async Task A_server_that_is_not_let_in_or_does_not_trust_the_broker_says_so_and_connects_to_nothing(string host, string? authority, string password)
    {
        using var broker = new Mosquitto(User, Password, tls: true);
        await broker.StartAsync();
        var options = PlantBroker.Read($"{host}:{(authority is null ? broker.Port : broker.TlsPort)}", null, null, authority == "none", authority == "own" ? broker.Authority : null)
            with { User = User, Password = password };
        await using var store = await Cellwright.Server.Readings.ReadingStore.OpenAsync(new(folder), TimeProvider.System);
        var gateway = new Cellwright.Server.Equipment.Connectors.Gateway(store, _ => true, TimeProvider.System);
        var said = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Trouble += sentence => said.TrySetResult(sentence);
        using var connector = new Cellwright.Server.Equipment.Connectors.Sparkplug.SparkplugConnector(options.Options());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var running = connector.RunAsync(gateway, stop.Token);
        Assert.Contains("cannot be used and is tried again", await said.Task.WaitAsync(TimeSpan.FromSeconds(60), Ct), StringComparison.Ordinal);
        Assert.False(connector.IsConnected);
        await stop.CancelAsync();
        await running;
    }

    [Theory]
    [InlineData("serve --data {0}/none --broker here --broker-user u", PlantBroker.PasswordVariable)]
    [InlineData("serve --data {0}/none --broker here --broker-user u --broker-password-file {0}/nowhere", "nowhere")]
    [InlineData("serve --data {0}/none --broker here --broker-password-file {0}/file", "--broker-user")]
    [InlineData("serve --data {0}/none --broker here --broker-ca {0}/file", "PEM")]
    [InlineData("serve --data {0}/none --broker here --broker-ca {0}/nowhere", "nowhere")]
    [InlineData("serve --data {0}/none --broker-tls", "--broker")]
    public async Task What_does_not_go_together_is_said_before_anything_starts(string command, string words)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "file"), "no certificate", Ct);
        using var error = new StringWriter();
        var code = await CommandLine.RunAsync([.. command.Split(' ').Select(part => string.Format(null, part, folder))], TextWriter.Null, error);
        Assert.NotEqual(0, code);
        Assert.Contains(words, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_usual_port_is_taken_where_none_is_named()
    {
        Assert.Equal(("plant.example", 1883, false), Of(PlantBroker.Read("plant.example", null, null, false, null)));
        Assert.Equal(("plant.example", 8883, true), Of(PlantBroker.Read("plant.example", null, null, true, null)));
        Assert.Equal(("plant.example", 9000, true), Of(PlantBroker.Read("plant.example:9000", null, null, true, null)));

        static (string, int, bool) Of(PlantBroker broker) => (broker.Host, broker.Port, broker.Tls);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // It says at the broker itself that it is there (Sparkplug: STATE of the host application).
    private async Task ServesAsync(Mosquitto broker, string[] options, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var client = new MqttClientFactory().CreateMqttClient();
        var online = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.ApplicationMessageReceivedAsync += message =>
        {
            if (!message.ApplicationMessage.Retain && Encoding.UTF8.GetString(message.ApplicationMessage.Payload).Contains("\"online\":true", StringComparison.Ordinal)) online.TrySetResult();
            return Task.CompletedTask;
        };
        await client.ConnectAsync(new MqttClientOptionsBuilder().WithProtocolVersion(MqttProtocolVersion.V500).WithTcpServer("127.0.0.1", broker.Port).WithCredentials(User, Password).Build(), Ct);
        await client.SubscribeAsync("spBv1.0/STATE/cellwright", MQTTnet.Protocol.MqttQualityOfServiceLevel.AtLeastOnce, Ct);
        Assert.DoesNotContain(Password, string.Join(' ', options), StringComparison.Ordinal);
        await using var serving = await CellwrightProcess.ServeAsync(Path.Combine(folder, Guid.NewGuid().ToString("N")), options, environment);
        await online.Task.WaitAsync(TimeSpan.FromSeconds(60), Ct);
    }
}
