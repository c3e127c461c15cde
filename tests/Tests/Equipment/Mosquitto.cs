using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cellwright.Tests.Readings;

namespace Cellwright.Tests.Equipment;

/// <summary>A real Mosquitto of the test's own, with its own configuration and its own memory.</summary>
public sealed class Mosquitto : IDisposable
{
    private const string Program = "/usr/sbin/mosquitto";
    private readonly TemporaryFolder _folder = new();
    private Process? _process;

    /// <param name="user">The only user that is let in, with <paramref name="password"/>; null lets everybody in.</param>
    /// <param name="password">Its password.</param>
    /// <param name="tls">True for a second listener that speaks TLS, with a certificate for localhost by an authority of its own.</param>
    public Mosquitto(string? user = null, string? password = null, bool tls = false)
    {
        if (!File.Exists(Program)) Assert.Skip($"{Program} is not installed on this machine");
        (Port, TlsPort) = (Ports.Free(), tls ? Ports.Free() : 0);
        File.WriteAllText(Configuration, $"""
            allow_anonymous {(user is null ? "true" : "false")}
            persistence true
            persistence_location {_folder.Path}/
            user {Environment.UserName}
            max_queued_messages 0
            set_tcp_nodelay true
            {(user is null ? "" : $"password_file {Passwords(user, password!)}")}
            listener {Port} 127.0.0.1
            {(tls ? TlsListener() : "")}
            """);
    }

    public int Port { get; }

    /// <summary>Port of the listener that speaks TLS.</summary>
    public int TlsPort { get; }

    /// <summary>PEM file of the authority that signed the certificate.</summary>
    public string Authority => Path.Combine(_folder.Path, "ca.pem");

    private string Configuration => Path.Combine(_folder.Path, "mosquitto.conf");

    public async Task StartAsync()
    {
        _process = Process.Start(new ProcessStartInfo(Program, ["-c", Configuration]) { RedirectStandardError = true })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        await Eventually.Holds(Listens, "Mosquitto listens");
    }

    /// <summary>Ends it as an administrator does (SIGTERM): it writes down what it still has to deliver.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process!.Id}"]);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _process.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        if (_process is not null)
        {
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }

        _folder.Dispose();
    }

    private string Passwords(string user, string password)
    {
        var file = Path.Combine(_folder.Path, "passwords");
        using var made = Process.Start(new ProcessStartInfo("/usr/bin/mosquitto_passwd", ["-b", "-c", file, user, password]) { RedirectStandardError = true })!;
        made.WaitForExit();
        return file;
    }

    private string TlsListener()
    {
        // One pair for both: a certificate that ends a second after its issuer's cannot be made.
        var (from, until) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=Authority of the test", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var signer = authority.CreateSelfSigned(from, until);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(signer, from, until, [1, 2, 3, 4]);
        File.WriteAllText(Authority, signer.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder.Path, "cert.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder.Path, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        return $"""
            listener {TlsPort} 127.0.0.1
            certfile {_folder.Path}/cert.pem
            keyfile {_folder.Path}/key.pem
            """;
    }

    private bool Listens()
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
