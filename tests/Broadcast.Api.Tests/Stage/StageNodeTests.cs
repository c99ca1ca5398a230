using System.Reflection;
using Broadcast.Api.Nodes;
using Broadcast.Api.Stage;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Tests.Stage;

public sealed class StageNodeTests
{
    [Fact]
    public async Task Nobody_waits_for_a_node_that_was_given_up()
    {
        var node = new StageNode(SilentNodes.Create(), new NodeId("lost"));
        var asked = node.AskAsync<Accepted>(new CloseRouter(new RouterId("a.b")));
        Assert.False(asked.IsCompleted);

        node.GiveUp();
        Assert.Equal(StageErrorCode.MediaUnavailable, (await Assert.ThrowsAsync<StageException>(() => asked)).Code);
        Assert.False(node.AskAsync<Accepted>(new CloseRouter(new RouterId("a.b"))).IsCompleted);
    }

    /// <summary>Media nodes that never answer.</summary>
    public class SilentNodes : DispatchProxy
    {
        internal static IGrainFactory Create() => Create<IGrainFactory, SilentNodes>();

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => new SilentNode();
    }

    private sealed class SilentNode : IMediaNodeGrain
    {
        private readonly TaskCompletionSource<ControlResponse?> never = new();

        public Task<ControlResponse?> RequestAsync(WorkerRequest request) => never.Task;

        public Task<bool?> HasAsync(RouterId router) => throw new NotSupportedException();

        public Task<NodeLoad> LoadAsync() => throw new NotSupportedException();

        public Task<int> ReceiversAsync() => throw new NotSupportedException();

        public Task<DateTimeOffset?> LeavesAtAsync() => throw new NotSupportedException();
    }
}
