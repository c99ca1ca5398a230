namespace Broadcast.Bench.Attack.Clients;

/// <summary>Somebody who was let in to watch.</summary>
internal sealed record HostileViewer(StageClient Stage, MediaPeer Media) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        Media.Dispose();
        await Stage.DisposeAsync();
    }
}
