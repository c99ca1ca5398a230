using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Routing.Transports;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Sfu.Routing.Producers;

/// <summary>One source of media, arriving on a transport as one stream or, with simulcast, as several of rising quality.</summary>
internal sealed class Producer : IHandled
{
    private readonly WorkerContext context;
    private readonly PayloadTypes payloadTypes;
    private readonly byte audioLevelId;
    private DirectConsumer[] directConsumers = [];
    private PipeConsumer[] pipeConsumers = [];

    public Producer(WorkerContext context, ProducerId id, Transport transport, ProducerRtp rtp, RequestFingerprint createdBy, bool paused)
    {
        this.context = context;
        Id = id;
        Transport = transport;
        Rtp = rtp;
        CreatedBy = createdBy;
        IsPaused = paused;
        payloadTypes = new PayloadTypes(rtp.Parameters);
        Cname = rtp.Parameters.Rtcp?.Cname ?? transport.Id.Value;
        // Whoever sends it into the pipe has told of its level already.
        audioLevelId = transport is PipeTransport ? (byte)0 : FindExtension(HeaderExtensionUri.AudioLevel);
        SendsNack = payloadTypes.Negotiated("nack", null);
        SendsPli = payloadTypes.Negotiated("nack", "pli");
        SendsFir = payloadTypes.Negotiated("ccm", "fir");
        TakesRemb = payloadTypes.Negotiated("goog-remb", null);
        Streams = new ProducerStream[Math.Max(1, rtp.Parameters.Encodings.Count)];
        for (var i = 0; i < Streams.Length; i++)
            Streams[i] = new ProducerStream(context, this, i, rtp.Parameters.Encodings.ElementAtOrDefault(i));
        Selected = Streams[0];
    }

    public ProducerId Id { get; }
    public Transport Transport { get; }
    public ProducerRtp Rtp { get; }
    public MediaKind Kind => Rtp.Kind;
    public RequestFingerprint CreatedBy { get; }
    public ControlResponse Created => new ProducerCreated(Id, Rtp.StreamType);
    public bool IsPaused { get; private set; }
    public List<Consumer> Consumers { get; } = [];

    /// <summary>Lowest quality first, as in the encodings.</summary>
    public ProducerStream[] Streams { get; }

    /// <summary>The stream that consumers get: the best that is being sent.</summary>
    public ProducerStream Selected { get; private set; }

    /// <summary>Canonical name (RFC 3550 §6.5.1): equal for all producers of one publisher, so that receivers play them in sync.</summary>
    public string Cname { get; }

    public bool SendsNack { get; }
    public bool SendsPli { get; }
    public bool SendsFir { get; }

    /// <summary>Whether the publisher limits itself to what a REMB message says.</summary>
    public bool TakesRemb { get; }
    public int ClockRate => payloadTypes.MediaClockRate;

    /// <summary>The loudest level since the last <see cref="AudioLevels"/> notification; null if none came.</summary>
    public int? LoudestDbov { get; set; }

    public bool HasDirectConsumers => directConsumers.Length > 0;

    /// <summary>Whether anything takes its packets besides the consumers of a <see cref="FanOut"/>.</summary>
    public bool HasTaps => directConsumers.Length + pipeConsumers.Length > 0;

    /// <returns>False unless the payload type is one of retransmissions; <paramref name="media"/> is then what it repairs.</returns>
    public bool TryGetMediaPayloadType(byte rtx, out byte media) => payloadTypes.TryGetMedia(rtx, out media);

    /// <summary>Whether a decoder can begin with this packet.</summary>
    public bool IsKeyFrame(in RtpPacket packet) => payloadTypes.IsKeyFrame(packet);

    public void NoteAudioLevel(Instant now, in RtpPacket packet)
    {
        if (audioLevelId != 0 && packet.TryGetExtension(audioLevelId, out var value) && value.Length > 0)
            Transport.Router.AudioLevels.OnLevel(now, this, -(value[0] & 0x7F));
    }

    /// <summary>Called for each packet of a stream that is not selected: a better one takes over at its key frame, any one takes over from a silent one.</summary>
    public void ConsiderSwitch(Instant now, ProducerStream stream, bool isKeyFrame, SendBatch output)
    {
        if (stream.Index < Selected.Index && !Selected.IsSilent(now))
            return;
        if (!isKeyFrame)
        {
            stream.RequestKeyFrame(now, output);
            return;
        }
        Selected = stream;
        foreach (var consumer in Consumers)
            consumer.UpdateFlow(now, output);
        stream.OnKeyFrame();
    }

    public void SetPaused(Instant now, bool paused, SendBatch output)
    {
        if (IsPaused == paused)
            return;
        IsPaused = paused;
        if (paused)
            foreach (var stream in Streams)
                stream.OnPaused(now, output);
        foreach (var consumer in Consumers)
            consumer.OnProducerPaused(now, paused, output);
    }

    /// <summary>Finds out anew who takes packets as they come, after one of them was added, paused, resumed or closed.</summary>
    public void UpdateTaps()
    {
        directConsumers = [.. Consumers.OfType<DirectConsumer>().Where(consumer => !consumer.IsPaused)];
        pipeConsumers = [.. Consumers.OfType<PipeConsumer>().Where(consumer => !consumer.IsPaused)];
    }

    public void DeliverByPipe(int stream, ReadOnlySpan<byte> packet)
    {
        foreach (var consumer in pipeConsumers)
            consumer.OnRtp(stream, packet);
    }

    public void DeliverDirect(Instant now, ReadOnlySpan<byte> packet)
    {
        foreach (var consumer in directConsumers)
            consumer.OnRtp(now, packet);
    }

    public void DeliverSenderReport(Instant now, ProducerStream stream, ReadOnlySpan<byte> report)
    {
        foreach (var consumer in pipeConsumers)
            consumer.OnSenderReport(stream.Index, report);
        if (stream != Selected)
            return;
        foreach (var consumer in directConsumers)
            consumer.OnSenderReport(now, report);
    }

    public void CloseUnasked(Instant now, string reason, SendBatch output)
    {
        Close(now);
        context.Notify(new ProducerClosed(Transport.Router.Id, Id));
    }

    /// <summary>Closes all that consume it, and says so.</summary>
    public void Close(Instant now)
    {
        while (Consumers.Count > 0)
        {
            var consumer = Consumers[^1];
            consumer.Close(now);
            context.Notify(new ConsumerClosed(consumer.Id));
        }
        foreach (var stream in Streams)
            context.Timers.Clear(stream);
        Transport.Listener.Remove(this);
        Transport.Producers.Remove(this);
        Transport.Router.AudioLevels.Forget(this);
        context.Producers.Remove(Id);
    }

    private byte FindExtension(string uri)
    {
        foreach (var extension in Rtp.Parameters.HeaderExtensions)
            if (extension.Uri == uri)
                return extension.Id;
        return 0;
    }
}
