using System.IO.Pipelines;
using Broadcast.Api.Chat;
using Broadcast.Api.Limits;
using Broadcast.Api.Links;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Signaling.Connections;

/// <summary>Stands between the transports and the hub: no connection gets more of the process than its share.</summary>
internal sealed class GuestConnections(
    IOptions<LimitsOptions> limits, ChatAllowances chat, TimeProvider time, SignalingMetrics metrics, ILogger<GuestConnection> logger)
{
    /// <summary>Runs one connection to its end.</summary>
    /// <param name="link">By what it came; null for the link that it was let in with.</param>
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate hub, string? link = null)
    {
        var http = connection.GetHttpContext()!;
        var origin = new Origin(ClientAddress.Of(http.Connection.RemoteIpAddress), link ?? http.User.ToStageLink().LinkId);
        using var guest = new GuestConnection(connection, origin, limits.Value, time, metrics, logger) { Chat = chat.Rent(origin) };
        connection.Features.Set(guest);
        connection.Transport = new Guarded(
            new MeteredInput(connection.Transport.Input, guest),
            new BoundedOutput(connection.Transport.Output, () => guest.Cut(CutReason.Behind)));
        guest.Begin();
        await hub(connection);
    }

    private sealed record Guarded(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
