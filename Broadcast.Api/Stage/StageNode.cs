using Broadcast.Api.Nodes;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Api.Stage;

/// <summary>The media node of one webinar: asks its grain, and turns a refusal or silence into a <see cref="StageException"/>.</summary>
internal sealed class StageNode(IGrainFactory grains)
{
    private TaskCompletionSource loss = NewLoss();

    /// <summary>Which node it is; changes with the router.</summary>
    public NodeId Id { get; set; }

    /// <summary>The node is lost: what it was asked is waited for no longer.</summary>
    public void GiveUp()
    {
        var lost = loss;
        loss = NewLoss();
        lost.SetResult();
    }

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
            var answer = grains.GetGrain<IMediaNodeGrain>(Id.Value).RequestAsync(request);
            return await Task.WhenAny(answer, loss.Task) == answer ? await answer : null;
        }
        catch (Exception failure)
        {
            throw new StageException(StageErrorCode.MediaUnavailable, "The media node does not answer.", failure);
        }
    }

    private static TaskCompletionSource NewLoss() => new(TaskCreationOptions.RunContinuationsAsynchronously);

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
