using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Srtp;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>
/// Sends a producer's media to one receiver under an SSRC, sequence numbers and payload types of its own. Video begins at a key
/// frame, and again after every pause.
/// </summary>
internal sealed class RtpConsumer : Consumer
{
    /// <summary>Assumed until the receiver's reports tell it; also spaces resends.</summary>
    private const long InitialRoundTripUs = 50_000;

    private const int CatchUpMemorySeconds = 10;

    private readonly SequenceMapper mapper;
    private readonly RetransmissionResponder responder;
    private readonly MidValue mid;
    private ProducerStream? flowing;
    private int source = -1;
    private bool isWaitingForKeyFrame;
    private GroupReplay? replay;
    private CatchUp? catchUp;
    private ushort rtxSequence;

    public RtpConsumer(ConsumerPlace place, bool isPaused, IReceiver receiver) : base(place, isPaused)
    {
        Receiver = receiver;
        var parameters = place.Created.RtpParameters;
        var media = parameters.Codecs[0];
        var encoding = parameters.Encodings[0];
        Ssrc = encoding.Ssrc!.Value;
        RtxSsrc = encoding.Rtx?.Ssrc;
        PayloadType = media.PayloadType;
        RtxPayloadType = RtxSsrc is null ? (byte)0 : FindRtx(parameters, media.PayloadType);
        Layout = ConsumerLayout.Of(Producer.Rtp.Parameters, parameters);
        MidValue.TryCreate(parameters.Mid, out mid);
        mapper = new SequenceMapper((ushort)Context.Random.Next(1 << 15), media.ClockRate);
        responder = new RetransmissionResponder(Producer.Selected.Ring.Capacity);
        Statistics = new SendStatistics(Ssrc);
        rtxSequence = (ushort)Context.Random.Next(1 << 15);
    }

    public IReceiver Receiver { get; }
    public uint Ssrc { get; }
    public uint? RtxSsrc { get; }
    public byte PayloadType { get; }
    public byte RtxPayloadType { get; }
    public ExtensionLayout Layout { get; }
    public SendStatistics Statistics { get; }

    /// <summary>Its place in the <see cref="ConsumerGroup"/>, while packets flow.</summary>
    public int GroupIndex { get; set; }

    public override IReadOnlyList<uint> Ssrcs => RtxSsrc is { } rtx ? [Ssrc, rtx] : [Ssrc];

    /// <summary>Whether packets are on their way to the receiver.</summary>
    public bool IsFlowing => flowing is not null;

    private bool ShouldFlow => !IsPaused && !Producer.IsPaused && Receiver.CanSend;

    public override void UpdateFlow(Instant now, SendBatch output)
    {
        var target = ShouldFlow ? Producer.Selected : null;
        if (target == flowing)
            return;
        LeaveAudience();
        flowing = target;
        if (target is null)
            return;
        isWaitingForKeyFrame = true;
        if (source < 0)
            Join(now, target, output);
        else
            Return(now, target, output);
    }

    /// <summary>The replay has met the present: from now on packets come as to everyone.</summary>
    public void GoLive(Instant now, SendBatch output)
    {
        replay = null;
        Audience[flowing!.Index].Add(this);
        if (isWaitingForKeyFrame)
            flowing.RequestKeyFrame(now, output);
    }

    public override void BeginAnew(ProducerStream restarted)
    {
        if (flowing != restarted)
            return;
        isWaitingForKeyFrame = true;
        source = -1;
    }

    protected override void OnStopped(Instant now)
    {
        LeaveAudience();
        flowing = null;
    }

    /// <summary>Decides whether the receiver gets a packet, and under which numbers.</summary>
    /// <param name="from">Which of the producer's streams it is of.</param>
    public bool TryStamp(Instant now, in FramePacket packet, int from, out RtpStamp stamp)
    {
        stamp = default;
        if (packet.PayloadType != PayloadType || (isWaitingForKeyFrame && !TryBegin(now, packet, from)))
            return false;
        if (!mapper.TryMap(now, packet.Sequence, ToTimeLine(packet.Timestamp), out var sequenceNumber, out var timestamp))
            return false;
        Statistics.OnPacket(packet.PayloadLength);
        stamp = new RtpStamp(PayloadType, sequenceNumber, timestamp, Ssrc, mid, Receiver.NextTransportSequence());
        return true;
    }

