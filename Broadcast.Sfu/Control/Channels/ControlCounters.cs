using System.Diagnostics.Metrics;
using Broadcast.Sfu.Control.Channels.Frames;

namespace Broadcast.Sfu.Control.Channels;

/// <summary>Control connections by what became of them: meter <c>Broadcast.Sfu.Control</c>.</summary>
internal sealed class ControlCounters
{
    public const string MeterName = "Broadcast.Sfu.Control";

    private readonly Counter<long> taken;
    private readonly Counter<long> refused;

    public ControlCounters(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        taken = meter.CreateCounter<long>("broadcast.control.owners", description: "Connections that were given the node.");
        refused = meter.CreateCounter<long>("broadcast.control.refusals", description: "Connections that were refused or ended by the node, by reason.");
    }

    public void CountTaken() => taken.Add(1);

    public void Count(ControlRefusal why) => refused.Add(1, new KeyValuePair<string, object?>("reason", why.ToString()));
}
