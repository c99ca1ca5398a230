using System.Text.Json;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>The sinks that a node has, by the names that the control contract calls them.</summary>
public interface IDirectSinkProvider
{
    /// <summary>Opens the sink that <c>router.createDirectTransport</c> names. Called on the worker's thread.</summary>
    /// <param name="report">
    /// Tells the router's owner whatever the sink has to say, as <c>transport.sinkReported</c>; the node does not look into it. From any
    /// thread, as long as the sink is open.
    /// </param>
    /// <param name="refusal">Why the sink takes nothing now, in words; null if it does or if there is none.</param>
    /// <returns>Null if no sink goes by that name or if it refuses; the request is then refused.</returns>
    IDirectSink? TryOpen(string sink, Action<JsonElement> report, out string? refusal);

    /// <summary>Nothing more will come for a sink, as <c>sink.end</c> says. One that is open takes nothing more. From any thread; ending what is not there does nothing.</summary>
    void End(string sink);
}
