using System.Buffers.Binary;
using Broadcast.Sfu.Codecs;

namespace Broadcast.Recorder.Live.Hls;

/// <summary>
/// Follows the parameter sets of an H.264 track whose frames carry them once they have changed: takes them out of a key frame and
/// makes the <c>avcC</c> that it needs.
/// </summary>
public static class H264Configuration
{
    private const int SequenceParameterSet = 7;
    private const int PictureParameterSet = 8;

    /// <param name="frame">NAL units with four-byte lengths.</param>
    /// <param name="known">The configuration that holds unless the frame brings another.</param>
    /// <returns>The frame without parameter sets, and what it needs.</returns>
    public static (byte[] Frame, byte[] Configuration, PictureSize Size) Separate(ReadOnlySpan<byte> frame, byte[] known, PictureSize size)
    {
        var kept = new byte[frame.Length];
        var length = 0;
        byte[] sequence = [], picture = [];
        while (frame.Length > 4 && BinaryPrimitives.ReadInt32BigEndian(frame) is var unitLength && unitLength > 0 && unitLength <= frame.Length - 4)
        {
            var unit = frame.Slice(4, unitLength);
            if ((unit[0] & 0x1F) == SequenceParameterSet)
                sequence = unit.ToArray();
            else if ((unit[0] & 0x1F) == PictureParameterSet)
                picture = unit.ToArray();
            else
            {
                frame[..(4 + unitLength)].CopyTo(kept.AsSpan(length));
                length += 4 + unitLength;
            }
            frame = frame[(4 + unitLength)..];
        }
        if (sequence.Length < 4 || picture.Length == 0)
            return (kept[..length], known, size);
        return (kept[..length], Write(sequence, picture), H264Payload.TryGetPictureSize(sequence, out var told) ? told : size);
    }

    /// <summary>An <c>avcC</c> with one set of each (ISO/IEC 14496-15 §5.3.3.1).</summary>
    private static byte[] Write(byte[] sequence, byte[] picture) =>
    [
        1, sequence[1], sequence[2], sequence[3], 0xFF,
        0xE1, (byte)(sequence.Length >> 8), (byte)sequence.Length, .. sequence,
        1, (byte)(picture.Length >> 8), (byte)picture.Length, .. picture,
    ];
}
