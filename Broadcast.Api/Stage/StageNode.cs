using Broadcast.Api.Nodes;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Api.Stage;

/// <summary>The media node of one webinar: asks its grain, and turns a refusal or silence into a <see cref="StageException"/>.</summary>
internal sealed class StageNode(IGrainFactory grains)
{
    /// <summary>Which node it is; changes with the router.</summary>
    public NodeId Id { get; set; }

    /// <exception cref="StageException">The node refused, or is out of reach.</exception>
    public async Task<TResponse> AskAsync<TResponse>(WorkerRequest request) where TResponse : ControlResponse =>
        await RequestAsync(request) switch
        {
            TResponse response => response,
            ControlError error => throw new StageException(CodeOf(error.Code), error.Message),
            null => throw new StageException(StageErrorCode.MediaUnavailable, "The media node does not answer."),
            var other => throw new InvalidOperationException($"{request.GetType().Name} was answered by {other.GetType().Name}."),
        };

    private async Task<ControlResponse?> RequestAsync(WorkerRequest request)
    {
        try
        {
            return await grains.GetGrain<IMediaNodeGrain>(Id.Value).RequestAsync(request);
        }
        catch (Exception failure)
        {
            throw new StageException(StageErrorCode.MediaUnavailable, "The media node does not answer.", failure);
        }
    }

    private static StageErrorCode CodeOf(ControlErrorCode code) => code switch
    {
        ControlErrorCode.NotFound => StageErrorCode.NotFound,
        ControlErrorCode.Conflict or ControlErrorCode.InvalidState => StageErrorCode.Conflict,
        ControlErrorCode.Internal => StageErrorCode.Internal,
        ControlErrorCode.InvalidArgument => StageErrorCode.InvalidRequest,
        ControlErrorCode.Unsupported => StageErrorCode.Unsupported,
        _ => StageErrorCode.MediaUnavailable,
    };
}
