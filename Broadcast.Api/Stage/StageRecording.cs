using System.Text.Json;
using Broadcast.Api.Data;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Jobs.Pipeline;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Live;
using Broadcast.Recorder.Stage;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>
/// A recording while it is being made: a direct transport into the journal that consumes every producer on the stage. It is told what
/// shall be recorded and written down, and <see cref="FollowAsync"/> sees to it: what the media node does not do now is done at the next
/// call. When the router is lost, the recording goes on with the next one, wherever that is, as a further epoch of the same journal. Calls
/// come one at a time.
/// </summary>
internal sealed partial class StageRecording(StageNode node, RecordingPipeline pipeline, TimeProvider time, ILogger logger)
{
    private readonly Dictionary<string, RecordedProducer> producers = [];
    private readonly Queue<StageEvent> notes = new();
    private TransportId? transport;
    private RecordingReport? report;

    /// <summary>Whether the router was lost that it was recorded from last.</summary>
    private bool isInterrupted;

    /// <summary>Nothing more comes; that the recording is complete may still have to be said.</summary>
    private bool isClosed;

    public RecordingId Id { get; private init; } = new(NewId.Create());

    /// <summary>When its journal was opened: the zero of its time.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>While paused nothing is stored, and the recording's time stands still.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>How often its journal was opened, or may have been: each time gets a number of its own, on whichever node.</summary>
    public int Openings { get; private set; }

    /// <summary>What should be recorded and is not, in words; null when all is.</summary>
    public string? Shortfall { get; private set; }

    /// <summary>What the recorder said last.</summary>
    public RecordingReport Report
    {
        get => report ?? new RecordingReport(Id, RecordingVerdict.Waiting);
        set => report = value;
    }

    /// <summary>What the organizer and the presenters see of it.</summary>
    public RecordingStatus Status
    {
        get
        {
            if (IsPaused)
                return new RecordingStatus(Id, RecordingPhase.Paused, RecordingLight.Waiting, "Paused. Nothing is recorded until you resume.", null);
            var (light, sentence, checkedAt) = Report.Verdict;
            return Shortfall is { } shortfall
                ? new RecordingStatus(Id, RecordingPhase.Recording, RecordingLight.Red, shortfall, checkedAt)
                : new RecordingStatus(Id, RecordingPhase.Recording, light, sentence, checkedAt);
        }
    }

    /// <summary>One that another process began, with what of it the media node still has.</summary>
    public static StageRecording Restore(
        StoredRecording stored, RouterDump found, IEnumerable<StageProducer> onStage, StageNode node, RecordingPipeline pipeline, TimeProvider time, ILogger logger)
    {
        var restored = new StageRecording(node, pipeline, time, logger)
        {
            Id = stored.Id, StartedAt = stored.StartedAt, IsPaused = stored.IsPaused, Openings = stored.Openings,
        };
        foreach (var each in found.Transports)
        {
            if (each.Sink is not { } sink || !SinkName.TryParse(sink, out var recordingId, out var opening) || recordingId != stored.Id)
                continue;
            restored.transport = each.Transport;
            restored.Openings = Math.Max(restored.Openings, opening + 1);
            pipeline.Opened(stored.Id, opening);
        }
        restored.isInterrupted = restored.transport is null && !stored.IsPaused;
        var consumers = found.Consumers.Where(each => each.Transport == restored.transport).ToDictionary(each => each.Producer.Value, each => each.Consumer);
        foreach (var producer in onStage.Where(each => consumers.ContainsKey(each.ProducerId)))
            restored.producers[producer.ProducerId] = new RecordedProducer(producer) { IsIntroduced = true, Consumer = consumers[producer.ProducerId] };
        return restored;
    }

    /// <summary>Opens the journal first: a recording is in the catalogue only if something is being written.</summary>
    /// <exception cref="StageException">Nothing can be recorded now.</exception>
    public async Task BeginAsync(RouterId router, WebinarId webinarId)
    {
        await AttachAsync(router);
        StartedAt = time.GetUtcNow();
        await CatalogueAsync(webinarId);
        Note(new WebinarStarted(webinarId, StartedAt));
    }

    /// <summary>The router is gone, and its producers with it.</summary>
    public void Interrupt()
    {
        isInterrupted = isInterrupted || transport is not null;
        Detach();
    }

