using Broadcast.Sfu.Io;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Latency;

/// <summary>When a publisher sent each of its recent packets, and the last packet of its frame. Written by the publisher's thread, read by the swarm's.</summary>
internal sealed class SentTimes
{
    private readonly long[] sent = new long[65_536];
    private readonly long[] frameSent = new long[65_536];
    private int frameBegins = -1;

    public void OnSent(ushort sequenceNumber, bool endsFrame)
    {
        var now = MonotonicNow();
        sent[sequenceNumber] = now;
        if (frameBegins < 0)
            frameBegins = sequenceNumber;
        if (!endsFrame)
            return;
        for (var i = frameBegins; (ushort)i != (ushort)(sequenceNumber + 1); i++)
            Volatile.Write(ref frameSent[(ushort)i], now);
        frameBegins = -1;
    }

    /// <returns>Microseconds through the node, and of those the wait for the rest of the frame; null if the frame's end is not known yet.</returns>
    public (long Through, long FrameWait)? At(Instant received, ushort sequenceNumber)
    {
        var wait = Volatile.Read(ref frameSent[sequenceNumber]) - sent[sequenceNumber];
        return wait < 0 ? null : (received.Microseconds - sent[sequenceNumber], wait);
    }

    private static long MonotonicNow() => MonotonicClock.Now.Microseconds;
}
