using System.Text.Json;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;

namespace Broadcast.Sfu.Tests.Hosting;

/// <summary>Being called on the worker's thread, it notes what that thread has allocated so far.</summary>
internal sealed class AllocationSink : IDirectSinkProvider, IDirectSink
{
    private long allocated;
    private int packets;

    public long AllocatedByThread => Volatile.Read(ref allocated);

    public int Packets => Volatile.Read(ref packets);

    public IDirectSink? TryOpen(string sink, Action<JsonElement> report, out string? refusal)
    {
        refusal = null;
        return this;
    }

    public void End(string sink)
    {
    }

    public void OnRtp(Instant now, ConsumerId consumer, ReadOnlySpan<byte> packet)
    {
        Volatile.Write(ref allocated, GC.GetAllocatedBytesForCurrentThread());
        Volatile.Write(ref packets, packets + 1);
    }

    public void OnConsumerAdded(Instant now, ConsumerId consumer, ProducerId producer, MediaKind kind, RtpParameters rtpParameters)
    {
    }

    public void OnConsumerClosed(Instant now, ConsumerId consumer)
    {
    }

    public void OnConsumerPaused(Instant now, ConsumerId consumer, bool paused)
    {
    }

    public void OnSenderReport(Instant now, ConsumerId consumer, ReadOnlySpan<byte> senderReport)
    {
    }

    public void OnEvent(Instant now, JsonElement stageEvent)
    {
    }

    public void OnClosed(Instant now)
    {
    }
}
