using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cellwright.Server.Notices;

/// <summary>How notices leave the site: the file that <c>serve --notices FILE</c> names. Secrets lie in files of their own, beside it.</summary>
/// <param name="Site">Address at which people open the site's pages; links in notices begin with it.</param>
/// <param name="Webhook">Where notices are posted, or null.</param>
/// <param name="Mail">How notices are mailed, or null.</param>
public sealed record NoticeOptions(string Site, WebhookOptions? Webhook = null, MailOptions? Mail = null)
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="InvalidOperationException">It cannot be used: one sentence says why and what to do.</exception>
    public static NoticeOptions Read(string file)
    {
        try
        {
            var options = JsonSerializer.Deserialize<NoticeOptions>(File.ReadAllText(file), Form) ?? throw Wrong(file, "it is empty.");
            var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
            if (!IsWeb(options.Site)) throw Wrong(file, "'site' is the address at which people open the pages, e.g. https://mes.example.org.");
            if (options is { Webhook: null, Mail: null }) throw Wrong(file, "it names neither a webhook nor mail.");
            return options with
            {
                Site = options.Site.TrimEnd('/'),
                Webhook = options.Webhook?.With(folder, file),
                Mail = options.Mail?.With(folder, file),
            };
        }
        catch (JsonException wrong)
        {
            throw Wrong(file, wrong.Message);
        }
        catch (IOException missing)
        {
            throw new InvalidOperationException($"The file for notices cannot be read: {missing.Message}", missing);
        }
    }

    internal static bool IsWeb(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    internal static InvalidOperationException Wrong(string file, string why) => new($"{file} cannot be used for notices: {why}");

    internal static string Secret(string folder, string name, string file)
    {
        var text = File.ReadAllText(Path.Combine(folder, name)).Trim();
        return text.Length > 0 ? text : throw Wrong(file, $"the secret in {name} is empty.");
    }
}

/// <summary>A receiver of signed JSON.</summary>
/// <param name="Url">Its address; https, or http on this machine.</param>
/// <param name="SecretFile">File with the secret that signs, at least 24 characters.</param>
public sealed record WebhookOptions(string Url, string SecretFile)
{
    /// <summary>The secret, once read.</summary>
    internal string Secret { get; private init; } = "";

    internal WebhookOptions With(string folder, string file)
    {
        if (!NoticeOptions.IsWeb(Url) || (new Uri(Url) is { Scheme: "http", IsLoopback: false }))
            throw NoticeOptions.Wrong(file, "the webhook's 'url' is an https address; http is for a receiver on this machine only.");
        var secret = NoticeOptions.Secret(folder, SecretFile, file);
        if (secret.StartsWith("whsec_", StringComparison.Ordinal) && !Convert.TryFromBase64String(secret["whsec_".Length..], new byte[secret.Length], out _))
            throw NoticeOptions.Wrong(file, $"the secret in {SecretFile} begins with whsec_ and is not base64 after that.");
        return secret.Length >= 24 ? this with { Secret = secret } : throw NoticeOptions.Wrong(file, $"the secret in {SecretFile} is shorter than 24 characters.");
    }
}

/// <summary>How the connection to the mail server is kept private.</summary>
public enum MailSecurity
{
    /// <summary>The connection is upgraded by STARTTLS; without it nothing is sent.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,

    /// <summary>None: for a mail server on this machine only.</summary>
    None,
}

/// <summary>A mail server, and where people get their mail.</summary>
/// <param name="Host">Host.</param>
/// <param name="Port">Port.</param>
/// <param name="From">Address of the sender.</param>
/// <param name="Addresses">User id to mail address; who is not here gets no mail.</param>
/// <param name="Security">How the connection is kept private.</param>
/// <param name="User">User name at the mail server, or null for none.</param>
/// <param name="PasswordFile">File with the password, with <paramref name="User"/>.</param>
public sealed record MailOptions(
    string Host, int Port, string From, IReadOnlyDictionary<string, string> Addresses, MailSecurity Security = MailSecurity.StartTls, string? User = null, string? PasswordFile = null)
{
    /// <summary>The password, once read.</summary>
    internal string Password { get; private init; } = "";

    internal MailOptions With(string folder, string file)
    {
        if (Security == MailSecurity.None && Host is not ("localhost" or "127.0.0.1" or "::1"))
            throw NoticeOptions.Wrong(file, "mail without TLS is for a server on this machine only; set 'security' to start-tls or tls.");
        if (Port is < 1 or > 65535) throw NoticeOptions.Wrong(file, "'port' of mail is a number from 1 to 65535.");
        foreach (var address in Addresses.Values.Append(From))
            if (!MimeKit.MailboxAddress.TryParse(address, out _)) throw NoticeOptions.Wrong(file, $"'{address}' is no mail address.");
        if (User is null != PasswordFile is null) throw NoticeOptions.Wrong(file, "'user' and 'passwordFile' of mail belong together.");
        return PasswordFile is null ? this : this with { Password = NoticeOptions.Secret(folder, PasswordFile, file) };
    }
}
