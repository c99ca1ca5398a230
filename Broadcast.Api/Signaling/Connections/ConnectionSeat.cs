using Broadcast.Api.Stage;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Api.Signaling.Connections;

/// <summary>Where the caller of a connection sits: remembered with the connection from its <c>Join</c> on.</summary>
internal static class ConnectionSeat
{
    private static readonly object Key = typeof(Seat);

    public static Seat? Of(HubCallerContext connection) => connection.Items.TryGetValue(Key, out var seat) ? (Seat?)seat : null;

    public static void Take(HubCallerContext connection, Seat seat) => connection.Items[Key] = seat;
}
