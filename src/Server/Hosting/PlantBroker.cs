using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cellwright.Server.Equipment.Connectors.Sparkplug;

namespace Cellwright.Server.Hosting;

/// <summary>The plant's own MQTT broker, and as whom the server comes to it.</summary>
/// <param name="Host">Host name or address; with TLS it must stand in the broker's certificate.</param>
/// <param name="Port">TCP port.</param>
public sealed record PlantBroker(string Host, int Port)
{
    /// <summary>The environment variable that holds the password where no file does.</summary>
    public const string PasswordVariable = "CELLWRIGHT_BROKER_PASSWORD";

    private const int Plain = 1883, Encrypted = 8883; // (IANA: mqtt, secure-mqtt)

    /// <summary>User name, or null for a broker that lets everybody in.</summary>
    public string? User { get; init; }

    /// <summary>Password that goes with it.</summary>
    public string? Password { get; init; }

    /// <summary>Whether to speak TLS.</summary>
    public bool Tls { get; init; }

    /// <summary>PEM file with the authorities that may have signed the broker's certificate; null for those that the machine trusts.</summary>
    public string? Authorities { get; init; }

    /// <summary>Reads what was given on the command line.</summary>
    /// <param name="address"><c>host:port</c>, or a host, whose usual port is taken.</param>
    /// <param name="user">User name, or null.</param>
    /// <param name="passwordFile">File whose first line is the password; null to take it from <see cref="PasswordVariable"/>.</param>
    /// <param name="tls">Whether to speak TLS.</param>
    /// <param name="authorities">See <see cref="Authorities"/>; given, it means TLS.</param>
    /// <exception cref="InvalidOperationException">Something is missing or does not go together; the message says what to do.</exception>
    public static PlantBroker Read(string address, string? user, string? passwordFile, bool tls, string? authorities)
    {
        var colon = address.LastIndexOf(':');
        var encrypted = tls || authorities is not null;
        var named = colon > 0 && int.TryParse(address[(colon + 1)..], out var port) ? (Host: address[..colon], Port: port) : (Host: address, Port: encrypted ? Encrypted : Plain);
        var password = passwordFile is not null ? FirstLine(passwordFile) : Environment.GetEnvironmentVariable(PasswordVariable);
        if (user is not null && string.IsNullOrEmpty(password))
            throw new InvalidOperationException($"The broker's user {user} has no password. Put it into a file that only the server reads and name that with --broker-password-file, or set {PasswordVariable}.");
        if (user is null && passwordFile is not null)
            throw new InvalidOperationException("There is a password for the broker and no user. Name the user with --broker-user.");
        if (authorities is not null) _ = Trusted(authorities);
        return new PlantBroker(named.Host, named.Port) { User = user, Password = user is null ? null : password, Tls = encrypted, Authorities = authorities };
    }

    /// <summary>How the connector reaches it.</summary>
    internal SparkplugOptions Options() => new(Host, Port)
    {
        User = User, Password = Password, Tls = Tls, Trusted = Authorities is null ? null : Trusted(Authorities),
    };

    private static string FirstLine(string file)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault() ?? "";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"The broker's password cannot be read from {file} ({fault.Message.TrimEnd('.')}). Name a file that the server's user may read.", fault);
        }
    }

    private static X509Certificate2Collection Trusted(string file)
    {
        try
        {
            var trusted = new X509Certificate2Collection();
            trusted.ImportFromPemFile(file);
            if (trusted.Count > 0) return trusted;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new InvalidOperationException($"The authorities for the broker's certificate cannot be read from {file} ({fault.Message.TrimEnd('.')}). Name a file that the server's user may read.", fault);
        }

        throw new InvalidOperationException($"There is no certificate in {file}. Put the authorities into it in PEM, as -----BEGIN CERTIFICATE-----.");
    }
}
