using System.Text.Json;
using Broadcast.Api.Data;
using Broadcast.Api.Nodes;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Stage.Parts;

/// <summary>
/// Writes down what is on the stage where its media outlives this process, and finds it again: a grain that was lost comes back empty, by
/// another process, and goes on with what the media node really has.
/// </summary>
internal sealed partial class MemoryPart(
    StageBoard board, StageNode node, RosterPart roster, ProducersPart producers, StandInsPart standIns, RecordingPart recording, CascadePart cascade,
    StageServices services)
    : IStagePart
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private string? saved;

    public async Task LoadAsync()
    {
        await using var db = await services.Databases.CreateDbContextAsync();
        saved = await db.Stages.AsNoTracking().Where(row => row.WebinarId == board.Id).Select(row => row.Content).SingleOrDefaultAsync();
        if (saved is null || JsonSerializer.Deserialize<StoredStage>(saved, Json) is not { } stored)
            return;
        node.Id = stored.Router.Node;
        if (await node.FindAsync<RouterDump>(new DumpRouter(stored.Router.Router), services.Time) is { } found)
            await RestoreAsync(stored, found);
    }

    /// <summary>Completes when another process could go on from here.</summary>
    public async Task SaveAsync()
    {
        var content = board.Snapshot.Router is { } router && router.Node != NodeConnector.Local
            ? JsonSerializer.Serialize(new StoredStage(router, producers.ToStored(), standIns.ToStored(), roster.Presenters, recording.ToStored(), cascade.ToStored()), Json)
            : null;
        if (content == saved)
            return;
        await using var db = await services.Databases.CreateDbContextAsync();
        if (content is null)
            await db.Stages.Where(row => row.WebinarId == board.Id).ExecuteDeleteAsync();
        else if (await db.Stages.FindAsync(board.Id) is { } row)
            row.Content = content;
        else
            db.Stages.Add(new StageRow { WebinarId = board.Id, Content = content });
        await db.SaveChangesAsync();
        saved = content;
    }

    private async Task RestoreAsync(StoredStage stored, RouterDump found)
    {
        LogFound(services.Logger, board.Id, stored.Router.Node, found.Producers.Count);
        board.Fill(new RouterOpened(stored.Router));
        producers.Restore(stored.Producers, found);
        // An older version has written none of some.
        standIns.Restore(stored.StandIns ?? []);
        await cascade.RestoreAsync(stored.Router, stored.Edges ?? [], found);
        foreach (var presenter in stored.Presenters)
            roster.Remember(presenter);
        if (stored.Recording is { } open)
            await recording.RestoreAsync(open, found);
    }

    [LoggerMessage(LogLevel.Information, "Webinar {Webinar} goes on with its router on media node {Node}, which carries {Producers} producers")]
    private static partial void LogFound(ILogger logger, WebinarId webinar, NodeId node, int producers);
}
