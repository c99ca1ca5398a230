using System.Buffers.Binary;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>
/// By a pipe within the node: packets as the publisher sent them but for the SSRC, which has to be unique on the pipe, and for numbers
/// that are shifted where the publisher began anew near the former ones.
/// </summary>
internal sealed class WorkerPipeConsumer : PipeConsumer, IPacketTaker
{
    /// <summary>Numbers left out where the publisher began anew: far enough for the far end to see that.</summary>
    private const ushort RestartGap = 1 << 13;

    private const int SequenceOffset = 2;
    private const int RtpSsrcOffset = 8;
    private const int ReportSsrcOffset = 4;

    private readonly PipeWriter pipe;
    private readonly Numbers[] numbers;

    /// <param name="place">The encodings of its answer carry one SSRC for each of the producer's streams.</param>
    /// <param name="isPaused">Whether it begins paused.</param>
    /// <param name="pipe">Takes the packets.</param>
    public WorkerPipeConsumer(ConsumerPlace place, bool isPaused, PipeWriter pipe) : base(place, isPaused)
    {
        this.pipe = pipe;
        numbers = new Numbers[StreamSsrcs.Length];
    }

    public override IReadOnlyList<uint> Ssrcs => StreamSsrcs;

    public void OnPacket(Instant now, ProducerStream stream, in RtpPacket packet, in FramePacket info, bool isNewest, SendBatch output)
    {
        if (!pipe.IsOpen || !pipe.TryReserve(packet.Bytes.Length, out var slot))
            return;
        packet.Bytes.CopyTo(slot);
        BinaryPrimitives.WriteUInt16BigEndian(slot[SequenceOffset..], numbers[stream.Index].Of(packet.SequenceNumber, isNewest));
        BinaryPrimitives.WriteUInt32BigEndian(slot[RtpSsrcOffset..], StreamSsrcs[stream.Index]);
        pipe.Commit(packet.Bytes.Length);
    }

    public void OnSenderReport(Instant now, ProducerStream stream, ReadOnlySpan<byte> report, SendBatch output) => SendReport(stream, report, output);

    public override void BeginAnew(ProducerStream restarted) => numbers[restarted.Index].BeginAnew();

    protected override void Begin(ProducerStream stream) => stream.Add(this);

    protected override void End(ProducerStream stream) => stream.Remove(this);

    protected override void SendReport(ProducerStream stream, ReadOnlySpan<byte> report, SendBatch output)
    {
        if (!pipe.IsOpen || !pipe.TryReserve(report.Length, out var slot))
            return;
        report.CopyTo(slot);
        BinaryPrimitives.WriteUInt32BigEndian(slot[ReportSsrcOffset..], StreamSsrcs[stream.Index]);
        pipe.Commit(report.Length);
    }

    /// <summary>A stream's sequence numbers as they go over.</summary>
    private struct Numbers
    {
        private ushort shift;
        private ushort newest;
        private bool isBeginning;

        public void BeginAnew() => isBeginning = true;

        public ushort Of(ushort sequence, bool isNewest)
        {
            if (isBeginning)
                (shift, isBeginning) = ((ushort)(newest + RestartGap - sequence), false);
            var number = (ushort)(sequence + shift);
            if (isNewest)
                newest = number;
            return number;
        }
    }
}
