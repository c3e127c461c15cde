using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Cellwright.Tests.Access;

/// <summary>A small OpenID Connect provider: discovery, keys, authorization code with PKCE, signed identity tokens.</summary>
internal sealed class CompanyDirectory : IAsyncDisposable
{
    public const string Client = "cellwright";
    public const string Secret = "the secret of this server";

    private readonly WebApplication app;
    private readonly RSA key = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, Dictionary<string, string>> codes = new();

    private CompanyDirectory(WebApplication app) => this.app = app;

    /// <summary>Who answers for the password at the provider.</summary>
    public string User { get; set; } = "anna";

    /// <summary>How long ago the provider asked that person for it.</summary>
    public TimeSpan AskedAgo { get; set; }

    /// <summary>How the person proved who they are.</summary>
    public string[] Ways { get; set; } = ["pwd"];

    /// <summary>What the latest authorization request said.</summary>
    public IReadOnlyDictionary<string, string> Asked { get; private set; } = new Dictionary<string, string>();

    public Uri Address => new(app.Urls.First());

    public static async Task<CompanyDirectory> OpenAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var directory = new CompanyDirectory(builder.Build());
        directory.Map();
        await directory.app.StartAsync(TestContext.Current.CancellationToken);
        return directory;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        key.Dispose();
    }

    private string Issuer => Address.ToString().TrimEnd('/');

    private void Map()
    {
        app.MapGet("/.well-known/openid-configuration", () => new Dictionary<string, object>
        {
            ["issuer"] = Issuer, ["authorization_endpoint"] = $"{Issuer}/authorize", ["token_endpoint"] = $"{Issuer}/token", ["jwks_uri"] = $"{Issuer}/keys",
            ["response_types_supported"] = new[] { "code" }, ["subject_types_supported"] = new[] { "public" }, ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        });
        app.MapGet("/keys", () =>
        {
            var parameters = key.ExportParameters(false);
            return new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = "1", n = Base64UrlEncoder.Encode(parameters.Modulus), e = Base64UrlEncoder.Encode(parameters.Exponent) } } };
        });
        app.MapGet("/authorize", (HttpRequest request) =>
        {
            var asked = request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
            Asked = asked;
            var code = Guid.NewGuid().ToString("N");
            codes[code] = asked;
            return Results.Redirect($"{asked["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(asked["state"])}");
        });
        app.MapPost("/token", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            if (!codes.TryRemove(form["code"].ToString(), out var asked) || form["client_secret"] != Secret
                || Base64UrlEncoder.Encode(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != asked["code_challenge"])
                return Results.BadRequest(new { error = "invalid_grant" });
            return Results.Ok(new { access_token = "none", token_type = "Bearer", expires_in = 60, id_token = Token(asked["nonce"]) });
        });
    }

    private string Token(string nonce) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Issuer,
        Audience = Client,
        Expires = DateTime.UtcNow.AddMinutes(5),
        Claims = new Dictionary<string, object>
        {
            ["sub"] = $"0001-{User}", ["preferred_username"] = User, ["nonce"] = nonce, ["amr"] = Ways, ["auth_time"] = (DateTimeOffset.UtcNow - AskedAgo).ToUnixTimeSeconds(),
            ["roles"] = new[] { "Administrator" },
        },
        SigningCredentials = new SigningCredentials(new RsaSecurityKey(key) { KeyId = "1" }, SecurityAlgorithms.RsaSha256),
    });
}
