using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Hosting;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Hosting;

public class OwnershipTests
{
    private readonly HashSet<int> fit = [0, 1];
    private readonly Ownership ownership;

    public OwnershipTests() => ownership = new Ownership(workers: 2, spreadAfter: 0, fit.Contains);

    [Fact]
    public void A_dead_worker_has_least_to_do_and_gets_nothing()
    {
        fit.Remove(0);

        Assert.Equal([1, 1, 1], Enumerable.Range(0, 3).Select(i => Route(new CreateRouter(new($"r{i}")))));

        fit.Add(0);
        Assert.Equal(0, Route(new CreateRouter(new("late"))));
    }

    [Fact]
    public void Viewers_stay_at_their_origin_while_no_other_worker_is_fit()
    {
        Assert.Equal(0, Route(new CreateRouter(new("r"))));
        fit.Remove(1);
        Assert.Equal(0, Route(new CreateWebRtcTransport(new("r"), new("v0"), ReceiveOnly: true)));
        fit.Add(1);
        Assert.Equal(1, Route(new CreateWebRtcTransport(new("r"), new("v1"), ReceiveOnly: true)));
    }

    [Fact]
    public void Where_none_is_fit_the_least_loaded_may_refuse()
    {
        fit.Clear();
        Assert.Equal(0, Route(new CreateRouter(new("r"))));
    }

    private int Route(WorkerRequest request)
    {
        Assert.True(ownership.TryRoute(request, out var worker, out _));
        return worker;
    }
}
