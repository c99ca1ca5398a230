namespace Broadcast.TestMedia;

/// <summary>
/// A frame number that survives lossy coding and scaling: 16 black and white blocks, most significant first, across the top of the
/// picture (<see cref="Width"/> of its 1280 pixels wide, <see cref="Height"/> of its 720 high).
/// </summary>
public static class FrameStrip
{
    public const int Bits = 16;
    public const int BlockWidth = 40;
    public const int Width = Bits * BlockWidth;
    public const int Height = 40;

    /// <summary>FFmpeg's filter from a picture to what <see cref="Read"/> takes, <see cref="Bits"/> bytes.</summary>
    public static readonly string Filter = $"crop=iw/2:ih*{Height}/720:0:0,scale={Bits}:1:flags=area,format=gray";

    private const byte Black = 16;
    private const byte White = 235;

    /// <summary>The strip as 8-bit grey rows, <see cref="Width"/> × <see cref="Height"/>.</summary>
    public static byte[] Draw(int frame)
    {
        var strip = new byte[Width * Height];
        for (var x = 0; x < Width; x++)
        {
            var bit = frame >> Bits - 1 - x / BlockWidth & 1;
            strip[x] = bit == 1 ? White : Black;
        }
        for (var y = 1; y < Height; y++)
            strip.AsSpan(0, Width).CopyTo(strip.AsSpan(y * Width));
        return strip;
    }

    /// <summary>The number in a strip scaled down to one grey pixel per block.</summary>
    /// <returns>Null when a block is neither clearly black nor clearly white.</returns>
    public static int? Read(ReadOnlySpan<byte> blocks)
    {
        var frame = 0;
        foreach (var grey in blocks[..Bits])
        {
            if (grey is > 96 and < 160)
                return null;
            frame = frame << 1 | (grey >= 160 ? 1 : 0);
        }
        return frame;
    }
}
