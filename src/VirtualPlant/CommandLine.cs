using System.CommandLine;
using System.Runtime.InteropServices;
using Cellwright.VirtualPlant.Campaigns;
using Cellwright.VirtualPlant.Faults;
using Cellwright.VirtualPlant.Sparkplug;

namespace Cellwright.VirtualPlant;

/// <summary>The command that starts the plant.</summary>
public static class CommandLine
{
    /// <summary>Parses the arguments and runs until SIGTERM, Ctrl+C or, with a parent, the end of standard input. 0 on a clean end, 1 on wrong input.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var broker = new Option<string>("--broker") { Description = "MQTT 5 broker to connect to.", HelpName = "host:port", DefaultValueFactory = _ => "127.0.0.1:1883" };
        var follow = new Option<bool>("--follow-clock") { Description = "Live only as far as the server's clock says, in lock-step, instead of in real time." };
        var seed = new Option<int>("--seed") { Description = "Same seed, same plant: patients, lots, noise and door openings.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var fault = new Option<string[]>("--fault")
        {
            Description = $"Something to go wrong; may be given several times. Names: {string.Join(", ", FaultKinds.Names)}.",
            HelpName = "name@equipment[/tag]:after=3d,size=0.5,for=2h",
            DefaultValueFactory = _ => [],
        };
        var unlucky = new Option<string[]>("--unlucky") { Description = "A batch whose patient's cells do badly; may be given several times.", HelpName = "batch", DefaultValueFactory = _ => [] };
        var user = new Option<string?>("--user") { Description = "User name at the broker.", HelpName = "name" };
        var password = new Option<string?>("--password") { Description = "Password at the broker.", HelpName = "text" };
        var parent = new Option<bool>("--with-parent") { Description = "End when standard input closes, so that whoever started the plant never leaves it behind." };
        var check = new Option<bool>("--check") { Description = "Say whether the plant would start so, and end: 0 when it would." };
        var root = new RootCommand("A plant to rehearse against: devices that speak Sparkplug B over MQTT 5, with cells that grow and faults on demand.")
        {
            broker, follow, seed, fault, unlucky, user, password, parent, check, CampaignCommand.Build(),
        };
        root.SetAction(async (parsed, stop) =>
        {
            try
            {
                var (host, port) = Address(parsed.GetRequiredValue(broker));
                var plant = new Plant(parsed.GetRequiredValue(seed), [.. parsed.GetRequiredValue(fault).Select(FaultOrder.Parse)], parsed.GetRequiredValue(unlucky));
                if (parsed.GetValue(check)) return 0;
                var connection = new Connection(host, port, parsed.GetValue(user), parsed.GetValue(password), parsed.GetValue(follow));
                await LiveAsync(plant, connection, parsed.GetValue(parent), stop);
                return 0;
            }
            catch (FormatException wrong)
            {
                await Console.Error.WriteLineAsync(wrong.Message);
                return 1;
            }
        });
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync(parsed.Errors[0].Message);
            return 1;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static async Task LiveAsync(Plant plant, Connection connection, bool withParent, CancellationToken outer)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(outer);
        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }

        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        if (withParent) _ = Task.Run(() => EndWithParent(stop), outer);
        using var node = new EdgeNode(plant, connection, TimeProvider.System, Log);
        await node.RunAsync(stop.Token);
    }

    private static void EndWithParent(CancellationTokenSource stop)
    {
        while (Console.In.Read() >= 0)
        {
            // What a parent writes means nothing; only the end of it does.
        }

        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            return;
        }
    }

    private static (string Host, int Port) Address(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && int.TryParse(text[(colon + 1)..], out var port) && port is > 0 and < 65536
            ? (text[..colon], port)
            : throw new FormatException($"--broker '{text}' is not host:port, such as 127.0.0.1:1883");
    }

    private static void Log(string line) => Console.WriteLine($"plant: {line}");
}
