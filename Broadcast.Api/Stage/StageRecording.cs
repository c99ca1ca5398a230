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
/// A recording while it is being made: a direct transport into the journal that consumes every producer of the router. Calls come one
/// at a time.
/// </summary>
public sealed class StageRecording
{
    static readonly JsonSerializerOptions EventJson = new(JsonSerializerDefaults.Web);

    readonly IControlChannel node;
    readonly RecordingPipeline pipeline;
    readonly TransportId transport = new(NewId.Create());
    readonly HashSet<string> recorded = [];

    StageRecording(IControlChannel node, RecordingPipeline pipeline)
    {
        this.node = node;
        this.pipeline = pipeline;
    }

    public string Id { get; } = NewId.Create();

    /// <summary>Opens the journal first: a recording is in the catalogue only if something is being written.</summary>
    public static async Task<StageRecording> BeginAsync(
        IControlChannel node, RecordingPipeline pipeline, RouterId router, string webinarId, DateTimeOffset startedAt)
    {
        var recording = new StageRecording(node, pipeline);
        await node.AskAsync<Accepted>(new CreateDirectTransport(router, recording.transport, $"recording/{recording.Id}"));
        await pipeline.StartAsync(recording.Id, webinarId, startedAt, CancellationToken.None);
        await recording.SendAsync(new { type = "webinarStarted", webinarId, at = startedAt });
        return recording;
    }

    /// <summary>Records a producer from now on; one that is recorded already stays so.</summary>
    public async Task AddAsync(StageProducer producer)
    {
        if (!recorded.Add(producer.ProducerId))
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
            new Consume(transport, new ConsumerId(NewId.Create()), new ProducerId(producer.ProducerId), RtpCapabilities: null));
    }

    /// <summary>Closes the journal and hands the recording over to be processed; a node that is gone has closed it itself.</summary>
    /// <param name="webinarEnded">False when the recording stops before the webinar does: at shutdown, or when the media node was lost.</param>
    public async Task EndAsync(DateTimeOffset endedAt, bool webinarEnded)
    {
        try
        {
            if (webinarEnded)
                await SendAsync(new { type = "webinarEnded", at = endedAt });
            await node.AskAsync<Accepted>(new CloseTransport(transport));
        }
        catch (StageException)
        {
            // The journal ends where the node did; what it holds is processed all the same.
        }
        await pipeline.CompleteAsync(Id, endedAt, CancellationToken.None);
    }

    Task SendAsync(object stageEvent) =>
        node.AskAsync<Accepted>(new SendToDirectTransport(transport, JsonSerializer.SerializeToElement(stageEvent, EventJson)));
}
