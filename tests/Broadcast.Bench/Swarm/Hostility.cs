namespace Broadcast.Bench.Swarm;

/// <summary>What a viewer does to a server once it is in, a thousand times a second where that applies.</summary>
internal enum Hostility
{
    SendsGarbage,
    StopsAnswering,
    ReplaysOldPackets,
    FloodsChecks,
}
