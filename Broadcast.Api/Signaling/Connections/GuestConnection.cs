using Microsoft.AspNetCore.Connections;

namespace Broadcast.Api.Signaling.Connections;

/// <summary>One hub connection and what it may ask of the process; a feature of the connection.</summary>
public sealed partial class GuestConnection(ConnectionContext connection, SignalingMetrics metrics, ILogger<GuestConnection> logger)
{
    int isCut;

    /// <summary>Ends the connection without a goodbye, which it could not read. Its page connects and joins again.</summary>
    public void Cut(CutReason reason)
    {
        if (Interlocked.Exchange(ref isCut, 1) == 1)
            return;
        metrics.Cut(reason);
        LogCut(logger, connection.ConnectionId, reason);
        connection.Abort();
    }

    [LoggerMessage(LogLevel.Information, "Hub connection {ConnectionId} was cut: {Reason}")]
    static partial void LogCut(ILogger logger, string connectionId, CutReason reason);
}
