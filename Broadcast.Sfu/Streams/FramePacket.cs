using Broadcast.Sfu.Codecs;

namespace Broadcast.Sfu.Streams;

/// <summary>What deciding about a packet takes, apart from its bytes.</summary>
/// <param name="Sequence">Extended sequence number in the producer's stream.</param>
/// <param name="Timestamp">As the publisher sent it.</param>
/// <param name="PayloadLength">Bytes without headers and padding.</param>
/// <param name="PayloadType">The router's.</param>
/// <param name="IsKeyFrame">Whether a decoder can begin here; true for all audio.</param>
/// <param name="BeginsPicture">Whether no packet of its timestamp came before.</param>
/// <param name="Layers">Of its frame.</param>
internal readonly record struct FramePacket(
    long Sequence, uint Timestamp, ushort PayloadLength, byte PayloadType, bool IsKeyFrame, bool BeginsPicture, PacketLayers Layers)
{
    /// <summary>A field, so that nobody copies it who only looks: it is looked at once per viewer.</summary>
    public readonly PacketLayers Layers = Layers;

    /// <summary>Whether the packet tells of layers or picture numbers at all; otherwise everybody gets it as it is.</summary>
    public readonly bool IsLayered = Layers != PacketLayers.Unknown;
}
