using Broadcast.Sfu.Control.Channels;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Orleans.Concurrency;

namespace Broadcast.Api.Nodes;

/// <inheritdoc cref="IMediaNodeGrain"/>
/// <remarks>Requests do not wait for one another: the node answers them in the order that suits it.</remarks>
[Reentrant]
[CollectionAgeLimit(AlwaysActive = true)]
internal sealed partial class MediaNodeGrain(IControlChannel node, ILogger<MediaNodeGrain> logger) : Grain, IMediaNodeGrain, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource closing = new();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _ = PassOnAsync();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => closing.CancelAsync();

    public void Dispose() => closing.Dispose();

    public async Task<ControlResponse?> RequestAsync(WorkerRequest request)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(closing.Token);
        patience.CancelAfter(Patience);
        try
        {
            return await node.RequestAsync(request, patience.Token);
        }
        catch (Exception failure)
        {
            LogNoAnswer(this.GetPrimaryKeyString(), request.GetType().Name, failure);
            return null;
        }
    }

    /// <summary>Gives each notification to the owner of its router, and to no one else.</summary>
    private async Task PassOnAsync()
    {
        try
        {
            await foreach (var notification in node.NotificationsAsync(closing.Token))
            {
                if (IRouterOwner.KeyOf(notification.Router) is { } owner)
                    _ = GrainFactory.GetGrain<IRouterOwner>(owner).OnNotificationAsync(notification);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    [LoggerMessage(LogLevel.Warning, "Media node {Node} did not answer a {Request}")]
    private partial void LogNoAnswer(string node, string request, Exception failure);
}
