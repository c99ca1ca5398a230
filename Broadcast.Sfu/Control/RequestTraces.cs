using System.Diagnostics;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Control;

/// <summary>
/// Each request to the media node as a span of the activity source <c>Broadcast.Sfu</c>, from its arrival to the worker's answer. While
/// nobody listens there are none.
/// </summary>
internal static class RequestTraces
{
    private static readonly ActivitySource Source = new("Broadcast.Sfu");

    /// <summary>Whether anybody listens.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>The span that is about to ask, for another process to go on from; null when nobody traces.</summary>
    public static string? Current => IsOn && Activity.Current is { IdFormat: ActivityIdFormat.W3C } asking ? asking.Id : null;

    /// <summary>A span of its own for what another process asks by the control channel.</summary>
    /// <param name="traceparent">As it came; what is none is passed over.</param>
    /// <returns>Null when nobody traces.</returns>
    public static Activity? Continue(string? traceparent) =>
        IsOn && ActivityContext.TryParse(traceparent, traceState: null, isRemote: true, out var asking)
            ? Source.StartActivity("control", ActivityKind.Server, asking)
            : null;

    public static Activity? Begin(WorkerRequest request) => Source.StartActivity(RequestNames.Of(request));

    /// <summary>Takes note of where it is carried out.</summary>
    public static void Place(Activity? trace, RouterId router, int worker) => trace?.SetTag("router", router.Value).SetTag("worker", worker);

    public static void End(Activity? trace, ControlResponse response)
    {
        if (response is ControlError error)
            trace?.SetTag("code", error.Code.ToString()).SetStatus(ActivityStatusCode.Error, error.Message);
    }
}
