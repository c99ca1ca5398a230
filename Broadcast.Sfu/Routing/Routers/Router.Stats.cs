using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Routing.Transports;

namespace Broadcast.Sfu.Routing.Routers;

/// <summary>How browsers receive, added up.</summary>
internal sealed partial class Router
{
    /// <summary>Bytes, so that the sum does not shrink when somebody leaves.</summary>
    private long sentToClosed;

    /// <param name="lossAbove">Share of packets above which a receiver counts as lossy.</param>
    public RouterStats GetStats(double lossAbove)
    {
        var (bytes, receivers, unreached, lossy) = (sentToClosed, 0, 0, 0);
        foreach (var transport in transports)
        {
            if (transport is not WebRtcTransport browser)
                continue;
            bytes += browser.Counters.BytesSent;
            if (browser.Consumers.Count == 0)
                continue;
            receivers++;
            if (!browser.CanSend)
                unreached++;
            else if (browser.ReportedLoss > lossAbove)
                lossy++;
        }
        return new RouterStats(Id, bytes, receivers, unreached, lossy);
    }
}
