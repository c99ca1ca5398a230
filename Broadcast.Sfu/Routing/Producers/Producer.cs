using Broadcast.Sfu.Allocation;
using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Sfu.Routing.Producers;

/// <summary>One source of media, arriving on a transport as one stream or, with simulcast, as several of rising quality.</summary>
internal sealed class Producer : IHandled
{
    private const long MeasuredForUs = 100_000;

    private ProducerPlace place;
    private readonly PayloadTypes payloadTypes;
    private readonly AudioLevelObserver? audioLevels;
    private readonly byte audioLevelId;
    private readonly byte descriptorId;
    private LayerRates rates;
    private Instant measuredAt;

    /// <param name="place">Its ids and its router.</param>
    /// <param name="publisher">Sends its media.</param>
    /// <param name="rtp">What was negotiated.</param>
    /// <param name="isPaused">Whether it begins paused.</param>
    /// <param name="audioLevels">Is told how loud it is; null if another router tells that already.</param>
    public Producer(ProducerPlace place, IPublisher publisher, ProducerRtp rtp, bool isPaused, AudioLevelObserver? audioLevels)
    {
        this.place = place;
        this.audioLevels = audioLevels;
        Publisher = publisher;
        Rtp = rtp;
        IsPaused = isPaused;
        payloadTypes = new PayloadTypes(rtp.Parameters);
        Cname = rtp.Parameters.Rtcp?.Cname ?? place.Transport.Value;
        audioLevelId = FindExtension(HeaderExtensionUri.AudioLevel);
        descriptorId = FindExtension(HeaderExtensionUri.DependencyDescriptor);
        SendsNack = payloadTypes.Negotiated("nack", null);
        SendsPli = payloadTypes.Negotiated("nack", "pli");
        SendsFir = payloadTypes.Negotiated("ccm", "fir");
        TakesRemb = payloadTypes.Negotiated("goog-remb", null);
        Streams = new ProducerStream[Math.Max(1, rtp.Parameters.Encodings.Count)];
        for (var i = 0; i < Streams.Length; i++)
            Streams[i] = new ProducerStream(place.Context, this, i, rtp.Parameters.Encodings.ElementAtOrDefault(i));
        Wanted = new WantedLayers(place.Context, this);
    }

    public ProducerId Id => place.Id;
    public RouterId Router => place.Router;
    public TransportId Transport => place.Transport;
    public RequestFingerprint CreatedBy => place.CreatedBy;
    public IPublisher Publisher { get; private set; }
    public ProducerRtp Rtp { get; private set; }
    public MediaKind Kind => Rtp.Kind;
    public ControlResponse Created => new ProducerCreated(Id, Rtp.StreamType);
    public bool IsPaused { get; private set; }

    /// <summary>Set once, by who makes the producer.</summary>
    public IProducerListener? Listener { get; set; }

    /// <summary>Lowest quality first, as in the encodings.</summary>
    public ProducerStream[] Streams { get; }

    /// <summary>How many spatial layers there are: of streams, or in the one stream.</summary>
    public int SpatialLayers => Streams.Length > 1 ? Streams.Length : Rtp.Scalability.SpatialLayers;

    /// <summary>Whether one stream carries several spatial layers.</summary>
    public bool IsLayeredInStream => Rtp.StreamType == StreamType.Svc;

    /// <summary>Which layers anybody wants.</summary>
    public WantedLayers Wanted { get; }

    /// <summary>Canonical name (RFC 3550 §6.5.1): equal for all producers of one publisher, so that receivers play them in sync.</summary>
    public string Cname { get; }

    public bool SendsNack { get; }
    public bool SendsPli { get; }
    public bool SendsFir { get; }

    /// <summary>Whether the publisher limits itself to what a REMB message says.</summary>
    public bool TakesRemb { get; }
    public int ClockRate => payloadTypes.MediaClockRate;

    /// <summary>The loudest level since the last <see cref="Control.Notifications.AudioLevels"/> notification; null if none came.</summary>
    public int? LoudestDbov { get; set; }

