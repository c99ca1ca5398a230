using Broadcast.Sfu.Rtp;

namespace Broadcast.Recorder.Tracks;

/// <summary>The session time of a packet.</summary>
/// <param name="sequence">Extended.</param>
/// <returns>Nanoseconds; NaN if nothing is known of the stream: the packet is left out.</returns>
internal delegate double PacketTime(uint ssrc, long sequence, uint timestamp);

/// <summary>
/// Reads one track's packets into frames. A track may have several streams, one for each layer, of which one is recorded at a time:
/// what still waits for lost packets of one comes before all of the next.
/// </summary>
internal sealed class TrackReader(byte payloadType, FrameAssembler assembler, PacketTime timeOf)
{
    private readonly Dictionary<uint, (StreamNumbers Numbers, ReorderBuffer Reorder)> streams = [];
    private uint? arriving;

    /// <param name="bytes">What is no RTP, or of another payload type, is left out.</param>
    public void OnRtp(double arrivalNs, ReadOnlySpan<byte> bytes)
    {
        if (!RtpHeader.TryPeek(bytes, out var header) || header.PayloadType != payloadType || !RtpPacket.TryParse(bytes, out _))
            return;
        if (arriving != header.Ssrc)
            Flush();
        arriving = header.Ssrc;
        if (!streams.TryGetValue(header.Ssrc, out var stream))
            streams[header.Ssrc] = stream = (new StreamNumbers(), new ReorderBuffer(OnOrdered));
        stream.Reorder.Add(stream.Numbers.Extend(header.SequenceNumber, out _), arrivalNs, bytes);
    }

    /// <summary>Hands over what is still held: nothing more comes of the stream for now.</summary>
    public void Flush()
    {
        if (arriving is not { } ssrc)
            return;
        streams[ssrc].Reorder.Flush();
        assembler.Break();
    }

    private void OnOrdered(long sequence, ReadOnlySpan<byte> bytes, bool afterLoss)
    {
        if (!RtpPacket.TryParse(bytes, out var packet))
            return;
        var timeNs = timeOf(packet.Ssrc, sequence, packet.Timestamp);
        if (!double.IsNaN(timeNs))
            assembler.OnPacket(packet, timeNs, afterLoss);
    }
}
