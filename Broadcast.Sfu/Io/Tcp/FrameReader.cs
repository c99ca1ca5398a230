using System.Buffers.Binary;

namespace Broadcast.Sfu.Io.Tcp;

/// <summary>Cuts a stream of bytes into frames (RFC 4571 §2): two bytes of length, then a packet.</summary>
internal sealed class FrameReader
{
    /// <summary>As long as any datagram may be.</summary>
    public const int MaxFrameLength = DatagramReceiver.MaxDatagramLength;

    public const int PrefixLength = sizeof(ushort);

    private readonly byte[] buffer = new byte[4 * (PrefixLength + MaxFrameLength)];
    private int start;
    private int end;

    /// <summary>A frame was too long; nothing behind it can be found.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Where the next bytes go; never empty once <see cref="TryTake"/> has returned false.</summary>
    public Span<byte> Room => buffer.AsSpan(end);

    /// <summary>Bytes were written to <see cref="Room"/>.</summary>
    public void Add(int bytes) => end += bytes;

    /// <param name="frame">A packet; valid until the next <see cref="Add"/>.</param>
    /// <returns>False if no whole frame is there.</returns>
    public bool TryTake(out Span<byte> frame)
    {
        while (!IsMalformed && end - start >= PrefixLength)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(buffer.AsSpan(start));
            IsMalformed = length > MaxFrameLength;
            if (IsMalformed || end - start < PrefixLength + length)
                break;
            frame = buffer.AsSpan(start + PrefixLength, length);
            start += PrefixLength + length;
            // An empty frame keeps a connection open and says nothing.
            if (length != 0)
                return true;
        }
        frame = default;
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        return false;
    }
}
