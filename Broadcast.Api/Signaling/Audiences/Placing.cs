using Broadcast.Api.Data;
using Broadcast.Api.Nodes;
using Broadcast.Api.Stage;
using Broadcast.Recorder.Stage;

namespace Broadcast.Api.Signaling.Audiences;

/// <summary>
/// Where those in one audience get their media: who presents, at the webinar's origin; who watches, on a node that has room. Only the
/// first who is placed on a node asks the webinar's grain to bring the media there. Safe for all threads.
/// </summary>
internal sealed partial class Placing(WebinarId webinar, Func<StageSnapshot> stage, AudienceServices services)
{
    private const int MostAttempts = 3;

    private readonly Lock gate = new();
    private readonly Dictionary<NodeId, Task<StagePlace>> reaching = [];

    /// <exception cref="StageException">There is no media now.</exception>
    public async Task<StagePlace> PlaceAsync(Participant arriving)
    {
        var origin = stage().Router?.Place ?? throw new StageException(StageErrorCode.Conflict, "The webinar has ended or was reset; join again.");
        if (arriving.Role == StageRole.Presenter)
            return origin;
        if (arriving.Media.Watching is { } already)
            return already;
        var refused = stage().Leaving.Select(each => each.Node).ToHashSet();
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var node = services.Placement.Choose([.. stage().Places.Select(place => place.Node)], refused);
            if (node == origin.Node)
                break;
            try
            {
                return stage().PlaceOn(node) ?? await ReachAsync(node);
            }
            catch (StageException failure)
            {
                LogRefused(services.Logger, webinar, node, failure.Message);
                refused.Add(node);
            }
        }
        return origin;
    }

    /// <summary>A crowd that comes in at once asks once.</summary>
    private async Task<StagePlace> ReachAsync(NodeId node)
    {
        Task<StagePlace> asked;
        lock (gate)
        {
            if (!reaching.TryGetValue(node, out asked!))
                reaching.Add(node, asked = services.Stages.AskAsync(webinar, grain => grain.ReachAsync(node)));
        }
        try
        {
            return await asked;
        }
        finally
        {
            lock (gate)
            {
                if (reaching.GetValueOrDefault(node) == asked)
                    reaching.Remove(node);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Viewers of webinar {Webinar} are not placed on media node {Node} now: {Reason}")]
    private static partial void LogRefused(ILogger logger, WebinarId webinar, NodeId node, string reason);
}
