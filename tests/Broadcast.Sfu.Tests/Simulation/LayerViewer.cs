using System.Buffers.Binary;
using Broadcast.Sfu.Bwe;
using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Tests.Control.Ortc;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>A browser that watches a <see cref="SimulatedCamera"/> and reports by transport-cc what arrives.</summary>
public sealed class LayerViewer : SimulatedBrowser
{
    private readonly TransportCcFeedbackGenerator arrivals = new();
    private readonly byte[] report = new byte[1_200];
    private readonly byte transportCc;
    private (ushort Sequence, uint Timestamp) newest;

    public LayerViewer(World world, int number, ProducerId producer) : base(world, $"viewer{number}", number)
    {
        Consumer = new ConsumerId($"consumer{number}");
        Created = world.Request<ConsumerCreated>(new Consume(Transport, Consumer, producer, ChromiumSamples.Receive));
        transportCc = Created.RtpParameters.HeaderExtensions.SingleOrDefault(extension => extension.Uri == HeaderExtensionUri.TransportCc)?.Id ?? 0;
    }

    public ConsumerId Consumer { get; }
    public ConsumerCreated Created { get; }

    /// <summary>Transport-cc messages sent.</summary>
    public int Reports { get; private set; }

    /// <summary>Of the last packet; -1 before the first.</summary>
    public int Layer { get; private set; } = -1;

    /// <summary>When it became so.</summary>
    public Instant LayerSince { get; private set; }

    /// <summary>How often another layer came.</summary>
    public int Changes { get; private set; }

    /// <summary>Packets with an earlier timestamp than one of a lower sequence number.</summary>
    public int Backwards { get; private set; }

    /// <summary>What is sent in place of an honest report; null for honest ones.</summary>
    public Func<byte[], byte[]?>? Falsify { get; set; }

    /// <summary>Bytes of RTP that were no media: padding and what had come before.</summary>
    public int ProbeBytes { get; private set; }

    protected override void OnConnected()
    {
    }

    protected override void OnRtp(Span<byte> datagram)
    {
        Assert.True(RtpPacket.TryParse(datagram, out var packet));
        if (transportCc != 0 && packet.TryGetExtension(transportCc, out var value))
            arrivals.OnPacket(World.Now, BinaryPrimitives.ReadUInt16BigEndian(value));
        NextMedia = arrivals.NextTimeout;
        if (packet.Ssrc != Created.RtpParameters.Encodings[0].Ssrc)
        {
            ProbeBytes += datagram.Length;
            return;
        }
        NoteOrder(packet.SequenceNumber, packet.Timestamp);
        Note(CameraPacket.Read(packet.Payload).Layer);
    }

    protected override void OnRtcp(ReadOnlySpan<byte> compound)
    {
    }

    protected override void OnMediaTimeout()
    {
        int length;
        while ((length = arrivals.Write(World.Now, 1, Created.RtpParameters.Encodings[0].Ssrc!.Value, report)) > 0)
        {
            Reports++;
            if (Falsify is null)
                SendRtcp(report.AsSpan(0, length));
            else if (Falsify(report[..length]) is { } lie)
                SendRtcp(lie);
        }
        NextMedia = arrivals.NextTimeout;
    }

    private void NoteOrder(ushort sequence, uint timestamp)
    {
        if (Layer >= 0 && !SequenceNumber.IsNewer(sequence, newest.Sequence))
            return;
        Backwards += Layer >= 0 && SequenceNumber.IsNewer(newest.Timestamp, timestamp) ? 1 : 0;
        newest = (sequence, timestamp);
    }

    private void Note(int layer)
    {
        if (layer == Layer)
            return;
        Layer = layer;
        LayerSince = World.Now;
        Changes++;
    }
}
