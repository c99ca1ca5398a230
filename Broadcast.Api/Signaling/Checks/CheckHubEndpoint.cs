using Broadcast.Api.Http;
using Broadcast.Api.Signaling.Connections;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Api.Signaling.Checks;

/// <summary>Puts the check hub at its address, behind <see cref="GuestConnections"/>.</summary>
internal static class CheckHubEndpoint
{
    private const string Name = "check";

    public static void MapCheckHub(this IEndpointRouteBuilder routes)
    {
        var guests = routes.ServiceProvider.GetRequiredService<GuestConnections>();
        routes.MapConnections(CheckHub.Path, new HttpConnectionDispatcherOptions { Transports = HttpTransportType.WebSockets }, connections => connections
                .Use(hub => connection => guests.RunAsync(connection, hub, Name))
                .UseHub<CheckHub>())
            .LimitPerAddress(AddressLimit.Connections);
    }
}
