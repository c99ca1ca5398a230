using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Broadcast.Sfu.Tests.Hosting;

/// <summary>How the process of a media node leaves when it is told to end.</summary>
public sealed class LeavingLifetimeTests
{
    [Fact]
    public async Task Says_that_it_leaves_and_ends_when_nothing_is_left()
    {
        var node = new EmptyingNode(routers: 1);
        await LifetimeOf(node, TimeSpan.FromHours(1)).LeaveAsync(CancellationToken.None);
        Assert.Equal([new LeaveNode(3_600_000), new CheckNode(), new CheckNode()], node.Requests);
    }

    [Fact]
    public async Task Does_not_wait_when_it_is_given_no_time()
    {
        var node = new EmptyingNode(routers: int.MaxValue);
        await LifetimeOf(node, TimeSpan.Zero).LeaveAsync(CancellationToken.None);
        Assert.Equal([new LeaveNode(0)], node.Requests);
    }

    [Fact]
    public async Task A_media_node_says_for_how_long_it_is_still_there_until_that_is_taken_back()
    {
        await using var host = await Control.Channels.ControlNode.StartAsync(controlled: false);
        Assert.Null(host.Media.Check().LeavingForMs);
        await host.Inside.RequestAsync(new LeaveNode(60_000), CancellationToken.None);
        Assert.InRange(host.Media.Check().LeavingForMs!.Value, 0, 60_000);
        await host.Inside.RequestAsync(new LeaveNode(), CancellationToken.None);
        Assert.Null(host.Media.Check().LeavingForMs);
        Assert.IsType<ControlError>(await host.Inside.RequestAsync(new LeaveNode(-1), CancellationToken.None));
    }

    private static LeavingLifetime LifetimeOf(IControlChannel node, TimeSpan within) => new(
        new ServiceCollection().AddSingleton(node).BuildServiceProvider(),
        Options.Create(new ControlOptions { LeaveWithin = within }),
        new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance),
        TimeProvider.System,
        NullLogger<LeavingLifetime>.Instance);

    /// <summary>Has one router less each time it is looked at.</summary>
    private sealed class EmptyingNode(int routers) : IControlChannel
    {
        private int left = routers;

        public List<WorkerRequest> Requests { get; } = [];

        public Task<ControlResponse> RequestAsync(WorkerRequest request, CancellationToken cancellationToken)
        {
            Requests.Add(request);
            return Task.FromResult<ControlResponse>(request is CheckNode ? new NodeChecked([], Routers: left--) : Accepted.Instance);
        }

        public IAsyncEnumerable<WorkerNotification> NotificationsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
