using Broadcast.Api.Data;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Signaling.Checks;

/// <summary>What one page that tries its connection has on a media node: a router of its own, on which it hears itself.</summary>
internal sealed class Check(StageNode node, RouterId router, RtpCapabilities rtpCapabilities, IceServers iceServers)
{
    /// <summary>Each way in is tried once, and one of them both ways.</summary>
    private const int MostTransports = 6;

    private const int MostProducers = 2;
    private const int MostConsumers = 2;

    private readonly HashSet<TransportId> transports = [];
    private readonly HashSet<ProducerId> producers = [];
    private readonly HashSet<ConsumerId> consumers = [];

    public RtpCapabilities RtpCapabilities => rtpCapabilities;

    public async Task<TransportCreated> CreateTransportAsync()
    {
        var id = new TransportId(NewId.Create());
        Add(transports, id, MostTransports);
        var created = await node.AskAsync<WebRtcTransportCreated>(new CreateWebRtcTransport(router, id));
        return new TransportCreated(id.Value, created.IceParameters, created.IceCandidates, created.DtlsParameters, iceServers.For(router.Value));
    }

    public Task ConnectTransportAsync(ConnectTransportRequest request) =>
        node.AskAsync<WebRtcTransportConnected>(new ConnectWebRtcTransport(Held(request.TransportId), request.DtlsParameters));

    public async Task<Produced> ProduceAsync(ProduceRequest request)
    {
        var transport = Held(request.TransportId);
        var id = new ProducerId(NewId.Create());
        Add(producers, id, MostProducers);
        await node.AskAsync<ProducerCreated>(new Produce(transport, id, request.Kind, request.RtpParameters));
        return new Produced(id.Value);
    }

    /// <summary>Running, because the page is ready for it.</summary>
    public async Task<Consumed> ConsumeAsync(ConsumeRequest request)
    {
        var transport = Held(request.TransportId);
        var producer = new ProducerId(request.ProducerId);
        lock (producers)
        {
            if (!producers.Contains(producer))
                throw NotYours("producer");
        }
        var id = new ConsumerId(NewId.Create());
        Add(consumers, id, MostConsumers);
        var created = await node.AskAsync<ConsumerCreated>(new Consume(transport, id, producer, request.RtpCapabilities));
        return new Consumed(id.Value, producer.Value, created.Kind, created.RtpParameters, created.ProducerPaused, StandIn: null);
    }

    public Task CloseAsync() => node.AskAsync<Accepted>(new CloseRouter(router));

    private TransportId Held(string id)
    {
        lock (transports)
            return transports.Contains(new TransportId(id)) ? new TransportId(id) : throw NotYours("transport");
    }

    /// <summary>Counted before the node makes it.</summary>
    private static void Add<T>(HashSet<T> held, T id, int most)
    {
        lock (held)
        {
            if (held.Count == most)
                throw new StageException(StageErrorCode.Conflict, "This check has tried all there is to try.");
            held.Add(id);
        }
    }

    private static StageException NotYours(string what) => new(StageErrorCode.NotFound, $"You have no such {what}.");
}
