using Broadcast.Api.Limits;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace Broadcast.Api.Signaling.Connections;

/// <summary>One hub connection and what it may ask of the process; a feature of the connection.</summary>
internal sealed partial class GuestConnection(
    ConnectionContext connection,
    Origin origin,
    LimitsOptions limits,
    TimeProvider time,
    SignalingMetrics metrics,
    ILogger<GuestConnection> logger) : IDisposable
{
    private readonly TokenBucket calls = new(limits.Calls, time);
    private ITimer? deadline;
    private ITimer? messageDeadline;
    private int isCut;

    public Origin Origin { get; } = origin;

    /// <summary>How often the person who sits there may speak.</summary>
    public required TokenBucket Chat { get; init; }

    public static GuestConnection Of(HubCallerContext caller) => caller.Features.GetRequiredFeature<GuestConnection>();

    /// <summary>From now on it has to join in time.</summary>
    public void Begin() => deadline = time.CreateTimer(_ => Cut(CutReason.NeverJoined), null, limits.JoinDeadline, Timeout.InfiniteTimeSpan);

    public void Joined() => deadline?.Dispose();

    /// <summary>Counts a call. One that is refused counts as well, and who goes on is cut.</summary>
    /// <returns>Zero if it may be done; otherwise how long to wait.</returns>
    public TimeSpan Call(double cost)
    {
        var left = Take(cost);
        return left >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-left / limits.Calls.PerSecond);
    }

    /// <summary>Counts what came in, whatever it may be.</summary>
    public void Received(long bytes) => Take((double)bytes / limits.BytesPerCall);

    /// <summary>A message has begun and is not whole. SignalR would keep it for ever for a client that sends no pings.</summary>
    public void AwaitRest()
    {
        messageDeadline?.Dispose();
        messageDeadline = time.CreateTimer(_ => Cut(CutReason.Unfinished), null, limits.MessageDeadline, Timeout.InfiniteTimeSpan);
    }

    /// <summary>No part of a message waits for its rest.</summary>
    public void HasRest() => messageDeadline?.Dispose();

    /// <summary>Ends the connection without a goodbye, which it might not read. Its page connects and joins again.</summary>
    public void Cut(CutReason reason)
    {
        if (Interlocked.Exchange(ref isCut, 1) == 1)
            return;
        metrics.Cut(reason);
        LogCut(logger, connection.ConnectionId, reason);
        connection.Abort();
    }

    public void Dispose()
    {
        deadline?.Dispose();
        messageDeadline?.Dispose();
    }

    private double Take(double cost)
    {
        var left = calls.Take(cost);
        if (left < -limits.Calls.Burst)
            Cut(CutReason.Flooding);
        return left;
    }

    [LoggerMessage(LogLevel.Information, "Hub connection {ConnectionId} was cut: {Reason}")]
    static partial void LogCut(ILogger logger, string connectionId, CutReason reason);
}
