using Broadcast.Api.Data;
using Broadcast.Api.Nodes;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage.Parts;

/// <summary>The webinar's router on a media node. Opened and closed by one pass at a time.</summary>
/// <param name="lost">Is told that all media is gone, and why; null if the webinar was closed.</param>
internal sealed partial class RouterPart(StageBoard board, StageNode node, IGrainFactory grains, Action<string?> lost, StageServices services) : IStagePart
{
    /// <summary>Of two seconds each; media may go on all the while.</summary>
    private const int MostSilentBeats = 10;

    private static readonly NotificationKind[] Heard = [NotificationKind.AudioLevels, NotificationKind.ConsumerLayers, NotificationKind.WantedLayers];

    private readonly AbandonedRouters abandoned = new(grains);
    private int silentBeats;

    public StageRouter? Router => board.Snapshot.Router;

    /// <exception cref="StageException">No media node opens one.</exception>
    public async Task<StageRouter> OpenAsync()
    {
        if (Router is { } open)
            return open;
        node.Id = await grains.GetGrain<INodeDirectoryGrain>(0).PlaceAsync([.. board.Snapshot.Edges.Select(edge => edge.Node)]);
        var id = new RouterId($"{board.Id}.{NewId.Create()}");
        var created = await node.AskAsync<RouterCreated>(new CreateRouter(id, Notifications: Heard));
        var router = new StageRouter(node.Id, id, created.RtpCapabilities);
        await board.PublishAsync(new RouterOpened(router));
        return router;
    }

    public async Task CloseAsync()
    {
        if (Router is not { } open)
            return;
        await LoseAsync(reason: null);
        try
        {
            await node.AskAsync<Accepted>(new CloseRouter(open.Router));
        }
        catch (StageException failure)
        {
            LogRouterNotClosed(services.Logger, board.Id, failure);
        }
    }

    /// <summary>Looks whether the router is still where it was opened, and gives a node up that is out of reach.</summary>
    public async Task OnBeatAsync()
    {
        await abandoned.OnBeatAsync();
        if (Router is not { } open)
            return;
        var isThere = await grains.GetGrain<IMediaNodeGrain>(open.Node.Value).HasAsync(open.Router);
        silentBeats = isThere is null ? silentBeats + 1 : 0;
        if (isThere == false && Router == open)
            await LoseAsync("The media node was started anew.");
        else if (silentBeats > MostSilentBeats && Router == open)
            await LoseAsync("The media node is out of reach.");
    }

    /// <summary>An edge hears nothing of the router any more: if its node is not well either, it is lost.</summary>
    public async Task SuspectAsync()
    {
        if (Router is not { } open)
            return;
        var node = await grains.GetGrain<IMediaNodeGrain>(open.Node.Value).LoadAsync();
        if (!node.IsWell && Router == open)
            await LoseAsync("The media node is out of reach.");
    }

    /// <summary>Gives the router up as if it were lost: everybody builds up again with the next one.</summary>
    /// <param name="reason">In words.</param>
    public Task LeaveAsync(string reason) => Router is null ? Task.CompletedTask : LoseAsync(reason);

    /// <summary>The router is gone with its worker. Everybody stays, and builds up again with the next one.</summary>
    public Task OnNotificationAsync(WorkerNotification notification) =>
        notification is RouterLost gone && Router?.Router == gone.Router ? LoseAsync(gone.Reason) : Task.CompletedTask;

    /// <summary>Who watches on an edge stays there, and goes on when the next router is open.</summary>
    private Task LoseAsync(string? reason)
    {
        var gone = Router!.Place;
        if (reason is not null)
        {
            abandoned.Add(gone);
            // A pass that waits for the node would hold up the one that opens the next router.
            node.GiveUp();
        }
        lost(reason);
        return board.PublishAsync(reason is not null && board.Snapshot.Edges.Length > 0 ? new OriginLost(gone, reason) : new MediaLost(reason));
    }

    [LoggerMessage(LogLevel.Warning, "The router of webinar {Webinar} could not be closed")]
    private static partial void LogRouterNotClosed(ILogger logger, WebinarId webinar, Exception failure);
}
