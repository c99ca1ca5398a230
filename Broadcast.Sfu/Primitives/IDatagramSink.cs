namespace Broadcast.Sfu.Primitives;

/// <summary>Where a <see cref="SendBatch"/> goes: sockets in production, a simulated network in tests.</summary>
public interface IDatagramSink
{
    /// <summary>Sends every message now; the slab is reused after return. <paramref name="slab"/> is pinned. Never throws for a refused datagram: it counts.</summary>
    void Send(byte[] slab, ReadOnlySpan<SendBatch.Message> messages);
}
