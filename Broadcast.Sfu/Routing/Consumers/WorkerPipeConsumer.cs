using System.Buffers.Binary;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>By a pipe within the node: packets as the publisher sent them but for the SSRC, which has to be unique on the pipe.</summary>
internal sealed class WorkerPipeConsumer(ConsumerPlace place, bool isPaused, PipeWriter pipe) : PipeConsumer(place, isPaused), IPacketTaker
{
    private const int RtpSsrcOffset = 8;
    private const int ReportSsrcOffset = 4;

    public override IReadOnlyList<uint> Ssrcs => StreamSsrcs;

    public void OnPacket(Instant now, ProducerStream stream, in RtpPacket packet, in FramePacket info, bool isNewest, SendBatch output) =>
        Send(packet.Bytes, RtpSsrcOffset, StreamSsrcs[stream.Index]);

    public void OnSenderReport(Instant now, ProducerStream stream, ReadOnlySpan<byte> report, SendBatch output) => SendReport(stream, report, output);

    protected override void Begin(ProducerStream stream) => stream.Add(this);

    protected override void End(ProducerStream stream) => stream.Remove(this);

    protected override void SendReport(ProducerStream stream, ReadOnlySpan<byte> report, SendBatch output) =>
        Send(report, ReportSsrcOffset, StreamSsrcs[stream.Index]);

    private void Send(ReadOnlySpan<byte> packet, int ssrcOffset, uint ssrc)
    {
        if (!pipe.IsOpen || !pipe.TryReserve(packet.Length, out var slot))
            return;
        packet.CopyTo(slot);
        BinaryPrimitives.WriteUInt32BigEndian(slot[ssrcOffset..], ssrc);
        pipe.Commit(packet.Length);
    }
}