    /// <summary>Closes the epoch: what follows until <see cref="ResumeAsync"/> is not stored.</summary>
    public async Task PauseAsync()
    {
        if (IsPaused)
            return;
        Note(new RecordingPaused());
        await CloseAsync();
        (IsPaused, Shortfall) = (true, null);
    }

    /// <summary>Opens a new epoch.</summary>
    /// <exception cref="StageException">It cannot be opened; the recording stays paused.</exception>
    public async Task ResumeAsync(RouterId router)
    {
        if (!IsPaused)
            return;
        await AttachAsync(router);
        IsPaused = false;
        Note(new RecordingResumed());
    }

    /// <summary>Writes down something that happened on the stage, after what was noted before.</summary>
    public void Note(StageEvent stageEvent)
    {
        if (!IsPaused)
            notes.Enqueue(stageEvent);
    }

    /// <summary>Records what is on the stage from now on, and nothing else. Never throws: <see cref="Shortfall"/> says what is missing.</summary>
    public async Task FollowAsync(RouterId router, IReadOnlyCollection<StageProducer> onStage)
    {
        if (IsPaused || isClosed)
            return;
        try
        {
            await AttachAsync(router);
            ForgetAllBut(onStage);
            foreach (var producer in onStage)
                await TryRecordAsync(producer);
            await SendNotesAsync();
            Shortfall = SentenceFor([.. onStage.Where(producer => producers[producer.ProducerId].Consumer is null)]);
        }
        catch (StageException failure)
        {
            LogBehind(Id, failure);
            Shortfall = failure.Code == StageErrorCode.MediaUnavailable
                ? "Nothing is being recorded: the media node does not answer. It is tried again."
                : $"{failure.Message} It is tried again.";
        }
    }

    /// <summary>Asks every recorded picture for a key frame: segments can be cut only there.</summary>
    public async Task RequestKeyFramesAsync()
    {
        foreach (var recorded in producers.Values)
        {
            if (recorded is { Producer.Kind: MediaKind.Video, Consumer: { } consumer })
                await TryAskAsync<Accepted>(new RequestKeyFrame(consumer));
        }
    }

    /// <summary>Closes the journal and hands the recording over to be processed.</summary>
    /// <param name="webinarEnded">False when the recording stops before the webinar does.</param>
    public async Task EndAsync(RouterId router, DateTimeOffset endedAt, bool webinarEnded)
    {
        if (!isClosed)
            await CloseForGoodAsync(router, webinarEnded ? new WebinarEnded(endedAt) : null);
        await node.AskAsync<Accepted>(new EndSink(SinkName.Of(Id)));
        await pipeline.CompleteAsync(Id, endedAt, CancellationToken.None);
    }

    /// <summary>A producer on the stage. It is recorded once there is a consumer.</summary>
    private sealed class RecordedProducer(StageProducer producer)
    {
        public StageProducer Producer { get; } = producer;

        /// <summary>Asked for by the same id however often: a node that did it and could not say so has one.</summary>
        public ConsumerId Wanted { get; } = new(NewId.Create());

        /// <summary>Whether the journal knows who it is.</summary>
        public bool IsIntroduced { get; set; }
        public ConsumerId? Consumer { get; set; }
    }

    private async Task CatalogueAsync(WebinarId webinarId)
    {
        try
        {
            await pipeline.StartAsync(Id, webinarId, StartedAt, CancellationToken.None);
        }
        catch (Exception failure)
        {
            await CloseAsync();
            throw new StageException(StageErrorCode.MediaUnavailable, "The recording could not be entered into the catalogue.", failure);
        }
    }

    private async Task AttachAsync(RouterId router)
    {
        if (transport is not null)
            return;
        var opened = new TransportId(NewId.Create());
        var opening = Openings++;
        await node.AskAsync<Accepted>(new CreateDirectTransport(router, opened, SinkName.Of(Id, opening)));
        transport = opened;
        // One that the node opened and could not say so has nothing in it.
        pipeline.Opened(Id, opening);
        // Before all else of its epoch, whose time is read by it.
        if (isInterrupted)
            await TryAskAsync<Accepted>(new SendToDirectTransport(opened, new RecordingContinued(time.GetUtcNow()).ToJson()));
        isInterrupted = false;
    }

    private void Detach()
    {
        transport = null;
        producers.Clear();
    }

    private async Task TryAttachAsync(RouterId router)
    {
        try
        {
            await AttachAsync(router);
        }
        catch (StageException refusal) when (refusal.Code != StageErrorCode.MediaUnavailable)
        {
            LogRefused(Id, nameof(CreateDirectTransport), refusal);
        }
    }

