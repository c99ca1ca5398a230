using System.Text.Json;
using Broadcast.Api.Data;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Jobs.Pipeline;
using Broadcast.Recorder.Live;
using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>
/// A recording while it is being made: a direct transport into the journal that consumes every producer of the router. When the router
/// is lost, the recording is attached to the next one and its journal goes on. Calls come one at a time.
/// </summary>
public sealed class StageRecording(IControlChannel node, RecordingPipeline pipeline, LiveRecordings live)
{
    static readonly JsonSerializerOptions EventJson = new(JsonSerializerDefaults.Web);

    readonly HashSet<string> recorded = [];
    readonly Dictionary<string, ConsumerId> pictures = [];
    TransportId? transport;

    public string Id { get; } = NewId.Create();

    /// <summary>When its journal was opened: the zero of its time.</summary>
    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>While paused nothing is stored, and the recording's time stands still.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>Opens the journal first: a recording is in the catalogue only if something is being written.</summary>
    public async Task BeginAsync(RouterId router, string webinarId, TimeProvider time)
    {
        await AttachAsync(router);
        var startedAt = StartedAt = time.GetUtcNow();
        await pipeline.StartAsync(Id, webinarId, startedAt, CancellationToken.None);
        await SendAsync(new { type = "webinarStarted", webinarId, at = startedAt });
    }

    /// <summary>Writes what this router carries, unless it does already.</summary>
    public async Task AttachAsync(RouterId router)
    {
        if (transport is not null || IsPaused)
            return;
        var opened = new TransportId(NewId.Create());
        await node.AskAsync<Accepted>(new CreateDirectTransport(router, opened, $"recording/{Id}"));
        transport = opened;
    }

    /// <summary>The router is gone, and its producers with it.</summary>
    public void Detach()
    {
        transport = null;
        recorded.Clear();
        pictures.Clear();
    }

    /// <summary>Closes the epoch: what follows until <see cref="ResumeAsync"/> is not stored.</summary>
    public async Task PauseAsync()
    {
        if (IsPaused)
            return;
        await SendAsync(new { type = "recordingPaused" });
        await CloseAsync();
        IsPaused = true;
    }

    /// <summary>Opens a new epoch; its producers have to be added again.</summary>
    public async Task ResumeAsync(RouterId router)
    {
        if (!IsPaused)
            return;
        IsPaused = false;
        await AttachAsync(router);
        await SendAsync(new { type = "recordingResumed" });
    }

    /// <summary>Writes down something that happened on the stage, in order with the packets.</summary>
    public Task NoteAsync(object stageEvent) => SendAsync(stageEvent);

    /// <summary>Asks every recorded picture for a key frame: segments can be cut only there.</summary>
    public async Task RequestKeyFramesAsync()
    {
        foreach (var consumer in pictures.Values)
            await node.AskAsync<Accepted>(new RequestKeyFrame(consumer));
    }

    /// <summary>Records a producer from now on; one that is recorded already stays so.</summary>
    public async Task AddAsync(StageProducer producer)
    {
        if (transport is not { } open || !recorded.Add(producer.ProducerId))
            return;
        await SendAsync(new
        {
            type = "producer",
            producer.ProducerId,
            producer.ParticipantId,
            producer.DisplayName,
            producer.Kind,
            producer.Source,
        });
        var consumer = new ConsumerId(NewId.Create());
        await node.AskAsync<ConsumerCreated>(new Consume(open, consumer, new ProducerId(producer.ProducerId), RtpCapabilities: null));
        if (producer.Kind == MediaKind.Video)
            pictures[producer.ProducerId] = consumer;
    }

    /// <summary>The producer is gone, and its consumer with it.</summary>
    public async Task RemoveAsync(string producerId)
    {
        pictures.Remove(producerId);
        if (recorded.Remove(producerId))
            await SendAsync(new { type = "producerClosed", producerId });
    }

    /// <summary>Closes the journal and hands the recording over to be processed.</summary>
    /// <param name="webinarEnded">False when the recording stops before the webinar does, because the process is about to end.</param>
    public async Task EndAsync(DateTimeOffset endedAt, bool webinarEnded)
    {
        if (webinarEnded)
            await SendAsync(new { type = "webinarEnded", at = endedAt });
        await CloseAsync();
        live.Complete(Id);
        await pipeline.CompleteAsync(Id, endedAt, CancellationToken.None);
    }

    async Task CloseAsync()
    {
        if (transport is { } open)
            await node.AskAsync<Accepted>(new CloseTransport(open));
        Detach();
    }

    Task SendAsync(object stageEvent) => transport is { } open
        ? node.AskAsync<Accepted>(new SendToDirectTransport(open, JsonSerializer.SerializeToElement(stageEvent, EventJson)))
        : Task.CompletedTask;
}
