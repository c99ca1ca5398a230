using System.Diagnostics.Metrics;

namespace Broadcast.Api.Signaling.Connections;

/// <summary>Meter <c>Broadcast.Api</c>: what became of guests who ask too much.</summary>
public sealed class SignalingMetrics
{
    public const string MeterName = "Broadcast.Api";

    readonly Counter<long> cuts;

    public SignalingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        cuts = meter.CreateCounter<long>("broadcast.api.connections.cut", description: "Hub connections that the server ended, by reason.");
    }

    public void Cut(CutReason reason) => cuts.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));
}
