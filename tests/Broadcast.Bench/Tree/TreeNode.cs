using Broadcast.Api.Nodes;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Streams;

namespace Broadcast.Bench.Tree;

/// <summary>A media node in the tree: what it has, and how it asks for key frames.</summary>
/// <param name="id">As servers call it.</param>
/// <param name="region">Where it is; -1 for the origin.</param>
internal sealed class TreeNode(NodeId id, int region)
{
    public NodeId Id => id;

    public int Region => region;

    /// <summary>Where its media comes from; null for the origin.</summary>
    public TreeNode? Parent { get; set; }

    public bool IsAlive { get; set; } = true;

    /// <summary>The webinar's grain has it as an edge: since somebody was placed there, until it is given up.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>Media flows to it.</summary>
    public bool IsFed { get; set; } = true;

    /// <summary>Viewers by weight, who are not looked at one by one.</summary>
    public int Viewers { get; set; }

    /// <summary>When its worker has done all joins that came so far.</summary>
    public Instant JoinsDoneAt { get; set; }

    /// <summary>When the group of pictures began that it would show a newcomer.</summary>
    public Instant GroupAt { get; set; }

    /// <summary>Gathers what its viewers and those behind it ask for.</summary>
    public KeyFrameRequester Requests { get; } = new(region < 0 ? KeyFrameRequester.PublisherIntervalUs : KeyFrameRequester.NodeIntervalUs);

    /// <summary>Those who wait for its next key frame.</summary>
    public List<Action<Instant>> Waiting { get; } = [];
}
