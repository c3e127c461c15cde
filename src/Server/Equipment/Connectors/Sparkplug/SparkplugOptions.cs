using System.Security.Cryptography.X509Certificates;

namespace Cellwright.Server.Equipment.Connectors.Sparkplug;

/// <summary>Which broker to use and as whom.</summary>
/// <param name="Host">Host name or address of the broker.</param>
/// <param name="Port">TCP port of the broker.</param>
public sealed record SparkplugOptions(string Host, int Port)
{
    /// <summary>MQTT client id of the server, and its Sparkplug host id, where nothing else is said.</summary>
    public const string HostId = "cellwright";

    /// <summary>Sparkplug group id that is subscribed.</summary>
    public string Group { get; init; } = "cellwright";

    /// <summary>MQTT client id, which is also the Sparkplug host id. It names the session that the broker keeps for us, so it must stay the same.</summary>
    public string ClientId { get; init; } = HostId;

    /// <summary>User name; null for none.</summary>
    public string? User { get; init; }

    /// <summary>Password that goes with it.</summary>
    public string? Password { get; init; }

    /// <summary>Whether to speak TLS.</summary>
    public bool Tls { get; init; }

    /// <summary>Authorities that may have signed the broker's certificate; null for those that the machine trusts.</summary>
    public X509Certificate2Collection? Trusted { get; init; }

    /// <summary>How long the broker keeps our session while we are away.</summary>
    public TimeSpan SessionExpiry { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Folder that keeps what births declared, so that a restarted server can read what the broker held back; null keeps nothing.</summary>
    public string? BirthFolder { get; init; }

    /// <summary>Messages that may be under way unacknowledged.</summary>
    public ushort Unacknowledged { get; init; } = 2048;

    /// <summary>A node is asked for its births at most once in this time.</summary>
    public TimeSpan RebirthPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest pause between attempts to connect.</summary>
    public TimeSpan LongestBackoff { get; init; } = TimeSpan.FromSeconds(30);
}
