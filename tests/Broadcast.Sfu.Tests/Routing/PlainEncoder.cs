using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Routing;

/// <summary>An encoder beside the node, on a plain transport with comedia: what it sends is handed straight to the worker.</summary>
internal sealed class PlainEncoder
{
    private readonly World world;
    private readonly TransportId transport;

    public PlainEncoder(World world, string name = "encoder")
    {
        this.world = world;
        transport = new TransportId(name);
        world.Request<PlainTransportCreated>(new CreatePlainTransport(World.Router, transport, Comedia: true));
        Tuple = TransportTuple.FromIPv4(0x7F00_0001, 6_000, world.OpenSockets.Max());
    }

    public TransportTuple Tuple { get; }

    public ProducerId Produce(MediaKind kind, RtpParameters parameters)
    {
        var producer = new ProducerId($"{transport}-{kind}");
        world.Request<ProducerCreated>(new Produce(transport, producer, kind, parameters));
        return producer;
    }

    public void Send(byte[] datagram)
    {
        world.Worker.HandleDatagram(world.Now, world.Now, Tuple, datagram, world.Output);
        world.Output.Flush();
    }

    public void SendReport(uint ssrc, NtpTime ntpTime, uint timestamp)
    {
        var report = new byte[SenderReport.Length];
        SenderReport.Write(report, ssrc, ntpTime, timestamp, 10, 1_000);
        Send(report);
    }
}
