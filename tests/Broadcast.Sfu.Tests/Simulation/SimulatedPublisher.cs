using System.Buffers.Binary;
using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Tests.Control.Ortc;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>A presenter's browser: 30 VP8 frames a second of five packets, resending what it is asked for.</summary>
public sealed class SimulatedPublisher : SimulatedBrowser
{
    public const int PacketsPerFrame = 5;

    private const int PayloadLength = 1_100;
    private const long FrameIntervalUs = 33_333;
    private const long ReportIntervalMs = 1_000;
    private const int HeaderLength = 20;
    private const byte PayloadType = 96;
    private const byte RtxPayloadType = 97;

    private readonly Dictionary<ushort, byte[]> sent = [];
    private readonly uint ssrc;
    private readonly uint rtxSsrc;
    private ushort sequence = 65_400;
    private ushort rtxSequence;
    private ushort transportSequence;
    private uint timestamp = 4_294_900_000;
    private bool wantsKeyFrame = true;
    private Instant nextReport;

    public SimulatedPublisher(World world, int number, bool paused = false, bool withTransportCc = true, TransportProtocol protocol = TransportProtocol.Udp)
        : base(world, $"publisher{number}", number, protocol)
    {
        Parameters = withTransportCc ? ChromiumSamples.Vp8 : WithoutTransportCc(ChromiumSamples.Vp8);
        ssrc = Parameters.Encodings[0].Ssrc!.Value;
        rtxSsrc = Parameters.Encodings[0].Rtx!.Ssrc;
        Producer = new ProducerId($"video{number}");
        world.Request<ProducerCreated>(new Produce(Transport, Producer, MediaKind.Video, Parameters, paused));
    }

    public RtpParameters Parameters { get; }
    public ProducerId Producer { get; }

    /// <summary>Media packets made, resends not counted.</summary>
    public int Packets { get; private set; }
    public int KeyFrames { get; private set; }
    public int KeyFrameRequests { get; private set; }
    public int NackedPackets { get; private set; }
    public int ReceiverReports { get; private set; }
    public int TransportCcMessages { get; private set; }

    /// <summary>From the last REMB message; 0 before the first.</summary>
    public long BitrateLimit { get; private set; }

    /// <summary>Ends the stream but keeps answering.</summary>
    public void Stop() => NextMedia = Instant.Never;

    /// <summary>Begins again after <see cref="Stop"/>.</summary>
    public void Start() => NextMedia = World.Now;

    /// <summary>When each packet was made, by the number in its payload.</summary>
    public List<Instant> MadeAt { get; } = [];

    private static RtpParameters WithoutTransportCc(RtpParameters parameters) => parameters with
    {
        HeaderExtensions = [.. parameters.HeaderExtensions.Where(extension => extension.Uri != HeaderExtensionUri.TransportCc)],
    };

    protected override void OnConnected() => NextMedia = World.Now;

    protected override void OnRtp(Span<byte> datagram) => Assert.Fail("A publisher gets no media.");

    protected override void OnRtcp(ReadOnlySpan<byte> compound)
    {
        var packets = new RtcpCompound(compound);
        while (packets.TryRead(out var packet))
        {
            if (Nack.TryParse(packet, out var nack))
                foreach (var lost in nack)
                    Resend(lost);
            else if (PictureLossIndication.TryParse(packet, out _))
                OnKeyFrameRequest();
            else if (packet.Type == RtcpType.ReceiverReport)
                ReceiverReports++;
            else if (TransportCc.TryParse(packet, out _))
                TransportCcMessages++;
            else if (ReceiverEstimatedMaxBitrate.TryParse(packet, out var limit) && limit[0] == ssrc)
                BitrateLimit = limit.Bitrate;
        }
        Assert.False(packets.IsMalformed);
    }

    protected override void OnMediaTimeout()
    {
        NextMedia = NextMedia.AddMicroseconds(FrameIntervalUs);
        timestamp += 3_000;
        KeyFrames += wantsKeyFrame ? 1 : 0;
        for (var i = 0; i < PacketsPerFrame; i++)
            SendNew(i);
        wantsKeyFrame = false;
        if (World.Now >= nextReport)
            SendReport();
    }

    private void OnKeyFrameRequest()
    {
        KeyFrameRequests++;
        wantsKeyFrame = true;
    }

    private void SendNew(int index)
    {
        var payload = new byte[index == PacketsPerFrame - 1 ? PayloadLength / 2 : PayloadLength - index % 2];
        MediaPayload.Write(payload, Packets, isFirst: index == 0, wantsKeyFrame);
        var packet = Build(PayloadType, sequence, ssrc, isLast: index == PacketsPerFrame - 1, payload);
        sent[sequence++] = packet;
        MadeAt.Add(World.Now);
        Packets++;
        SendRtp(packet);
    }

    private void Resend(ushort lost)
    {
        NackedPackets++;
        if (!sent.TryGetValue(lost, out var original))
            return;
        var payload = new byte[2 + original.Length - HeaderLength];
        BinaryPrimitives.WriteUInt16BigEndian(payload, lost);
        original.AsSpan(HeaderLength).CopyTo(payload.AsSpan(2));
        var packet = Build(RtxPayloadType, rtxSequence++, rtxSsrc, (original[1] & 0x80) != 0, payload);
        original.AsSpan(4, 4).CopyTo(packet.AsSpan(4));
        SendRtp(packet);
    }

    private byte[] Build(byte payloadType, ushort number, uint source, bool isLast, byte[] payload)
    {
        var packet = new byte[HeaderLength + payload.Length];
        packet[0] = 0x90;
        packet[1] = (byte)(payloadType | (isLast ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), number);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), source);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(12), 0xBEDE_0001);
        packet[16] = 3 << 4 | 1;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(17), transportSequence++);
        payload.CopyTo(packet.AsSpan(HeaderLength));
        return packet;
    }

    private void SendReport()
    {
        nextReport = World.Now.AddMilliseconds(ReportIntervalMs);
        Span<byte> report = stackalloc byte[SenderReport.Length];
        SenderReport.Write(report, ssrc, NtpTime.FromMicroseconds(World.Now.Microseconds + 1_000_000), timestamp, (uint)Packets, (uint)(Packets * PayloadLength));
        SendRtcp(report);
    }
}
