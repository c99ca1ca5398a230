using Broadcast.Api.Http;
using Broadcast.Api.Limits;
using Broadcast.Api.Links;
using Broadcast.Api.Signaling.Connections;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Signaling;

/// <summary>Puts the stage hub at its address, behind <see cref="GuestConnections"/>.</summary>
internal static class StageHubEndpoint
{
    public static void MapStageHub(this IEndpointRouteBuilder routes)
    {
        var limits = routes.ServiceProvider.GetRequiredService<IOptions<LimitsOptions>>().Value;
        var guests = routes.ServiceProvider.GetRequiredService<GuestConnections>();
        var transport = new HttpConnectionDispatcherOptions
        {
            // One connection is one request, so that what is counted by connection cannot be got round by requests of another kind.
            Transports = HttpTransportType.WebSockets,
            TransportMaxBufferSize = limits.SendQueueBytes,
        };
        routes.MapConnections(StageHub.Path, transport, connections => connections
                .Use(hub => connection => guests.RunAsync(connection, hub))
                .UseHub<StageHub>())
            .RequireAuthorization(LinkAuthentication.SchemeName)
            .LimitPerAddress(AddressLimit.Connections);
    }
}
