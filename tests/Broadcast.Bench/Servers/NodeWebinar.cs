using System.Net;
using Broadcast.Bench.Swarm;
using Broadcast.Bench.Traffic;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Bench.Servers;

/// <summary>A webinar on our media node: one router, fed by a plain transport.</summary>
internal sealed class NodeWebinar
{
    private readonly BroadcastServer server;
    private readonly string name;
    private readonly IReadOnlyList<ProducerId> producers;
    private int viewers;

    private NodeWebinar(BroadcastServer server, string name, IReadOnlyList<ProducerId> producers, IPEndPoint ingest)
    {
        this.server = server;
        this.name = name;
        this.producers = producers;
        Ingest = ingest;
    }

    /// <summary>Where it takes the publisher's RTP, sound and pictures.</summary>
    public IPEndPoint Ingest { get; }

    /// <param name="server">Carries it.</param>
    /// <param name="name">Told apart from others by it.</param>
    /// <param name="sound">Whether there is sound beside the picture.</param>
    /// <param name="layers">Whether the picture comes in three sizes.</param>
    public static async Task<NodeWebinar> OpenAsync(BroadcastServer server, string name, bool sound = false, bool layers = false)
    {
        var router = await server.RequestAsync<RouterCreated>(new CreateRouter(new RouterId(name)));
        var plain = await server.RequestAsync<PlainTransportCreated>(new CreatePlainTransport(router.Router, new TransportId($"{name}-in"), Comedia: true));
        var (camera, microphone) = (new ProducerId($"{name}-camera"), new ProducerId($"{name}-microphone"));
        await server.RequestAsync<ProducerCreated>(new Produce(plain.Transport, camera, MediaKind.Video, layers ? TestStreamParameters.Layers : TestStreamParameters.Video));
        if (sound)
            await server.RequestAsync<ProducerCreated>(new Produce(plain.Transport, microphone, MediaKind.Audio, TestStreamParameters.Audio));
        return new NodeWebinar(server, name, sound ? [camera, microphone] : [camera], new IPEndPoint(IPAddress.Parse(plain.Ip), plain.Port));
    }

    public async Task<ViewerOffer> OfferAsync(ViewerIdentity viewer)
    {
        var created = await server.AdmitAsync(new ViewerAdmission(name, Interlocked.Increment(ref viewers), producers, viewer.Fingerprints));
        var candidate = created.IceCandidates.First(candidate => candidate.Protocol == "udp");
        return new ViewerOffer(
            TransportTuple.From(new IPEndPoint(IPAddress.Parse(candidate.Address), candidate.Port)),
            created.IceParameters.UsernameFragment, created.IceParameters.Password, created.DtlsParameters.Fingerprints);
    }
}
