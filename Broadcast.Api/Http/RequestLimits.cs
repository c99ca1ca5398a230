using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Http;

/// <summary>Keeps every request to its size and every body to what is declared beside its record.</summary>
internal static class RequestLimits
{
    public static IServiceCollection AddRequestLimits(this IServiceCollection services)
    {
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<RequestOptions>>(
            (kestrel, requests) => kestrel.Limits.MaxRequestBodySize = requests.Value.BodyBytes);
        services.AddOptions<HubOptions>().Configure<IOptions<RequestOptions>>(
            (hub, requests) => hub.MaximumReceiveMessageSize = requests.Value.HubMessageBytes);
        return services;
    }

    /// <summary>Where the calls of the HTTP API are mapped, so that none can be forgotten.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder routes) => routes.MapGroup("").AddEndpointFilter<RouteGroupBuilder, BodyFilter>();
}
