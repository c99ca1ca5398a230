using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>The way to another node, as the consumers that send there see it.</summary>
internal interface INodePipe
{
    /// <summary>Whether there is an address and a key to protect with.</summary>
    bool CanSend { get; }

    /// <summary>There and back, in microseconds, as last measured; null before.</summary>
    long? RoundTripUs { get; }

    /// <summary>Room for one packet, which <see cref="Commit"/> sends. Valid until the next call that sends anything.</summary>
    /// <param name="length">Bytes of the RTP packet; more than that is there for its protection.</param>
    Span<byte> Reserve(int length, SendBatch output);

    /// <summary>Protects the packet that was written and sends it.</summary>
    /// <param name="slot">From <see cref="Reserve"/>, with the header at its start.</param>
    /// <param name="headerLength">Bytes of the header.</param>
    /// <param name="payload">What follows it: in its place in the slot already, or somewhere else.</param>
    void Commit(Span<byte> slot, int headerLength, ReadOnlySpan<byte> payload, SendBatch output);

    /// <summary>Whether so much of what was sent before may be sent once more; if so, it counts as repeated.</summary>
    bool TryRepeat(Instant now, int bytes);

    void SendReport(ReadOnlySpan<byte> report, SendBatch output);
}