    /// <returns>False unless the payload type is one of retransmissions; <paramref name="media"/> is then what it repairs.</returns>
    public bool TryGetMediaPayloadType(byte rtx, out byte media) => payloadTypes.TryGetMedia(rtx, out media);

    /// <summary>Whether packets of this type repeat what earlier ones carried.</summary>
    public bool IsRedundant(byte payloadType) => payloadTypes.CodecOf(payloadType) == Codec.Red;

    public bool IsOpus(byte payloadType) => payloadTypes.CodecOf(payloadType) == Codec.Opus;

    /// <summary>Whether a decoder can begin with this packet.</summary>
    public bool IsKeyFrame(in RtpPacket packet) => payloadTypes.IsKeyFrame(packet);

    public void NoteAudioLevel(Instant now, in RtpPacket packet)
    {
        if (audioLevels is not null && audioLevelId != 0 && packet.TryGetExtension(audioLevelId, out var value) && value.Length > 0)
            audioLevels.OnLevel(now, this, -(value[0] & 0x7F));
    }

    /// <summary>Which layers a packet is of.</summary>
    public PacketLayers ReadLayers(LayerReader reader, in RtpPacket packet)
    {
        var descriptor = descriptorId != 0 && packet.TryGetExtension(descriptorId, out var value) ? value : default;
        return reader.Read(payloadTypes.CodecOf(packet.PayloadType), packet.Payload, descriptor);
    }

    /// <summary>The best stream that comes and is not above what is wanted; the lowest one that comes if all are.</summary>
    /// <param name="wanted">Index of the best stream that is wanted.</param>
    /// <returns>Null while none comes.</returns>
    public ProducerStream? Choose(int wanted)
    {
        if (Streams.Length == 1)
            return Streams[0];
        for (var index = Math.Min(wanted, Streams.Length - 1); index >= 0; index--)
            if (Streams[index].IsLive)
                return Streams[index];
        foreach (var stream in Streams)
            if (stream.IsLive)
                return stream;
        return null;
    }

    /// <summary>What each layer takes over the last five seconds: measured ten times a second, however many viewers ask.</summary>
    public ref readonly LayerRates RatesAt(Instant now)
    {
        if (rates.IsAnythingSent && now.Since(measuredAt) < MeasuredForUs)
            return ref rates;
        measuredAt = now;
        for (var spatial = 0; spatial < Math.Min(SpatialLayers, LayerRates.MaxSpatial); spatial++)
            for (var temporal = 0; temporal < LayerRates.MaxTemporal; temporal++)
                rates[spatial, temporal] = (int)Math.Min(RateOf(now, spatial, temporal), int.MaxValue);
        return ref rates;
    }

    private long RateOf(Instant now, int spatial, int temporal) => Streams[Math.Min(spatial, Streams.Length - 1)].Rates
        .OverFiveSeconds(now, DecodeTarget.Of(IsLayeredInStream ? spatial : DecodeTarget.MaxLayer, temporal));

    public void SetPaused(Instant now, bool paused, SendBatch output)
    {
        if (IsPaused == paused)
            return;
        IsPaused = paused;
        if (paused)
            foreach (var stream in Streams)
                stream.OnPaused(now, output);
        Listener?.OnPaused(now, paused, output);
    }

    /// <summary>The same media comes another way, under other SSRCs. Those who consume it wait for its next key frame.</summary>
    public void MoveTo(TransportId transport, IPublisher publisher, ProducerRtp rtp)
    {
        place = place with { Transport = transport };
        (Publisher, Rtp) = (publisher, rtp);
        foreach (var stream in Streams)
            stream.Move(rtp.Parameters.Encodings[stream.Index]);
    }

    public void CloseUnasked(Instant now, string reason, SendBatch output) => place.Close(now, this, reason, output);

    /// <summary>Nothing of it happens by itself any more.</summary>
    public void Close()
    {
        foreach (var stream in Streams)
            place.Context.Timers.Clear(stream);
        Wanted.Close();
        audioLevels?.Forget(this);
    }

    private byte FindExtension(string uri)
    {
        foreach (var extension in Rtp.Parameters.HeaderExtensions)
            if (extension.Uri == uri)
                return extension.Id;
        return 0;
    }
}
