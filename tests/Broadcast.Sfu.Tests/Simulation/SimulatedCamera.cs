using System.Buffers.Binary;
using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Tests.Control.Ortc;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>
/// A camera in three sizes of VP8 with three temporal layers each, 30 frames a second: streams whose numbers have nothing to do with each
/// other. Beside the node, over a plain transport.
/// </summary>
public sealed class SimulatedCamera : SimulatedPeer
{
    public const int Layers = 3;
    public const int FrameIntervalUs = 33_333;
    public const uint FrameTicks = 3_000;

    private const uint FirstSsrc = 1_000;
    private const long ReportIntervalMs = 1_000;
    private static readonly int[] PacketsPerFrame = [1, 2, 5];

    private readonly TransportId transport;
    private readonly Encoding[] encodings = new Encoding[Layers];
    private Instant nextFrame;
    private Instant nextReport;

    public SimulatedCamera(World world, int number = 1, bool withReports = true) : base(world, Open(world, number))
    {
        transport = new TransportId($"camera{number}");
        Producer = new ProducerId($"camera{number}");
        world.Request<ProducerCreated>(new Produce(transport, Producer, MediaKind.Video, Parameters));
        for (var layer = 0; layer < Layers; layer++)
            encodings[layer] = new Encoding { Sequence = (ushort)(10_000 * layer + 65_000), Offset = (uint)layer * 0x4000_0000, PictureId = 5_000 * layer, Tl0 = 50 * layer };
        nextFrame = world.Now;
        nextReport = withReports ? world.Now : Instant.Never;
        NextTimeout = nextFrame;
    }

    public static RtpParameters Parameters => ChromiumSamples.Vp8 with
    {
        HeaderExtensions = [.. ChromiumSamples.Vp8.HeaderExtensions.Where(extension => extension.Uri != HeaderExtensionUri.TransportCc)],
        Encodings =
        [
            .. Enumerable.Range(0, Layers).Select(layer => new RtpEncodingParameters { Ssrc = FirstSsrc + (uint)layer, ScalabilityMode = "L1T3" }),
        ],
    };

    public ProducerId Producer { get; }

    /// <summary>Frames made so far.</summary>
    public int Frames { get; private set; }

    /// <summary>When each key frame was asked for, by layer.</summary>
    public List<Instant>[] KeyFrameRequests { get; } = [[], [], []];

    /// <summary>Which layers are sent.</summary>
    public bool[] IsSending { get; } = [true, true, true];

    public override void Receive(byte[] datagram)
    {
        var compound = new RtcpCompound(datagram);
        while (compound.TryRead(out var packet))
        {
            if (!PictureLossIndication.TryParse(packet, out var indication))
                continue;
            var layer = (int)(indication.MediaSsrc - FirstSsrc);
            KeyFrameRequests[layer].Add(World.Now);
            encodings[layer].WantsKeyFrame = true;
        }
    }

    public override void HandleTimeout()
    {
        if (World.Now >= nextFrame)
        {
            nextFrame = nextFrame.AddMicroseconds(FrameIntervalUs);
            for (var layer = 0; layer < Layers; layer++)
                if (IsSending[layer])
                    SendFrame(layer);
            Frames++;
        }
        if (World.Now >= nextReport)
        {
            nextReport = World.Now.AddMilliseconds(ReportIntervalMs);
            for (var layer = 0; layer < Layers; layer++)
                SendReport(layer);
        }
        NextTimeout = Instant.Min(nextFrame, nextReport);
    }

    private static TransportTuple Open(World world, int number)
    {
        world.Request<PlainTransportCreated>(new CreatePlainTransport(World.Router, new TransportId($"camera{number}"), Comedia: true));
        return TransportTuple.FromIPv4(0x7F00_0001, (ushort)(6_000 + number), world.OpenSockets.Max());
    }

    private uint TimestampOf(int layer) => encodings[layer].Offset + (uint)Frames * FrameTicks;

    /// <summary>T0, T2, T1, T2, each above the first a point to go up at.</summary>
    private void SendFrame(int layer)
    {
        ref var encoding = ref encodings[layer];
        var isKeyFrame = encoding.WantsKeyFrame || encoding.Position < 0;
        encoding.Position = isKeyFrame ? 0 : (encoding.Position + 1) % 4;
        encoding.WantsKeyFrame = false;
        var temporal = encoding.Position switch { 0 => 0, 2 => 1, _ => 2 };
        encoding.PictureId = encoding.PictureId + 1 & 0x7FFF;
        encoding.Tl0 += temporal == 0 ? 1 : 0;
        for (var i = 0; i < PacketsPerFrame[layer]; i++)
        {
            var picture = new CameraPacket(layer, Frames, i, isKeyFrame, encoding.PictureId, (byte)encoding.Tl0, temporal);
            var packet = new byte[12 + (i == PacketsPerFrame[layer] - 1 ? 500 : 1_000)];
            WriteHeader(packet, encoding.Sequence++, TimestampOf(layer), FirstSsrc + (uint)layer, isLast: i == PacketsPerFrame[layer] - 1);
            picture.Write(packet.AsSpan(12));
            Output.Add(Tuple, packet);
        }
    }

    private void SendReport(int layer)
    {
        Span<byte> report = stackalloc byte[SenderReport.Length];
        var sinceFrame = World.Now.Microseconds - (nextFrame.Microseconds - FrameIntervalUs);
        var timestamp = TimestampOf(layer) - FrameTicks + (uint)(sinceFrame * 90_000 / 1_000_000);
        SenderReport.Write(report, FirstSsrc + (uint)layer, NtpTime.FromMicroseconds(World.Now.Microseconds + 1_000_000), timestamp, 1, 1);
        Output.Add(Tuple, report);
    }

    private static void WriteHeader(Span<byte> packet, ushort sequence, uint timestamp, uint ssrc, bool isLast)
    {
        packet[0] = 0x80;
        packet[1] = (byte)(96 | (isLast ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], ssrc);
    }

    private struct Encoding()
    {
        public ushort Sequence;
        public uint Offset;
        public int PictureId;
        public int Tl0;
        public int Position = -1;
        public bool WantsKeyFrame;
    }
}
