namespace Broadcast.Sfu.Control.Channels;

/// <summary>Which node, and as whom.</summary>
/// <param name="Address">Such as <c>ws://10.0.0.7:4480/control</c>; <c>wss</c> where a proxy speaks TLS for the node.</param>
/// <param name="Secret">The node's <c>Control:Secret</c>.</param>
/// <param name="Epoch">Grows with every owner that the node has: who comes with an older one is refused, and who comes with a newer one takes over.</param>
public sealed record WebSocketChannelOptions(Uri Address, string Secret, long Epoch)
{
    /// <summary>For the connection, and for each answer. Default 10 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{Address}, epoch {Epoch}";
}
