using System.Threading.RateLimiting;
using Cellwright.Domain.Basics;

namespace Cellwright.Server.Access;

/// <summary>How many sign-ins may fail, so that nobody tries passwords as fast as the server answers. Who gives the right one is never held up.</summary>
public sealed class SignInRate : IDisposable
{
    /// <summary>Failures a minute of one address with one user id (ours; five lock the account anyway).</summary>
    public const int PerPerson = 10;

    /// <summary>Failures a minute of one address with any user ids (ours; a whole site may come through one address).</summary>
    public const int PerAddress = 100;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<(string Address, string Person)> failures = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<(string Address, string Person), (string, string)>(from => Window(from, PerPerson)),
        PartitionedRateLimiter.Create<(string Address, string Person), string>(from => Window(from.Address, PerAddress)));

    /// <summary>Why an attempt is not looked at now, or null.</summary>
    public Refusal? RefusalFor(HttpContext http, string userName)
    {
        // Asks without taking: only a failure takes.
        using var lease = failures.AttemptAcquire(From(http, userName), permitCount: 0);
        return lease.IsAcquired ? null : new("rate", "Too many attempts to sign in failed here. Wait a minute, then try again.");
    }

    /// <summary>An attempt failed.</summary>
    public void Failed(HttpContext http, string userName) => failures.AttemptAcquire(From(http, userName)).Dispose();

    /// <inheritdoc />
    public void Dispose() => failures.Dispose();

    private static (string, string) From(HttpContext http, string userName)
    {
        var id = Passwords.Normal(userName);
        return ($"{http.Connection.RemoteIpAddress}", id.Length <= 64 ? id : id[..64]);
    }

    private static RateLimitPartition<TKey> Window<TKey>(TKey key, int permits) => RateLimitPartition.GetFixedWindowLimiter(
        key, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = Minute });
}

/// <summary>Puts the limit before a way in.</summary>
internal static class SignInRateFilter
{
    /// <summary>Limits failures; an answer from 400 on is one.</summary>
    /// <param name="route">The way in.</param>
    /// <param name="userName">Whose id was given.</param>
    /// <param name="answer">How the refusal is told.</param>
    public static RouteHandlerBuilder LimitFailures(
        this RouteHandlerBuilder route, Func<EndpointFilterInvocationContext, Task<string>> userName, Func<HttpContext, Refusal, IResult> answer) =>
        route.AddEndpointFilter(async (context, next) =>
        {
            var (http, name) = (context.HttpContext, await userName(context));
            var rate = http.RequestServices.GetRequiredService<SignInRate>();
            if (rate.RefusalFor(http, name) is { } refusal) return answer(http, refusal);
            var result = await next(context);
            if (result is IStatusCodeHttpResult { StatusCode: >= 400 }) rate.Failed(http, name);
            return result;
        });
}
