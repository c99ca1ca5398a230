using System.Buffers.Binary;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>What a packet of a <see cref="SimulatedCamera"/> says of itself: in its VP8 descriptor, and, where nobody rewrites it, behind.</summary>
public readonly record struct CameraPacket(int Layer, int Frame, int Index, bool IsKeyFrame, int PictureId, byte Tl0PicIdx, int Temporal)
{
    private const int DescriptorLength = 6;

    public void Write(Span<byte> payload)
    {
        payload[0] = (byte)(0x80 | (Index == 0 ? 0x10 : 0));
        payload[1] = 0xE0;
        BinaryPrimitives.WriteUInt16BigEndian(payload[2..], (ushort)(0x8000 | PictureId));
        payload[4] = Tl0PicIdx;
        payload[5] = (byte)(Temporal << 6 | (Temporal > 0 ? 0x20 : 0));
        payload[DescriptorLength] = (byte)(IsKeyFrame ? 0 : 1);
        payload[DescriptorLength + 1] = (byte)Layer;
        payload[DescriptorLength + 2] = (byte)Index;
        BinaryPrimitives.WriteInt32BigEndian(payload[(DescriptorLength + 3)..], Frame);
    }

    public static CameraPacket Read(ReadOnlySpan<byte> payload) => new(
        payload[DescriptorLength + 1],
        BinaryPrimitives.ReadInt32BigEndian(payload[(DescriptorLength + 3)..]),
        payload[DescriptorLength + 2],
        payload[DescriptorLength] == 0,
        BinaryPrimitives.ReadUInt16BigEndian(payload[2..]) & 0x7FFF,
        payload[4],
        payload[5] >> 6);
}