    /// <summary>The consumers of producers that are gone went with them.</summary>
    private void ForgetAllBut(IReadOnlyCollection<StageProducer> onStage)
    {
        var present = onStage.Select(producer => producer.ProducerId).ToHashSet();
        foreach (var (producerId, recorded) in producers)
        {
            if (present.Contains(producerId))
                continue;
            producers.Remove(producerId);
            if (recorded.IsIntroduced)
                Note(new ProducerLeft(producerId));
        }
    }

    private async Task TryRecordAsync(StageProducer producer)
    {
        if (!producers.TryGetValue(producer.ProducerId, out var recorded))
            producers[producer.ProducerId] = recorded = new RecordedProducer(producer);
        if (recorded.Consumer is not null)
            return;
        recorded.IsIntroduced = recorded.IsIntroduced || await TryAskAsync<Accepted>(new SendToDirectTransport(transport!.Value, Introduction(producer).ToJson()));
        if (recorded.IsIntroduced && await TryAskAsync<ConsumerCreated>(new Consume(transport!.Value, recorded.Wanted, new ProducerId(producer.ProducerId), RtpCapabilities: null)))
            recorded.Consumer = recorded.Wanted;
    }

    private async Task SendNotesAsync()
    {
        while (notes.TryPeek(out var note))
        {
            await TryAskAsync<Accepted>(new SendToDirectTransport(transport!.Value, note.ToJson()));
            notes.Dequeue();
        }
    }

    /// <returns>False if the node refused.</returns>
    /// <exception cref="StageException">The node does not answer.</exception>
    private async Task<bool> TryAskAsync<TResponse>(WorkerRequest request) where TResponse : ControlResponse
    {
        try
        {
            await node.AskAsync<TResponse>(request);
            return true;
        }
        catch (StageException refusal) when (refusal.Code == StageErrorCode.NotFound)
        {
            // As when somebody shares a screen and stops at once.
            LogGone(Id, request.GetType().Name, refusal.Message);
            return false;
        }
        catch (StageException refusal) when (refusal.Code != StageErrorCode.MediaUnavailable)
        {
            LogRefused(Id, request.GetType().Name, refusal);
            return false;
        }
    }

    private async Task CloseForGoodAsync(RouterId router, WebinarEnded? ended)
    {
        // A journal whose router was lost is closed by opening it once more, unless the disk has no room for that.
        if (!IsPaused)
            await TryAttachAsync(router);
        if (ended is not null)
            Note(ended);
        await CloseAsync();
        isClosed = true;
    }

    private async Task CloseAsync()
    {
        if (transport is { } open)
        {
            await SendNotesAsync();
            // One that the node does not know any more is closed.
            await TryAskAsync<Accepted>(new CloseTransport(open));
        }
        Detach();
    }

    private static string? SentenceFor(IReadOnlyList<StageProducer> missing) => missing switch
    {
        [] => null,
        [var one] => $"{one.DisplayName}'s {NameOf(one.Source)} is not being recorded. It is tried again.",
        _ => $"{missing.Count} cameras, screens or microphones are not being recorded, {missing[0].DisplayName}'s {NameOf(missing[0].Source)} among them. It is tried again.",
    };

    private static ProducerIntroduced Introduction(StageProducer producer) => new(
        producer.ProducerId, producer.ParticipantId, producer.DisplayName, producer.Kind, JsonNamingPolicy.CamelCase.ConvertName($"{producer.Source}"));

    private static string NameOf(ProducerSource source) => source switch
    {
        ProducerSource.Camera => "camera",
        ProducerSource.Microphone => "microphone",
        ProducerSource.Screen => "screen",
        _ => "screen's sound",
    };

    [LoggerMessage(LogLevel.Warning, "Recording {RecordingId} is behind what is on the stage; it is tried again")]
    partial void LogBehind(RecordingId recordingId, Exception failure);

    [LoggerMessage(LogLevel.Information, "Recording {RecordingId}: what a {Request} was about has gone meanwhile: {Reason}")]
    partial void LogGone(RecordingId recordingId, string request, string reason);

    [LoggerMessage(LogLevel.Warning, "Recording {RecordingId}: the media node refused a {Request}")]
    partial void LogRefused(RecordingId recordingId, string request, Exception refusal);
}
