using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Routing.Transports;

namespace Broadcast.Sfu.Routing.Routers;

/// <summary>What is open on one worker, by ids, which are unique over all its routers. Routers enter what they open and remove what they close.</summary>
internal sealed class Registry
{
    public Dictionary<RouterId, Router> Routers { get; } = [];
    public Dictionary<TransportId, Transport> Transports { get; } = [];
    public Dictionary<ProducerId, Producer> Producers { get; } = [];
    public Dictionary<ConsumerId, Consumer> Consumers { get; } = [];

    /// <summary>What has this id; null if nothing has.</summary>
    public IHandled? Find(object? id) => id switch
    {
        RouterId router => Routers.GetValueOrDefault(router),
        TransportId transport => Transports.GetValueOrDefault(transport),
        ProducerId producer => Producers.GetValueOrDefault(producer),
        ConsumerId consumer => Consumers.GetValueOrDefault(consumer),
        _ => null,
    };
}
