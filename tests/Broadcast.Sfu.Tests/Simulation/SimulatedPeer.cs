using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>Someone at the other end of the worker's socket, with a link in each direction.</summary>
public abstract class SimulatedPeer : IDatagramSink, IDisposable
{
    private readonly SendBatch output;

    protected SimulatedPeer(World world, TransportTuple tuple)
    {
        World = world;
        Tuple = tuple;
        Uplink = new LossyLink<byte[]>(world.Seed * 1_000 + tuple.Port, LinkConditions.Perfect, static datagram => datagram.Length);
        Downlink = new LossyLink<byte[]>(world.Seed * 1_000 + tuple.Port + 500, LinkConditions.Perfect, static datagram => datagram.Length);
        output = new SendBatch(this, slabBytes: 1 << 16);
        world.Add(this);
    }

    public World World { get; }
    public TransportTuple Tuple { get; set; }
    public LossyLink<byte[]> Uplink { get; }
    public LossyLink<byte[]> Downlink { get; }
    public Instant NextTimeout { get; protected set; } = Instant.Never;

    protected SendBatch Output => output;

    /// <summary>Mutates most of what is sent; null leaves all as it is.</summary>
    public Random? Mutation { get; set; }

    public LinkConditions Conditions
    {
        set
        {
            Uplink.Conditions = value;
            Downlink.Conditions = value;
        }
    }

    public void ChangeNetwork(LinkConditions conditions, int seed)
    {
        Conditions = conditions;
        Uplink.Reseed(seed);
        Downlink.Reseed(seed + 1);
    }

    public abstract void Receive(byte[] datagram);
    public abstract void HandleTimeout();
    public void Flush() => output.Flush();

    public void Send(byte[] slab, ReadOnlySpan<SendBatch.Message> messages)
    {
        foreach (var message in messages)
            for (var offset = 0; offset < message.Length; offset += message.SegmentSize)
                Send(slab.AsSpan(message.Offset + offset, Math.Min(message.SegmentSize, message.Length - offset)).ToArray());
    }

    private void Send(byte[] datagram) =>
        Uplink.Send(World.Now, Mutation is { } random && datagram[0] >= 20 && random.Next(3) > 0 ? Hostile.Mutate(datagram, random) : datagram);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
