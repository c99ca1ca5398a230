using System.Globalization;
using System.Threading.RateLimiting;
using Broadcast.Api.Limits;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Http;

/// <summary>How often one address may try what is worth guessing at, or asks for what costs something. What is asked over the hub has limits of its own (<see cref="LimitsOptions"/>).</summary>
internal static class RateLimits
{
    public const string SignIn = "sign-in";
    public const string Setup = "setup";
    public const string Join = "join";
    public const string Connections = "connections";

    static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static IServiceCollection AddRateLimits(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.AddPolicy(SignIn, context => PerAddress(context, permits: 10));
        limiter.AddPolicy(Setup, context => PerAddress(context, permits: 10));
        limiter.AddPolicy(Join, context => AtRate(context, Limits(context).Joins));
        limiter.AddPolicy(Connections, context => AtOnce(context, Limits(context).ConnectionsPerAddress));
        limiter.OnRejected = async (rejected, _) =>
        {
            if (!rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
                wait = Window;
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await Problems.RateLimited("Too many attempts from your network. Wait a minute and try again.").ExecuteAsync(rejected.HttpContext);
        };
    });

    static RateLimitPartition<ClientAddress> PerAddress(HttpContext context, int permits) => RateLimitPartition.GetFixedWindowLimiter(
        Address(context),
        _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = Window });

    static RateLimitPartition<ClientAddress> AtRate(HttpContext context, Rate rate) => RateLimitPartition.GetTokenBucketLimiter(
        Address(context),
        _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = (int)rate.Burst,
            TokensPerPeriod = (int)Math.Ceiling(rate.PerSecond),
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        });

    /// <summary>A WebSocket is one request for as long as it lasts.</summary>
    static RateLimitPartition<ClientAddress> AtOnce(HttpContext context, int requests) => RateLimitPartition.GetConcurrencyLimiter(
        Address(context), _ => new ConcurrencyLimiterOptions { PermitLimit = requests });

    static ClientAddress Address(HttpContext context) => ClientAddress.Of(context.Connection.RemoteIpAddress);

    static LimitsOptions Limits(HttpContext context) => context.RequestServices.GetRequiredService<IOptions<LimitsOptions>>().Value;
}
