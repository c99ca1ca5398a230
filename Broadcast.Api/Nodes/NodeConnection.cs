using Broadcast.Sfu.Control.Channels;

namespace Broadcast.Api.Nodes;

/// <summary>A connection to a media node.</summary>
/// <param name="Run">Another one after every start of the node; null for the node in this process, which ends with it.</param>
internal sealed record NodeConnection(IControlChannel Channel, string? Run) : IAsyncDisposable
{
    /// <summary>Completes when the connection has ended: with what the node said, or null if it said nothing.</summary>
    public Task<ControlRefusedException?> Ended => Channel is WebSocketChannel outer ? outer.Closed : Task.FromResult<ControlRefusedException?>(null);

    public ValueTask DisposeAsync() => Run is not null && Channel is IAsyncDisposable closing ? closing.DisposeAsync() : ValueTask.CompletedTask;
}
