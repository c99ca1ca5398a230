using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>
/// Sends a producer's media to one receiver under an SSRC, sequence numbers and payload types of its own, in the layers that suit it.
/// Video begins at a key frame, and again after every pause.
/// </summary>
internal sealed partial class RtpConsumer : Consumer
{
    private readonly SequenceMapper mapper;
    private readonly RetransmissionResponder responder;
    private readonly MidValue mid;

    /// <summary>In VP8 a picture number that is missing means a picture that may yet come.</summary>
    private readonly bool closesUpPictures;

    private LayerSelector selector = new();
    private PictureMunger pictures;

    /// <summary>Index of the stream that the mapper numbers; -1 before the first.</summary>
    private int source = -1;

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
        RedPayloadType = FindRed(parameters);
        closesUpPictures = CodecPayload.FromMimeType(media.MimeType) == Codec.Vp8;
        mapper = new SequenceMapper((ushort)Context.Random.Next(1 << 15), media.ClockRate);
        responder = new RetransmissionResponder(Producer.Streams[0].Ring.Capacity);
        Statistics = new SendStatistics(Ssrc);
        rtxSequence = (ushort)Context.Random.Next(1 << 15);
    }

    public IReceiver Receiver { get; }
    public uint Ssrc { get; }
    public uint? RtxSsrc { get; }
    public byte PayloadType { get; }
    public byte RtxPayloadType { get; }

    /// <summary>Of redundant audio; 0 unless negotiated.</summary>
    public byte RedPayloadType { get; }

    public ExtensionLayout Layout { get; }
    public SendStatistics Statistics { get; }

    /// <summary>Its place in the <see cref="ConsumerGroup"/>, while packets flow.</summary>
    public int GroupIndex { get; set; }

    /// <summary>Its place among those who wait for a key frame in a <see cref="FanOut"/>.</summary>
    public int WaitingIndex { get; set; }

    public override IReadOnlyList<uint> Ssrcs => RtxSsrc is { } rtx ? [Ssrc, rtx] : [Ssrc];

    /// <summary>Decides whether the receiver gets a packet, and under which numbers.</summary>
    public bool TryStamp(Instant now, in FramePacket packet, out RtpStamp stamp)
    {
        stamp = default;
        if (packet.PayloadType != PayloadType || (isBeginning && !TryBegin(now, packet)))
            return false;
        if (packet.PayloadLength == 0 && packet.Sequence > mapper.Newest)
        {
            // Padding, with which Firefox tries the presenter's network on the media's own stream (RFC 3550 §5.1).
            mapper.Drop(packet.Sequence);
            return false;
        }
        return packet.IsLayered ? TryStampLayer(now, packet, out stamp) : TryStampPlain(now, packet, out stamp);
    }

    private bool TryStampPlain(Instant now, in FramePacket packet, out RtpStamp stamp)
    {
        stamp = default;
        if (!mapper.TryMap(now, packet.Sequence, ToTimeLine(packet.Timestamp), out var numbers))
            return false;
        stamp = Count(packet, numbers);
        return true;
    }

    private bool TryStampLayer(Instant now, in FramePacket packet, out RtpStamp stamp)
    {
        stamp = default;
        ref readonly var layers = ref packet.Layers;
        // What comes late has its number, for nobody knew then what it was.
        var isNewest = packet.Sequence > mapper.Newest;
        if (isNewest && !selector.Select(layers, packet.BeginsPicture))
        {
            mapper.Drop(packet.Sequence, closesUpPictures ? pictures.OnLeftOut(layers.Numbers) : 0);
            return false;
        }
        if (!mapper.TryMap(now, packet.Sequence, ToTimeLine(packet.Timestamp), out var numbers))
            return false;
        if (isNewest)
            pictures.OnSent(layers.Numbers, numbers.Picture);
        stamp = Count(packet, numbers) with { Picture = PictureMunger.Stamp(layers.Numbers, numbers.Picture), Marker = EndsPicture(layers) };
        return true;
    }

    private RtpStamp Count(in FramePacket packet, in MappedNumbers numbers)
    {
        if (selector.Current.Index != told)
            TellLayers();
        Statistics.OnPacket(packet.PayloadLength);
        return new RtpStamp(SentType, numbers.Sequence, numbers.Timestamp, Ssrc, mid, NextTransportSequence());
    }

    /// <summary>Null where the receiver does not see it: it would be taken for lost.</summary>
    private ushort? NextTransportSequence() => Layout.TransportCc == 0 ? null : Receiver.NextTransportSequence();

    /// <summary>As packets carry it.</summary>
    private byte SentType => Repeats ? RedPayloadType : PayloadType;

    /// <summary>Whether nothing of the picture comes after it, as the layers above are left out.</summary>
    private bool EndsPicture(in PacketLayers layers) => layers.EndsFrame && layers.Spatial == selector.Current.Spatial;

    /// <summary>A key frame begins the stream that flows from now on.</summary>
    private bool TryBegin(Instant now, in FramePacket packet)
    {
        if (!packet.IsKeyFrame || flowing is null)
            return false;
        isBeginning = false;
        told = NothingTold;
        selector.Target = Target;
        selector.Begin();
        if (flowing.Index == source)
            mapper.ResumeAt(packet.Sequence);
        else
            mapper.SwitchTo(now, flowing.Index, packet.Sequence, ToTimeLine(packet.Timestamp), AheadOf(flowing), pictures.ContinueAt(packet.Layers.Numbers));
        source = flowing.Index;
        return true;
    }

    /// <summary>What turns timestamps of another stream into those of the one that flowed before; null while either clock is unknown.</summary>
    private uint? AheadOf(ProducerStream next) =>
        source >= 0 && Producer.Streams[source].SenderClock is { } before && next.SenderClock is { } after ? after.OffsetTo(before) : null;

    private static byte FindRed(RtpParameters parameters)
    {
        foreach (var codec in parameters.Codecs)
            if (CodecPayload.FromMimeType(codec.MimeType) == Codec.Red)
                return codec.PayloadType;
        return 0;
    }

    private static byte FindRtx(RtpParameters parameters, byte media)
    {
        foreach (var codec in parameters.Codecs)
            if (codec.Parameters.TryGetValue("apt", out var apt) && apt.Number == media)
                return codec.PayloadType;
        return 0;
    }
}
