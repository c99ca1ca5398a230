using System.Buffers.Binary;
using Broadcast.Sfu.Bwe;
using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Tests.Control.Ortc;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>A viewer's browser that reports which packets arrive and when, and notes which layer comes.</summary>
public sealed class ReportingViewer : SimulatedBrowser
{
    private readonly TransportCcFeedbackGenerator feedback = new();
    private readonly byte[] buffer = new byte[1_200];
    private readonly ConsumerCreated created;
    private readonly byte extension;

    public ReportingViewer(World world, int number, ProducerId producer) : base(world, $"viewer{number}", number)
    {
        Consumer = new ConsumerId($"consumer{number}");
        created = world.Request<ConsumerCreated>(new Consume(Transport, Consumer, producer, ChromiumSamples.Receive));
        extension = created.RtpParameters.HeaderExtensions.Single(candidate => candidate.Uri == HeaderExtensionUri.TransportCc).Id;
    }

    public ConsumerId Consumer { get; }

    /// <summary>Of the last packet of the picture; -1 before the first.</summary>
    public int Layer { get; private set; } = -1;

    /// <summary>When it became so.</summary>
    public Instant LayerSince { get; private set; }

    public Instant LastPicture { get; private set; }

    public int Layers { get; private set; }

    /// <summary>What is sent in place of an honest report; null for honest ones.</summary>
    public Func<byte[], byte[]?>? Falsify { get; set; }

    protected override void OnConnected()
    {
    }

    protected override void OnRtp(Span<byte> datagram)
    {
        Assert.True(RtpPacket.TryParse(datagram, out var packet));
        Assert.True(packet.TryGetExtension(extension, out var number));
        feedback.OnPacket(World.Now, BinaryPrimitives.ReadUInt16BigEndian(number));
        NextMedia = feedback.NextTimeout;
        if (packet.Ssrc == created.RtpParameters.Encodings[0].Ssrc)
            Note(CameraPacket.Read(packet.Payload).Layer);
    }

    protected override void OnRtcp(ReadOnlySpan<byte> compound)
    {
    }

    protected override void OnMediaTimeout()
    {
        int length;
        while ((length = feedback.Write(World.Now, 1, 2, buffer)) > 0)
            if ((Falsify is null ? buffer[..length] : Falsify(buffer[..length])) is { } report)
                SendRtcp(report);
        NextMedia = feedback.NextTimeout;
    }

    private void Note(int layer)
    {
        LastPicture = World.Now;
        if (layer == Layer)
            return;
        Layer = layer;
        LayerSince = World.Now;
        Layers++;
    }
}
