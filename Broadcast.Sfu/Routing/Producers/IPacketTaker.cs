using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Producers;

/// <summary>Takes the packets of a <see cref="ProducerStream"/>: viewers, pipes and the recorder all get them this way. Called on the worker's thread.</summary>
internal interface IPacketTaker
{
    /// <summary>A packet as the publisher sent it, without RTX wrapping. Each sequence number comes once; late if it was retransmitted.</summary>
    /// <param name="now">The time.</param>
    /// <param name="stream">Whose packet it is; its ring holds the packet.</param>
    /// <param name="packet">Valid during the call.</param>
    /// <param name="info">The same packet without its bytes.</param>
    /// <param name="isNewest">Whether its sequence number is the highest so far.</param>
    /// <param name="output">Takes what is to be sent.</param>
    void OnPacket(Instant now, ProducerStream stream, in RtpPacket packet, in FramePacket info, bool isNewest, SendBatch output);

    /// <summary>The publisher's own sender report, as one RTCP packet. Valid during the call.</summary>
    void OnSenderReport(Instant now, ProducerStream stream, ReadOnlySpan<byte> report, SendBatch output)
    {
    }

    /// <summary>The stream pauses or starts anew: packets that are still held leave now.</summary>
    void OnInterrupted(Instant now, SendBatch output)
    {
    }
}
