using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Streams;

/// <summary>What a <see cref="PacketRing"/> knows of a packet besides its bytes.</summary>
/// <param name="Sequence">Extended sequence number of the producer's stream.</param>
/// <param name="Timestamp">As the producer sent it.</param>
/// <param name="IsKeyFrame">Whether it begins a key frame.</param>
/// <param name="Layers">Which layers it is of.</param>
public readonly record struct StoredPacketInfo(long Sequence, uint Timestamp, Instant ArrivedAt, ushort Length, bool Marker, bool IsKeyFrame, PacketLayers Layers = default);
