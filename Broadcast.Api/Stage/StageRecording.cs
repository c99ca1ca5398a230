using System.Text.Json;
using Broadcast.Api.Data;
using Broadcast.Api.Signaling.Messages;
using Broadcast.Jobs.Pipeline;
using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Api.Stage;

/// <summary>
/// A recording while it is being made: a direct transport into the journal that consumes every producer of the router. When the router
/// is lost, the recording is attached to the next one and its journal goes on. Calls come one at a time.
/// </summary>
public sealed class StageRecording(IControlChannel node, RecordingPipeline pipeline)
{
    static readonly JsonSerializerOptions EventJson = new(JsonSerializerDefaults.Web);

    readonly HashSet<string> recorded = [];
    TransportId? transport;

    public string Id { get; } = NewId.Create();

    /// <summary>Opens the journal first: a recording is in the catalogue only if something is being written.</summary>
    public async Task BeginAsync(RouterId router, string webinarId, DateTimeOffset startedAt)
    {
        await AttachAsync(router);
        await pipeline.StartAsync(Id, webinarId, startedAt, CancellationToken.None);
        await SendAsync(new { type = "webinarStarted", webinarId, at = startedAt });
    }

    /// <summary>Writes what this router carries, unless it does already.</summary>
    public async Task AttachAsync(RouterId router)
    {
        if (transport is not null)
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
        await node.AskAsync<ConsumerCreated>(
            new Consume(open, new ConsumerId(NewId.Create()), new ProducerId(producer.ProducerId), RtpCapabilities: null));
    }

    /// <summary>Closes the journal and hands the recording over to be processed.</summary>
    /// <param name="webinarEnded">False when the recording stops before the webinar does, because the process is about to end.</param>
    public async Task EndAsync(DateTimeOffset endedAt, bool webinarEnded)
    {
        if (webinarEnded)
            await SendAsync(new { type = "webinarEnded", at = endedAt });
        if (transport is { } open)
            await node.AskAsync<Accepted>(new CloseTransport(open));
        await pipeline.CompleteAsync(Id, endedAt, CancellationToken.None);
    }

    Task SendAsync(object stageEvent) => transport is { } open
        ? node.AskAsync<Accepted>(new SendToDirectTransport(open, JsonSerializer.SerializeToElement(stageEvent, EventJson)))
        : Task.CompletedTask;
}
