using System.Net;
using Broadcast.Bench.Servers;
using Broadcast.Bench.Swarm;
using Broadcast.Bench.Traffic;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Latency;

/// <summary>One of several webinars on one node.</summary>
internal sealed class BenchWebinar : IServerUnderTest
{
    private readonly BroadcastServer server;
    private readonly string name;
    private readonly RtpCapabilities capabilities;
    private int viewers;

    private BenchWebinar(BroadcastServer server, string name, RtpCapabilities capabilities, IPEndPoint ingest)
    {
        this.server = server;
        this.name = name;
        this.capabilities = capabilities;
        Ingest = ingest;
    }

    public string Name => name;

    public System.Diagnostics.Process Process => server.Process;

    public IPEndPoint Ingest { get; }

    public static async Task<BenchWebinar> OpenAsync(BroadcastServer server, string name)
    {
        var router = await server.RequestAsync<RouterCreated>(new CreateRouter(new RouterId(name)));
        var plain = await server.RequestAsync<PlainTransportCreated>(new CreatePlainTransport(router.Router, new TransportId($"{name}-in"), Comedia: true));
        await server.RequestAsync<ProducerCreated>(new Produce(plain.Transport, new ProducerId(name), MediaKind.Video, TestStreamParameters.Video));
        return new BenchWebinar(server, name, router.RtpCapabilities, new IPEndPoint(IPAddress.Parse(plain.Ip), plain.Port));
    }

    public async Task<ViewerOffer> OfferAsync(ViewerIdentity viewer)
    {
        var transport = new TransportId($"{name}-{viewers++}");
        var created = await server.RequestAsync<WebRtcTransportCreated>(new CreateWebRtcTransport(new RouterId(name), transport, ReceiveOnly: true));
        await server.RequestAsync<WebRtcTransportConnected>(new ConnectWebRtcTransport(transport, new DtlsParameters { Role = DtlsRole.Client, Fingerprints = viewer.Fingerprints }));
        await server.RequestAsync<ConsumerCreated>(new Consume(transport, new ConsumerId(transport.Value), new ProducerId(name), capabilities));
        var candidate = created.IceCandidates.First(candidate => candidate.Protocol == "udp");
        return new ViewerOffer(
            TransportTuple.From(new IPEndPoint(IPAddress.Parse(candidate.Address), candidate.Port)),
            created.IceParameters.UsernameFragment, created.IceParameters.Password, created.DtlsParameters.Fingerprints);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
