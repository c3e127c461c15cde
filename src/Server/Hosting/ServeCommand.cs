using System.CommandLine;
using Cellwright.Domain.Basics;
using Cellwright.Ledger;
using Cellwright.Server.Access;
using Cellwright.Server.Notices;

namespace Cellwright.Server.Hosting;

/// <summary><c>cellwright serve</c>: runs the server of a site.</summary>
internal static class ServeCommand
{
    private static readonly Option<DirectoryInfo> Data = new("--data")
    {
        Description = "Directory for everything that is kept.",
        DefaultValueFactory = _ => new DirectoryInfo("data"),
    };

    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "Addresses to listen on, separated by semicolons.",
        DefaultValueFactory = _ => "http://127.0.0.1:5080",
    };

    private static readonly Option<string?> Postgres = new("--postgres") { Description = "Connection to PostgreSQL; without it the record is SQLite in the data directory." };
    private static readonly Option<string?> Broker = new("--broker") { Description = "MQTT broker, host:port; without it the embedded one is started on 127.0.0.1." };
    private static readonly Option<string?> BrokerUser = new("--broker-user") { Description = "User at that broker." };
    private static readonly Option<string?> BrokerPasswordFile = new("--broker-password-file") { Description = $"File whose first line is that user's password; without it the environment variable {PlantBroker.PasswordVariable}." };
    private static readonly Option<bool> BrokerTls = new("--broker-tls") { Description = "Speak TLS to that broker; its certificate must be good for the host name." };
    private static readonly Option<string?> BrokerAuthorities = new("--broker-ca") { Description = "PEM file of the authorities that sign that broker's certificate (means TLS); without it those that the machine trusts." };
    private static readonly Option<int> BrokerPort = new("--broker-port") { Description = "Port of the embedded broker; 0 takes a free one.", DefaultValueFactory = _ => 1883 };
    private static readonly Option<string> Site = new("--site") { Description = "Name of the site in signed checkpoints.", DefaultValueFactory = _ => "site" };

    private static readonly Option<string?> Zone = new("--time-zone") { Description = "Time zone of the site, e.g. Europe/Berlin; without it the machine's." };

    private static readonly Option<Role[]> SecondFactor = new("--second-factor")
    {
        Description = "Roles that need a second factor beside the password, e.g. Administrator QA.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<int?> PasswordDays = new("--password-days") { Description = "How many days a password lasts; without it, as long as nobody resets it." };

    private static readonly Option<FileInfo?> NoticesFile = new("--notices") { Description = "File that says how notices leave the site, by webhook and by mail; without it they are in the pages only." };
    private static readonly Option<Uri?> Directory = new("--directory") { Description = "Address of the company's OpenID Connect provider, through which registered people may sign in." };
    private static readonly Option<string> DirectoryClient = new("--directory-client") { Description = "What the provider calls this server.", DefaultValueFactory = _ => "cellwright" };
    private static readonly Option<FileInfo?> DirectorySecret = new("--directory-secret-file") { Description = "File with the secret of this server at the provider." };
    private static readonly Option<string> DirectoryClaim = new("--directory-claim") { Description = "Claim that holds the user id of a registered person.", DefaultValueFactory = _ => "preferred_username" };

    public static Command Build()
    {
        var command = new Command("serve", "Runs the server of a site until it is stopped.")
        {
            Data, Urls, Postgres, Broker, BrokerUser, BrokerPasswordFile, BrokerTls, BrokerAuthorities, BrokerPort, Site, Zone, SecondFactor, PasswordDays, NoticesFile,
            Directory, DirectoryClient, DirectorySecret, DirectoryClaim,
        };
        Urls.Validators.Add(Addresses.Check);
        Postgres.Validators.Add(Addresses.CheckPostgres);
        command.SetAction(async (parsed, ct) =>
        {
            await using var app = await SiteHost.BuildAsync(new SiteOptions
            {
                Data = parsed.GetValue(Data)!.FullName,
                Urls = parsed.GetValue(Urls)!,
                Postgres = parsed.GetValue(Postgres),
                Broker = BrokerOf(parsed),
                BrokerPort = parsed.GetValue(BrokerPort),
                Site = parsed.GetValue(Site)!,
                Zone = ZoneOf(parsed.GetValue(Zone)),
                Directory = parsed.GetValue(Directory) is { } authority
                    ? new DirectoryOptions(authority, parsed.GetValue(DirectoryClient)!, parsed.GetValue(DirectorySecret) is { } secret ? (await File.ReadAllTextAsync(secret.FullName, ct)).Trim() : null, parsed.GetValue(DirectoryClaim)!)
                    : null,
                SecondFactorFor = [.. parsed.GetValue(SecondFactor)!],
                PasswordLife = parsed.GetValue(PasswordDays) is not { } days ? null : days > 0 ? TimeSpan.FromDays(days) : throw new InvalidOperationException("Give --password-days as 1 or more, or leave it out."),
                Notices = parsed.GetValue(NoticesFile) is { } notices ? NoticeOptions.Read(notices.FullName) : null,
            });
            await app.StartAsync(ct);
            Console.WriteLine($"Cellwright serves at {string.Join(" and ", app.Urls)}. Public key fingerprint: {app.Services.GetRequiredService<SiteKey>().Public.Fingerprint}");
            await app.WaitForShutdownAsync(ct);
            return 0;
        });
        return command;
    }

    private static PlantBroker? BrokerOf(ParseResult parsed) =>
        parsed.GetValue(Broker) is { } address
            ? PlantBroker.Read(address, parsed.GetValue(BrokerUser), parsed.GetValue(BrokerPasswordFile), parsed.GetValue(BrokerTls), parsed.GetValue(BrokerAuthorities))
        : parsed.GetValue(BrokerUser) is not null || parsed.GetValue(BrokerPasswordFile) is not null || parsed.GetValue(BrokerTls) || parsed.GetValue(BrokerAuthorities) is not null
            ? throw new InvalidOperationException("User, password and TLS are for a broker of the plant. Name it with --broker.")
        : null;

    private static TimeZoneInfo ZoneOf(string? name) =>
        name is null ? TimeZoneInfo.Local
        : TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone
        : throw new InvalidOperationException($"There is no time zone {name}. Write it as in the IANA list, e.g. Europe/Berlin.");
}
