using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Routing.Workers;

/// <summary>
/// What is to be done when one of the calls threw. A call that throws leaves what it was about in a state that nobody knows, so that
/// is closed, and everything else of the worker goes on.
/// </summary>
public sealed partial class Worker
{
    private const string Reason = "a fault in the media node";

    /// <summary>Closes the transport, producer or consumer that the last call was about, and says so.</summary>
    public void CloseHandled(Instant now, SendBatch output)
    {
        var handled = context.Handled;
        context.Handled = null;
        context.Rtcp.Clear();
        handled?.CloseUnasked(now, Reason, output);
    }

    /// <summary>Closes what a request that threw was to open or to change, and says so. A question changes nothing, so nothing goes.</summary>
    public void CloseHandled(Instant now, WorkerRequest request, SendBatch output)
    {
        var route = RequestRoute.Of(request);
        context.Handled = request is DumpRouter or DumpTransport or GetRouterStats or GetTransportStats ? null : registry.Find(route.Opens ?? route.Owner);
        CloseHandled(now, output);
    }
}
