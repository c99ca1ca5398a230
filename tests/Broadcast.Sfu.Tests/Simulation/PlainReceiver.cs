using System.Net;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Tests.Control.Ortc;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>A decoder beside the node: takes what comes on a plain transport, without encryption.</summary>
public sealed class PlainReceiver : SimulatedPeer
{
    private readonly TransportId transport;
    private int consumers;

    private PlainReceiver(World world, TransportId transport, TransportTuple tuple) : base(world, tuple) => this.transport = transport;

    public List<byte[]> Packets { get; } = [];

    /// <summary>When each datagram came, and its length.</summary>
    public List<(Instant At, int Length)> Arrivals { get; } = [];

    /// <summary>Sender reports by SSRC, the last of each.</summary>
    public Dictionary<uint, (NtpTime NtpTime, uint RtpTimestamp)> Reports { get; } = [];

    public static PlainReceiver Open(World world, string name, ushort port)
    {
        var transport = new TransportId(name);
        world.Request<PlainTransportCreated>(new CreatePlainTransport(World.Router, transport));
        var address = IPAddress.Loopback.ToString();
        var receiver = new PlainReceiver(world, transport, TransportTuple.FromIPv4(0x7F00_0001, port, world.OpenSockets.Max()));
        world.Request<Accepted>(new ConnectPlainTransport(transport, address, port));
        return receiver;
    }

    /// <returns>The SSRC under which the media comes.</returns>
    public uint Consume(ProducerId producer)
    {
        var consumer = new ConsumerId($"{transport}-{consumers++}");
        var created = World.Request<ConsumerCreated>(new Consume(transport, consumer, producer, ChromiumSamples.Receive));
        return created.RtpParameters.Encodings[0].Ssrc!.Value;
    }

    public IEnumerable<byte[]> PacketsOf(uint ssrc) => Packets.Where(packet => RtpPacket.TryParse(packet, out var parsed) && parsed.Ssrc == ssrc);

    public override void Receive(byte[] datagram)
    {
        Arrivals.Add((World.Now, datagram.Length));
        if (!RtpHeader.IsRtcp(datagram))
        {
            Packets.Add(datagram);
            return;
        }
        var compound = new RtcpCompound(datagram);
        while (compound.TryRead(out var packet))
            if (SenderReport.TryParse(packet, out var report))
                Reports[report.Ssrc] = (report.NtpTime, report.RtpTimestamp);
    }

    public override void HandleTimeout()
    {
    }
}