    /// <summary>Sends again what the receiver misses, by RTX where negotiated (RFC 4588).</summary>
    public override void OnNack(Instant now, Nack nack, SendBatch output)
    {
        foreach (var lost in nack)
        {
            Context.Feedback.OnNack();
            if (flowing is not null && mapper.TryReverse(lost, out var from, out var sequence))
                Resend(now, Producer.Streams[from], sequence, lost, output);
        }
    }

    public override void OnKeyFrameRequest(Instant now, uint ssrc, SendBatch output) =>
        flowing?.RequestKeyFrame(now, Receiver.WishKeyFrame(now), output);

    public override void OnReportBlock(Instant now, in ReportBlock block)
    {
        if (block.Ssrc != Ssrc)
            return;
        Statistics.OnReportBlock(now, block);
        Context.Feedback.OnLoss(block.FractionLost);
        if (Statistics.RoundTripUs is not { } us)
            return;
        Receiver.OnRoundTrip(us);
        Context.Feedback.OnRoundTrip(us);
    }

    /// <returns>Bytes written; 0 while nothing was sent.</returns>
    public int WriteReport(Instant now, Span<byte> destination) =>
        flowing is null ? 0 : Statistics.WriteReport(now, flowing.SenderClock, mapper.TimestampOffset, destination);

    private bool TryBegin(Instant now, in FramePacket packet, int from)
    {
        if (!packet.IsKeyFrame)
            return false;
        isWaitingForKeyFrame = false;
        if (from == source)
            mapper.ResumeAt(packet.Sequence);
        else
            mapper.SwitchTo(now, from, packet.Sequence, ToTimeLine(packet.Timestamp));
        source = from;
        return true;
    }

    private void Join(Instant now, ProducerStream stream, SendBatch output)
    {
        replay = GroupReplay.TryBegin(now, Context, Audience[stream.Index], this);
        catchUp = replay?.TimeLine;
        if (replay is not null)
            return;
        Audience[stream.Index].Add(this);
        stream.RequestKeyFrameForJoiner(now, output);
    }

    private void Return(Instant now, ProducerStream stream, SendBatch output)
    {
        Audience[stream.Index].Add(this);
        stream.RequestKeyFrame(now, Receiver.WishKeyFrame(now), output);
    }

    private void LeaveAudience()
    {
        if (replay is not null)
            replay.Cancel();
        else if (flowing is not null)
            Audience[flowing.Index].Remove(this);
        replay = null;
        catchUp = null;
    }

    /// <summary>Of a joiner who was shown the past; everyone else's is the publisher's own. Retransmissions need it for a while after the meeting.</summary>
    private uint ToTimeLine(uint timestamp)
    {
        if (catchUp is not { } line)
            return timestamp;
        if (line.After(timestamp) > CatchUpMemorySeconds * Producer.ClockRate)
            catchUp = null;
        return line.Compress(timestamp);
    }

    private void Resend(Instant now, ProducerStream stream, long sequence, ushort lost, SendBatch output)
    {
        var asRtx = RtxPayloadType != 0;
        var template = Context.Frame.Single;
        if (!responder.TryResend(now, sequence, Statistics.RoundTripUs ?? InitialRoundTripUs))
            return;
        if (!stream.Ring.TryGet(now, sequence, out var stored, out var bytes) || !RtpPacket.TryParse(bytes, out var packet))
            return;
        if (!template.Prepare(now, packet, Layout, asRtx) || !mapper.TryMap(now, sequence, ToTimeLine(stored.Timestamp), out _, out var timestamp))
            return;
        if (!Receiver.TryRepeat(now, template.Length + SrtpProfileExtensions.MaxOverhead))
            return;
        var stamp = asRtx
            ? new RtpStamp(RtxPayloadType, rtxSequence++, timestamp, RtxSsrc!.Value, mid, Receiver.NextTransportSequence(), lost)
            : new RtpStamp(PayloadType, lost, timestamp, Ssrc, mid, Receiver.NextTransportSequence());
        Context.Feedback.OnRetransmission();
        Receiver.SendAgain(template, stamp, output);
    }

    private static byte FindRtx(RtpParameters parameters, byte media)
    {
        foreach (var codec in parameters.Codecs)
            if (codec.Parameters.TryGetValue("apt", out var apt) && apt.Number == media)
                return codec.PayloadType;
        return 0;
    }
}
