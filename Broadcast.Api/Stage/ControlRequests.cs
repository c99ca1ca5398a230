using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Api.Stage;

/// <summary>Asks the media node and turns a refusal or silence into a <see cref="StageException"/>.</summary>
public static class ControlRequests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="StageException">The node refused, or is out of reach.</exception>
    public static async Task<TResponse> AskAsync<TResponse>(
        this IControlChannel node, WorkerRequest request, CancellationToken cancellationToken = default)
        where TResponse : ControlResponse
    {
        return await RequestAsync(node, request, cancellationToken) switch
        {
            TResponse response => response,
            ControlError error => throw new StageException(CodeOf(error.Code), error.Message),
            var other => throw new InvalidOperationException($"{request.GetType().Name} was answered by {other.GetType().Name}."),
        };
    }

    static async Task<ControlResponse> RequestAsync(IControlChannel node, WorkerRequest request, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await node.RequestAsync(request, patience.Token);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StageException(StageErrorCode.MediaUnavailable, "The media node does not answer.", failure);
        }
    }

    static StageErrorCode CodeOf(ControlErrorCode code) => code switch
    {
        ControlErrorCode.NotFound => StageErrorCode.NotFound,
        ControlErrorCode.Conflict or ControlErrorCode.InvalidState => StageErrorCode.Conflict,
        ControlErrorCode.Internal => StageErrorCode.Internal,
        ControlErrorCode.InvalidArgument => StageErrorCode.InvalidRequest,
        ControlErrorCode.Unsupported => StageErrorCode.Unsupported,
        _ => StageErrorCode.MediaUnavailable,
    };
}
