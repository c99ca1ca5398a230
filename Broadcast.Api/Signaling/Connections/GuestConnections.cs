using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Broadcast.Api.Signaling.Connections;

/// <summary>Stands between the transports and the hub: no connection gets more of the process than its share.</summary>
public sealed class GuestConnections(SignalingMetrics metrics, ILogger<GuestConnection> logger)
{
    /// <summary>Runs one connection to its end.</summary>
    public Task RunAsync(ConnectionContext connection, ConnectionDelegate hub)
    {
        var guest = new GuestConnection(connection, metrics, logger);
        connection.Features.Set(guest);
        connection.Transport = new Guarded(
            connection.Transport.Input,
            new BoundedOutput(connection.Transport.Output, () => guest.Cut(CutReason.Behind)));
        return hub(connection);
    }

    sealed record Guarded(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
