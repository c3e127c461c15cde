using System.Security.Cryptography;
using System.Text;
using Cellwright.Domain.Basics;
using Cellwright.Domain.People;
using Cellwright.Server.Desk;

namespace Cellwright.Server.Access;

/// <summary>
/// The one-time link that makes the first administrator. It stands open only while no account exists; of its token only
/// the hash is kept, and it ends at its first use.
/// </summary>
public sealed class FirstRun(Passwords passwords, IPeople people)
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private byte[]? hash;

    /// <summary>True while the link waits for its use.</summary>
    public bool IsOpen => hash is not null;

    /// <summary>Opens the link.</summary>
    /// <returns>The token, which is kept nowhere.</returns>
    internal string Open()
    {
        var token = RandomNumberGenerator.GetHexString(64, lowercase: true);
        hash = HashOf(token);
        return token;
    }

    /// <summary>True when this is the token of the open link.</summary>
    public bool Fits(string? token) =>
        hash is { } kept && token is not null && CryptographicOperations.FixedTimeEquals(kept, HashOf(token));

    /// <summary>Makes the administrator, and closes the link. A refusal leaves it open.</summary>
    public async Task<Refusal?> UseAsync(string? token, string userName, string name, string password, string terminal)
    {
        await gate.WaitAsync();
        try
        {
            if (!Fits(token)) return Closed;
            if (await passwords.RefusalForAsync(password) is { } weak) return weak;
            var id = Passwords.Normal(userName);
            var register = new RegisterPerson(id, name, [Role.Administrator]);
            if (await people.SendAsync(register, new Caller(Performer.System, terminal, Guid.CreateVersion7())) is { } refusal) return refusal;
            if (await passwords.CreateAsync(id, password) is { } rejected) return rejected;
            hash = null;
            return null;
        }
        finally
        {
            gate.Release();
        }
    }

    private static Refusal Closed => new("first-run",
        "This link does not fit, or was used already. While no account exists, restart the server: it prints a new link.");

    private static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
