using Broadcast.Sfu.Control.Channels;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Nodes;

/// <summary>Connects to media nodes: to those that are configured, or to the one in this process.</summary>
internal sealed class NodeConnector(IOptions<NodesOptions> options, IServiceProvider services)
{
    /// <summary>The node in this process.</summary>
    public static readonly NodeId Local = new("local");

    public IReadOnlyList<NodeId> Nodes { get; } =
        options.Value.Nodes is { Count: > 0 } outer ? [.. outer.Select(node => node.Id)] : [Local];

    /// <returns>Null if it has none.</returns>
    public string? RegionOf(NodeId node) => options.Value.Nodes.FirstOrDefault(each => each.Id == node)?.Region;

    /// <summary>Takes a node over from whoever had it.</summary>
    /// <param name="epoch">Of the owner.</param>
    /// <exception cref="Exception">It cannot be reached, or refuses.</exception>
    public async Task<NodeConnection> ConnectAsync(NodeId node, long epoch, CancellationToken cancellationToken)
    {
        if (node == Local)
            return new NodeConnection(services.GetRequiredService<IControlChannel>(), Run: null);
        var settings = options.Value.Nodes.Single(each => each.Id == node);
        var channel = await WebSocketChannel.ConnectAsync(new WebSocketChannelOptions(settings.Address!, settings.Secret, epoch), cancellationToken);
        return new NodeConnection(channel, channel.Run);
    }
}
