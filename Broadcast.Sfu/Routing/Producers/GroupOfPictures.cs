using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Producers;

/// <summary>A key frame and all that followed it so far: where a joiner can begin without a new one.</summary>
internal struct GroupOfPictures
{
    private uint newestTimestamp;
    private Instant newestAt;
    private long packets;

    /// <summary>Extended sequence number of its first packet; 0 before the first key frame.</summary>
    public long First { get; private set; }

    /// <summary>Of the key frame.</summary>
    public uint Timestamp { get; private set; }

    /// <summary>When the key frame began to arrive.</summary>
    public Instant StartedAt { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>The timestamp that a frame would have which came now.</summary>
    public readonly uint PresentAt(Instant now, int clockRate) => newestTimestamp + (uint)(now.Since(newestAt) * clockRate / 1_000_000);

    /// <summary>Takes note of a packet that was stored.</summary>
    public void OnPacket(Instant now, in StoredPacketInfo packet, bool isNewest)
    {
        if (packet.IsKeyFrame && isNewest && (First == 0 || packet.Timestamp != Timestamp))
        {
            (First, Timestamp, newestTimestamp) = (packet.Sequence, packet.Timestamp, packet.Timestamp);
            (StartedAt, newestAt, Bytes, packets) = (now, now, 0, 0);
        }
        if (First == 0 || packet.Sequence < First)
            return;
        packets++;
        Bytes += packet.Length;
        if (SequenceNumber.IsNewer(packet.Timestamp, newestTimestamp))
            (newestTimestamp, newestAt) = (packet.Timestamp, now);
    }

    /// <summary>The publisher began anew.</summary>
    public void Clear() => First = 0;

    /// <summary>Whether a joiner is better off with it than with a new key frame: it is whole, young and small.</summary>
    /// <param name="highest">Extended sequence number of the newest packet.</param>
    public readonly bool IsWorthReplaying(Instant now, long highest, WorkerOptions options) =>
        First != 0
        && packets == highest - First + 1
        && Bytes <= options.ReplayMaxBytes
        && now.Since(StartedAt) <= options.ReplayMaxAgeMs * 1_000L;
}
