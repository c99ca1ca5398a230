using Broadcast.Api.Data;
using Broadcast.Api.Nodes;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Api.Stage;

namespace Broadcast.Api.Signaling.Audiences;

/// <summary>How viewers get off media nodes that leave: some at a time, each receiving elsewhere before they let go.</summary>
internal sealed partial class LocalAudience
{
    private const string Moves = "The media node is taken out of service.";

    private void OnBeat()
    {
        MoveOn();
        _ = ReportAsync();
    }

    /// <summary>Tells as many viewers as it is the turn of. Whoever is away is told when they are back.</summary>
    private void MoveOn()
    {
        var leaving = feed.Current.Leaving;
        if (leaving.IsEmpty || !services.Placement.HasRoom)
            return;
        foreach (var viewer in seats.All.Where(each => each is { Role: StageRole.Viewer, IsAway: false, ConnectionId: not null }))
        {
            if (viewer.Media.Watching is not { } place || leaving.FirstOrDefault(each => each.Node == place.Node) is not { } node)
                continue;
            if (!services.Pace.TryTake())
                return;
            Move(viewer, place, node);
        }
    }

    private void Move(Participant viewer, StagePlace place, LeavingNode node)
    {
        var left = Math.Max(0, (long)(node.Until - services.Time.GetUtcNow()).TotalMilliseconds);
        foreach (var transport in viewer.Media.Leave(place))
            voice.Tell(viewer.ConnectionId!, each => each.TransportClosed(new TransportLoss(transport.Value, Moves, left)));
    }
}
