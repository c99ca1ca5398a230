using System.Diagnostics.Metrics;
using Broadcast.Api.Telemetry;

namespace Broadcast.Api.Signaling.Connections;

/// <summary>Meter <c>Broadcast.Api</c>: what guests call, and what became of those who ask too much.</summary>
internal sealed class SignalingMetrics
{
    private readonly Counter<long> cuts;
    private readonly Histogram<double> calls;

    public SignalingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(ApiMeter.Name);
        cuts = meter.CreateCounter<long>("broadcast.api.connections.cut", description: "Hub connections that the server ended, by reason.");
        calls = meter.CreateHistogram<double>("broadcast.api.hub.calls", "s", "Calls of the stage hub, by method and by outcome: ok, or the code of the refusal.");
    }

    /// <param name="outcome"><c>ok</c>, <c>cancelled</c>, or the code of the refusal.</param>
    public void Called(string method, string outcome, TimeSpan took) =>
        calls.Record(took.TotalSeconds, new KeyValuePair<string, object?>("method", method), new KeyValuePair<string, object?>("outcome", outcome));

    public void Cut(CutReason reason) => cuts.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
}
