using System.Net.Sockets;
using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Channels.Frames;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Orleans.Concurrency;

namespace Broadcast.Api.Nodes;

/// <inheritdoc cref="IMediaNodeGrain"/>
/// <remarks>Requests do not wait for one another: the node answers them in the order that suits it.</remarks>
[Reentrant]
[CollectionAgeLimit(AlwaysActive = true)]
internal sealed partial class MediaNodeGrain(NodeConnector connector, TimeProvider time, ILogger<MediaNodeGrain> logger) : Grain, IMediaNodeGrain, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How a node is, it says at once, or it is not well.</summary>
    private static readonly TimeSpan CheckPatience = TimeSpan.FromSeconds(1);

    /// <summary>Two announcements of an end that are so close are of the same one.</summary>
    private static readonly TimeSpan SameLeave = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    /// <summary>Nobody listens there, for so many attempts in a row: the node's process has ended.</summary>
    private const int MostRefusals = 6;

    private readonly CancellationTokenSource closing = new();
    private readonly OwnerEpoch epoch = new(time);
    private readonly HashSet<RouterId> routers = [];

    /// <summary>Completes when the node is reached; replaced when it is lost.</summary>
    private TaskCompletionSource<IControlChannel> line = NewLine();

    /// <summary>How the node is, as it says or said last.</summary>
    private Task<NodeLoad>? checking;
    private bool isSilent;

    /// <summary>As the node last said.</summary>
    private DateTimeOffset? leavesAt;

    private NodeId Node => new(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _ = StayConnectedAsync();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => closing.CancelAsync();

    public void Dispose() => closing.Dispose();

    public Task<ControlResponse?> RequestAsync(WorkerRequest request) => RequestAsync(request, Patience);

    public Task<bool?> HasAsync(RouterId router) => Task.FromResult<bool?>(line.Task.IsCompleted ? routers.Contains(router) : null);

    public Task<DateTimeOffset?> LeavesAtAsync() => Task.FromResult(leavesAt);

    /// <remarks>Those who ask meanwhile share one answer; of a node that was silent the last time they hear so at once.</remarks>
    public Task<NodeLoad> LoadAsync()
    {
        if (checking is not { IsCompleted: false })
            checking = CheckAsync();
        return isSilent && !checking.IsCompleted ? Task.FromResult(OutOfReach) : checking;
    }

    private NodeLoad OutOfReach =>
        new(Node, routers.Count, Busy: 0, Records: false, connector.RegionOf(Node), [$"The media node {Node} is out of reach."], leavesAt);

    private async Task<NodeLoad> CheckAsync()
    {
        if (!line.Task.IsCompleted)
            return OutOfReach;
        var answer = await RequestAsync(new CheckNode(), CheckPatience);
        isSilent = answer is not NodeChecked;
        return answer is NodeChecked node
            ? new(
                Node, routers.Count, node.Busy, node.Records, connector.RegionOf(Node), [.. node.Ailing.Select(one => $"Worker {one.Worker} {one.Ailment}.")],
                leavesAt)
            : OutOfReach;
    }

    public async Task<int> ReceiversAsync() => line.Task.IsCompleted
        ? (await Task.WhenAll(routers.Select(router => RequestAsync(new GetRouterStats(router, LossAbove: 1), CheckPatience)))).OfType<RouterStats>().Sum(each => each.Receivers)
        : 0;

    /// <returns>Null if it does not answer for so long.</returns>
    private async Task<ControlResponse?> RequestAsync(WorkerRequest request, TimeSpan longest)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
        patience.CancelAfter(longest);
        try
        {
            var node = await line.Task.WaitAsync(patience.Token);
            var response = await node.RequestAsync(request, patience.Token);
            Follow(response, request);
            return response;
        }
        catch (Exception failure)
        {
            LogNoAnswer(Node, request.GetType().Name, failure);
            return null;
        }
    }

    private async Task StayConnectedAsync()
    {
        var refusals = 0;
        while (!closing.IsCancellationRequested)
        {
            try
            {
                await using var connection = await connector.ConnectAsync(Node, epoch.Value, closing.Token);
                epoch.Admit();
                refusals = 0;
                await ServeAsync(connection);
            }
            catch (ControlRefusedException refusal) when (refusal.Code is ControlRefusal.Outdated && epoch.TryPass(refusal.NewestEpoch))
            {
                LogPassed(Node, refusal.Message);
            }
            catch (ControlRefusedException refusal) when (refusal.Code is ControlRefusal.Outdated or ControlRefusal.Superseded)
            {
                // This grain was thought lost, and another one has the node.
                LogTaken(Node, refusal.Message);
                DeactivateOnIdle();
                return;
            }
            catch (Exception failure)
            {
                if (closing.IsCancellationRequested)
                    return;
                LogOutOfReach(Node, failure.Message);
                refusals = IsRefused(failure) ? refusals + 1 : 0;
                if (refusals == MostRefusals)
                    LoseAll("The media node has ended.");
            }
            line = line.Task.IsCompleted ? NewLine() : line;
            await Task.Delay(RetryDelay, closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    /// <summary>Gives each notification to the owner of its router, and to no one else, until the connection ends.</summary>
    private async Task ServeAsync(NodeConnection connection)
    {
        if (connection.Run is not null)
            await FindAsync(connection.Channel);
        isSilent = false;
        line.TrySetResult(connection.Channel);
        await foreach (var notification in connection.Channel.NotificationsAsync(closing.Token))
            PassOn(notification);
        if (await connection.Ended is { } refusal)
            throw refusal;
    }

    /// <summary>Finds what the node carries, and tells the owners of what it carries no more.</summary>
    private async Task FindAsync(IControlChannel node)
    {
        if (await node.RequestAsync(new DumpNode(), closing.Token) is not NodeDump dump)
            return;
        var found = dump.Routers.Select(router => router.Router).ToHashSet();
        foreach (var lost in routers.Except(found).ToList())
            PassOn(new RouterLost(lost, "The media node was started anew."));
        routers.UnionWith(found);
    }

    private void LoseAll(string reason)
    {
        foreach (var router in routers.ToList())
            PassOn(new RouterLost(router, reason));
    }

    /// <summary>By the machine itself: a network that loses everything refuses nothing.</summary>
    private static bool IsRefused(Exception failure) =>
        failure is SocketException { SocketErrorCode: SocketError.ConnectionRefused } || failure.InnerException is { } inner && IsRefused(inner);

    private void PassOn(WorkerNotification notification)
    {
        if (notification is RouterLost lost)
            routers.Remove(lost.Router);
        if (IRouterOwner.KeyOf(notification.Router) is { } owner)
            _ = GrainFactory.GetGrain<IRouterOwner>(owner).OnNotificationAsync(notification);
    }

    private void Follow(ControlResponse response, WorkerRequest request)
    {
        if (response is RouterCreated created)
            routers.Add(created.Router);
        else if (request is CloseRouter close && response is Accepted)
            routers.Remove(close.Router);
        else if (request is LeaveNode leave && response is Accepted)
            Leave(leave.ForMs);
        else if (response is NodeChecked node)
            Leave(node.LeavingForMs);
    }

    /// <summary>What the node says again differs by what its answer took.</summary>
    private void Leave(long? forMs)
    {
        var told = forMs is { } left ? time.GetUtcNow() + TimeSpan.FromMilliseconds(left) : (DateTimeOffset?)null;
        if (told is null || leavesAt is null || (told.Value - leavesAt.Value).Duration() > SameLeave)
            leavesAt = told;
    }

    private static TaskCompletionSource<IControlChannel> NewLine() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(LogLevel.Warning, "Media node {Node} did not answer a {Request}")]
    private partial void LogNoAnswer(NodeId node, string request, Exception failure);

    [LoggerMessage(LogLevel.Warning, "Media node {Node} has a newer owner; it is tried again when it is needed: {Reason}")]
    private partial void LogTaken(NodeId node, string reason);

    [LoggerMessage(LogLevel.Warning, "Media node {Node} was had by a server whose clock is ahead of this one's, and is taken over from it: {Reason}")]
    private partial void LogPassed(NodeId node, string reason);

    [LoggerMessage(LogLevel.Warning, "Media node {Node} is out of reach, and is tried again: {Reason}")]
    private partial void LogOutOfReach(NodeId node, string reason);
}
