using Broadcast.Sfu.Codecs;

namespace Broadcast.Sfu.Streams;

/// <summary>
/// Decides which packets of a stream with layers one receiver gets. Layers above are left out from the next picture on; one goes up where
/// the publisher says that nothing left out is referred to. Whether a decode target can be gone to follows from what was forwarded: it
/// is complete until a frame is left out that it needs.
/// </summary>
public struct LayerSelector
{
    private DecodeTargets complete;

    public LayerSelector() => (Target, Current) = (DecodeTarget.Top, DecodeTarget.Top);

    /// <summary>What is wanted.</summary>
    public DecodeTarget Target { get; set; }

    /// <summary>What is forwarded.</summary>
    public DecodeTarget Current { get; private set; }

    /// <summary>Whether only a key frame leads to the wanted spatial layer.</summary>
    public readonly bool NeedsKeyFrame =>
        Target.Spatial != Current.Spatial && (complete & DecodeTargets.OfSpatial(Target.Spatial)) == DecodeTargets.None;

    /// <summary>A key frame of a stream comes next.</summary>
    public void Begin() => (complete, Current) = (DecodeTargets.All, Target);

    /// <summary>Whether the receiver gets a packet. To be asked of each once, in the order of their numbers.</summary>
    /// <param name="beginsPicture">Whether it is the first of its picture.</param>
    public bool Select(in PacketLayers layers, bool beginsPicture)
    {
        if (beginsPicture && Current != Target)
            Move(layers);
        if (!layers.NeededBy.Contains(Current))
        {
            complete -= layers.NeededBy;
            return false;
        }
        complete |= layers.Starts | layers.Opens;
        return true;
    }

    private void Move(in PacketLayers layers)
    {
        var open = complete | layers.Starts;
        if (layers.NeededBy.Contains(Current))
            open |= layers.Opens;
        if (Target.Spatial != Current.Spatial)
            MoveInSpace(open);
        // Where a key frame is waited for to go down, until then the least that keeps the picture moving.
        var temporal = Target.Spatial < Current.Spatial ? 0 : Target.Temporal;
        if (temporal < Current.Temporal)
            Current = DecodeTarget.Of(Current.Spatial, temporal);
        while (Current.Temporal < temporal && open.Contains(Above(Current)))
            Current = Above(Current);
    }

    private void MoveInSpace(DecodeTargets open)
    {
        for (var temporal = Target.Temporal; temporal >= 0; temporal--)
        {
            var candidate = DecodeTarget.Of(Target.Spatial, temporal);
            if (!open.Contains(candidate))
                continue;
            Current = candidate;
            return;
        }
    }

    private static DecodeTarget Above(DecodeTarget target) => DecodeTarget.Of(target.Spatial, target.Temporal + 1);
}
