using System.Globalization;
using Broadcast.Api.Limits;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Http;

/// <summary>
/// How often one address may try what is worth guessing at, or asks for what costs something, and how many hub connections it has. What
/// is asked over the hub has limits of its own (<see cref="LimitsOptions"/>).
/// </summary>
internal sealed class AddressLimits(RequestDelegate next, IOptions<LimitsOptions> limits, TimeProvider time)
{
    private static readonly Rate Guesses = new() { Burst = 10, PerSecond = 10.0 / 60 };
    private static readonly TimeSpan WaitForPlace = TimeSpan.FromMinutes(1);

    private readonly TokenBuckets<ClientAddress> signIns = new(Guesses, time);
    private readonly TokenBuckets<ClientAddress> setups = new(Guesses, time);
    private readonly TokenBuckets<ClientAddress> joins = new(limits.Value.Joins, time);
    private readonly Places<ClientAddress> connections = new(limits.Value.ConnectionsPerAddress);

    public Task InvokeAsync(HttpContext context)
    {
        var address = ClientAddress.Of(context.Connection.RemoteIpAddress);
        return context.GetEndpoint()?.Metadata.GetMetadata<AddressLimited>()?.Limit switch
        {
            AddressLimit.SignIn => TakeAsync(context, signIns[address]),
            AddressLimit.Setup => TakeAsync(context, setups[address]),
            AddressLimit.Join => TakeAsync(context, joins[address]),
            AddressLimit.Connections => HoldAsync(context, address),
            _ => next(context),
        };
    }

    private Task TakeAsync(HttpContext context, TokenBucket bucket)
    {
        var wait = bucket.TryTake();
        return wait > TimeSpan.Zero ? RefuseAsync(context, wait) : next(context);
    }

    /// <summary>A WebSocket is one request for as long as it lasts.</summary>
    private async Task HoldAsync(HttpContext context, ClientAddress address)
    {
        if (!connections.TryEnter(address))
        {
            await RefuseAsync(context, WaitForPlace);
            return;
        }
        try
        {
            await next(context);
        }
        finally
        {
            connections.Leave(address);
        }
    }

    private static Task RefuseAsync(HttpContext context, TimeSpan wait)
    {
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Problems.RateLimited("Too many attempts from your network. Wait a minute and try again.").ExecuteAsync(context);
    }
}
