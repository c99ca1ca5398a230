using Broadcast.Api.Nodes;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Api.Stage;

/// <summary>The media node of one webinar: asks its grain, and turns a refusal or silence into a <see cref="StageException"/>.</summary>
/// <param name="id">Which node it is; none before the webinar has a router.</param>
internal sealed class StageNode(IGrainFactory grains, NodeId id = default)
{
    private static readonly TimeSpan FindPatience = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan FindPause = TimeSpan.FromSeconds(0.2);

    private TaskCompletionSource loss = NewLoss();

    /// <summary>Changes with the router.</summary>
    public NodeId Id { get; set; } = id;

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

    /// <summary>
    /// Asks for what is known to have been there. Where no answer is to be had it is asked again, for ten seconds: a process that was lost may
    /// have had the node's grain, too, which then comes back elsewhere at the same time.
    /// </summary>
    /// <returns>Null if it is gone, or no answer came.</returns>
    public async Task<TResponse?> FindAsync<TResponse>(WorkerRequest request, TimeProvider time) where TResponse : ControlResponse
    {
        for (var begun = time.GetUtcNow(); ; await Task.Delay(FindPause, time))
        {
            try
            {
                return await AskAsync<TResponse>(request);
            }
            catch (StageException failure)
            {
                if (failure.Code == StageErrorCode.NotFound || time.GetUtcNow() - begun >= FindPatience)
                    return null;
            }
        }
    }

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
