using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>Viewers whose networks become narrow one soon after the other: a smaller size has had its key frame, and a second has not passed.</summary>
[Collection(nameof(AloneCollection))]
public sealed class StepDownTests
{
    private const int Viewers = 20;
    private const int StepMs = 10;

    /// <summary>In which all networks become narrow.</summary>
    private const int SpanMs = 3_000;

    [Theory]
    [InlineData(550_000)]
    [InlineData(300_000)]
    public void Nobody_waits_for_a_key_frame_that_another_viewer_has_just_had(long bps)
    {
        using var world = new World(91, new() { UdpPort = 40_000, ViewerFeedback = BandwidthFeedback.TransportCc });
        var camera = new SimulatedCamera(world);
        var viewers = Enumerable.Range(2, Viewers).Select(number => Join(world, camera, number)).ToArray();
        world.RunFor(8_000);
        Assert.All(viewers, viewer => Assert.Equal(2, viewer.Layer));

        var waits = new List<long>();
        var narrowed = new Instant[Viewers];
        for (var ms = 0; ms < SpanMs + 3_000; ms += StepMs)
        {
            for (var i = 0; i < Viewers; i++)
            {
                if (ms != i * SpanMs / Viewers / StepMs * StepMs)
                    continue;
                viewers[i].Downlink.Conditions = Carries(bps);
                narrowed[i] = world.Now;
            }
            world.RunFor(StepMs);
            for (var i = 0; i < Viewers; i++)
            {
                if (narrowed[i] == default || viewers[i].Layer == 2)
                    continue;
                waits.Add(world.Now.Since(narrowed[i]) / 1_000);
                narrowed[i] = default;
            }
        }

        waits.Sort();
        Assert.Equal(Viewers, waits.Count);
        Assert.InRange(waits[^2], 0, 1_000);
        Assert.Equal(0, viewers.Sum(viewer => viewer.Backwards));
    }

    private static LayerViewer Join(World world, SimulatedCamera camera, int number)
    {
        var viewer = new LayerViewer(world, number, camera.Producer);
        viewer.Downlink.Conditions = Carries(3_000_000);
        return viewer;
    }

    private static LinkConditions Carries(long bps) => new() { BandwidthBps = bps, DelayUs = 30_000 };
}
