using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Tests.Control.Ortc;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>
/// A client that watches a <see cref="SimulatedCamera"/>, knows no transport-cc and says by REMB what it can be sent, after having listened for five seconds: 8 % more each
/// second, at most one and a half times what comes, and 0.85 times what comes as soon as a queue builds up.
/// </summary>
public sealed class RembViewer : SimulatedBrowser
{
    private const long ListenUs = 5_000_000;
    private const long SayUs = 1_000_000;
    private const long LookUs = 100_000;
    private const long LongQueueUs = 60_000;
    private const long QuietAfterFallUs = 500_000;
    private const long SecondUs = 1_000_000;

    private readonly ConsumerCreated created;
    private readonly byte absSendTime;
    private readonly Queue<(Instant At, int Bytes)> lately = new();
    private long leastDelayUs = long.MaxValue;
    private long queueUs;
    private double estimateBps;
    private Instant beganAt;
    private Instant saidAt;
    private Instant fellAt;

    public RembViewer(World world, int number, ProducerId producer, bool withRtx = true) : base(world, $"viewer{number}", number)
    {
        var capabilities = ChromiumSamples.Receive;
        created = world.Request<ConsumerCreated>(new Consume(Transport, new ConsumerId($"consumer{number}"), producer, capabilities with
        {
            Codecs = [.. capabilities.Codecs
                .Where(codec => withRtx || !codec.MimeType.EndsWith("/rtx", StringComparison.OrdinalIgnoreCase))
                .Select(codec => codec with { RtcpFeedback = [.. codec.RtcpFeedback.Where(feedback => feedback.Type != "transport-cc")] })],
        }));
        absSendTime = created.RtpParameters.HeaderExtensions.Single(extension => extension.Uri == HeaderExtensionUri.AbsSendTime).Id;
    }

    public uint Ssrc => created.RtpParameters.Encodings[0].Ssrc!.Value;

    /// <summary>Of the last packet; -1 before the first.</summary>
    public int Layer { get; private set; } = -1;

    /// <summary>When it became so.</summary>
    public Instant LayerSince { get; private set; }

    /// <summary>How often another layer came.</summary>
    public int Changes { get; private set; }

    /// <summary>When the last packet of the picture came.</summary>
    public Instant LastPicture { get; private set; }

    /// <summary>Bytes of RTP that were no media, and all.</summary>
    public (long Probes, long All) Bytes { get; private set; }

    /// <summary>What is sent in place of an honest word; null for honest ones.</summary>
    public Func<byte[], byte[]?>? Falsify { get; set; }

    private double IncomingBps => lately.Sum(each => (long)each.Bytes) * 8e6 / (SecondUs / 2);

    protected override void OnConnected() => NextMedia = World.Now;

    protected override void OnRtp(Span<byte> datagram)
    {
        Assert.True(RtpPacket.TryParse(datagram, out var packet));
        if (packet.TryGetExtension(absSendTime, out var value))
            NoteDelay(value[0] << 16 | value[1] << 8 | value[2]);
        beganAt = beganAt == default ? World.Now : beganAt;
        lately.Enqueue((World.Now, datagram.Length));
        var isMedia = packet.Ssrc == Ssrc;
        Bytes = (Bytes.Probes + (isMedia ? 0 : datagram.Length), Bytes.All + datagram.Length);
        if (!isMedia)
            return;
        LastPicture = World.Now;
        var layer = CameraPacket.Read(packet.Payload).Layer;
        if (layer == Layer)
            return;
        (Layer, LayerSince) = (layer, World.Now);
        Changes++;
    }

    protected override void OnRtcp(ReadOnlySpan<byte> compound)
    {
    }

    protected override void OnMediaTimeout()
    {
        NextMedia = World.Now.AddMicroseconds(LookUs);
        while (lately.TryPeek(out var oldest) && World.Now.Since(oldest.At) > SecondUs / 2)
            lately.Dequeue();
        if (queueUs > LongQueueUs && World.Now.Since(fellAt) > QuietAfterFallUs)
        {
            (estimateBps, fellAt) = (IncomingBps * 0.85, World.Now);
            Say();
        }
        else if (queueUs <= LongQueueUs)
            estimateBps = Math.Min(Math.Max(estimateBps, IncomingBps / 2) * Math.Pow(1.08, LookUs / (double)SecondUs), Math.Max(estimateBps, IncomingBps * 1.5 + 10_000));
        if (World.Now.Since(saidAt) >= SayUs && beganAt != default && World.Now.Since(beganAt) > ListenUs)
            Say();
    }

    /// <param name="sent">Seconds in 6 bits, and 18 bits of a fraction.</param>
    private void NoteDelay(int sent)
    {
        var arrived = (int)((World.Now.Microseconds << 18) / SecondUs & 0xFF_FFFF);
        var delayUs = (long)(arrived - sent & 0xFF_FFFF) * SecondUs >> 18;
        leastDelayUs = Math.Min(leastDelayUs, delayUs);
        queueUs = delayUs - leastDelayUs;
    }

    private void Say()
    {
        saidAt = World.Now;
        var word = new byte[ReceiverEstimatedMaxBitrate.GetLength(1)];
        ReceiverEstimatedMaxBitrate.Write(word, 1, (long)estimateBps, [Ssrc]);
        if (Falsify is null)
            SendRtcp(word);
        else if (Falsify(word) is { } lie)
            SendRtcp(lie);
    }
}
