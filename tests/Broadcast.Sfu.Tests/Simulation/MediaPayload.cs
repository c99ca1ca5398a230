using System.Buffers.Binary;

namespace Broadcast.Sfu.Tests.Simulation;

/// <summary>A VP8 payload that carries its own number, so that a viewer can tell whether it got what was sent.</summary>
public static class MediaPayload
{
    private const int NumberOffset = 2;
    private const int FillOffset = 6;

    public static void Write(Span<byte> payload, int number, bool isFirst, bool isKeyFrame)
    {
        payload[0] = (byte)(isFirst ? 0x10 : 0x00);
        payload[1] = (byte)(isKeyFrame ? 0x00 : 0x01);
        BinaryPrimitives.WriteInt32BigEndian(payload[NumberOffset..], number);
        for (var i = FillOffset; i < payload.Length; i++)
            payload[i] = (byte)(number + i);
    }

    /// <returns>The packet's number; fails the test if a byte is not as written.</returns>
    public static int Check(ReadOnlySpan<byte> payload)
    {
        var number = BinaryPrimitives.ReadInt32BigEndian(payload[NumberOffset..]);
        for (var i = FillOffset; i < payload.Length; i++)
            if (payload[i] != (byte)(number + i))
                Assert.Fail($"Byte {i} of packet {number} is wrong.");
        return number;
    }
}
