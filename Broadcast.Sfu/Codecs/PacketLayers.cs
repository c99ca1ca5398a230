namespace Broadcast.Sfu.Codecs;

/// <summary>What one packet says about the layers of its stream, whatever the codec. Read once per packet, asked once per viewer.</summary>
public readonly record struct PacketLayers
{
    /// <summary>Of a packet that tells nothing: everybody needs it.</summary>
    public static readonly PacketLayers Unknown = new() { NeededBy = DecodeTargets.All, Starts = DecodeTargets.All };

    /// <summary>Who cannot do without its frame.</summary>
    public DecodeTargets NeededBy { get; init; }

    /// <summary>Who may begin with its frame, having everything below: nothing earlier that they need is referred to from here on.</summary>
    public DecodeTargets Starts { get; init; }

    /// <summary>Who may go on from its frame, once that itself could be decoded.</summary>
    public DecodeTargets Opens { get; init; }

    public byte Spatial { get; init; }
    public byte Temporal { get; init; }

    /// <summary>Whether the frame of its spatial layer ends here.</summary>
    public bool EndsFrame { get; init; }

    /// <summary>Where its picture is numbered.</summary>
    public PictureNumbers Numbers { get; init; }
}
