using System.Globalization;
using System.Threading.RateLimiting;

namespace Broadcast.Api.Hosting;

/// <summary>How often one address may try what is worth guessing at. Chat is limited per participant, on the stage.</summary>
public static class RateLimits
{
    public const string SignIn = "sign-in";
    public const string Setup = "setup";
    public const string Join = "join";

    static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public static IServiceCollection AddRateLimits(this IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.AddPolicy(SignIn, context => PerAddress(context, permits: 10));
        limiter.AddPolicy(Setup, context => PerAddress(context, permits: 10));
        // A company's whole audience may share one address.
        limiter.AddPolicy(Join, context => PerAddress(context, permits: 6_000));
        limiter.OnRejected = async (rejected, _) =>
        {
            if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
                rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            await Problems.RateLimited("Too many attempts. Wait a minute and try again.").ExecuteAsync(rejected.HttpContext);
        };
    });

    static RateLimitPartition<string> PerAddress(HttpContext context, int permits) => RateLimitPartition.GetFixedWindowLimiter(
        context.Connection.RemoteIpAddress?.ToString() ?? "unknown",
        _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = Window });
}
