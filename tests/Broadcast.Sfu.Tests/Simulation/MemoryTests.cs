using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Tests.Control.Ortc;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>What a viewer costs in managed memory. OpenSSL's part shows in bench-fanout as resident memory.</summary>
[Collection(nameof(AloneCollection))]
public sealed class MemoryTests
{
    private const int Viewers = 500;
    private const int MaxTransportBytes = 3_500;
    private const int MaxConsumerBytes = 3_500;

    [Fact]
    public void A_viewer_is_a_few_kilobytes_and_gives_them_back()
    {
        using var world = new World(41);
        var publisher = new SimulatedPublisher(world, 1);
        world.RunFor(500);
        OpenTransports(world, 1);
        Consume(world, publisher.Producer, 1);
        world.Request(new CloseTransport(new("viewer0")));

        var empty = GC.GetTotalMemory(forceFullCollection: true);
        OpenTransports(world, Viewers);
        var connected = GC.GetTotalMemory(forceFullCollection: true);
        Consume(world, publisher.Producer, Viewers);
        var watching = GC.GetTotalMemory(forceFullCollection: true);

        Assert.InRange((connected - empty) / Viewers, 100, MaxTransportBytes);
        Assert.InRange((watching - connected) / Viewers, 100, MaxConsumerBytes);

        for (var i = 0; i < Viewers; i++)
            world.Request(new CloseTransport(new($"viewer{i}")));
        // Tables keep the size that they grew to.
        Assert.InRange((GC.GetTotalMemory(forceFullCollection: true) - empty) / Viewers, -1_000, 1_000);
    }

    private static void OpenTransports(World world, int count)
    {
        for (var i = 0; i < count; i++)
            world.Request<WebRtcTransportCreated>(new CreateWebRtcTransport(World.Router, new($"viewer{i}")));
    }

    private static void Consume(World world, ProducerId producer, int count)
    {
        for (var i = 0; i < count; i++)
            world.Request<ConsumerCreated>(new Consume(new($"viewer{i}"), new($"consumer{i}"), producer, ChromiumSamples.Receive));
    }
}
