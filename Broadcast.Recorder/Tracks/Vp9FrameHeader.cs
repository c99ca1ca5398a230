using Broadcast.Sfu.Codecs;

namespace Broadcast.Recorder.Tracks;

/// <summary>The start of a VP9 frame (VP9 bitstream specification §6.2).</summary>
/// <param name="Size">Of a key frame; other frames have that of the one they refer to.</param>
internal readonly record struct Vp9FrameHeader(bool IsKeyFrame, PictureSize Size)
{
    private const uint FrameMarker = 2;
    private const uint SyncCode = 0x498342;
    private const uint Srgb = 7;

    /// <returns>False if these are no frame's first bytes.</returns>
    public static bool TryParse(ReadOnlySpan<byte> frame, out Vp9FrameHeader header)
    {
        header = default;
        var bits = new BitReader(frame);
        if (bits.Read(2) != FrameMarker)
            return false;
        var profile = bits.Read(1) | bits.Read(1) << 1;
        if (profile == 3)
            bits.Skip(1);
        var showsExisting = bits.ReadFlag();
        if (showsExisting || bits.ReadFlag())
            return !bits.IsExhausted;
        bits.Skip(2);
        if (bits.Read(24) != SyncCode)
            return false;
        SkipColors(ref bits, profile);
        header = new Vp9FrameHeader(IsKeyFrame: true, new PictureSize((int)bits.Read(16) + 1, (int)bits.Read(16) + 1));
        return !bits.IsExhausted;
    }

    private static void SkipColors(ref BitReader bits, uint profile)
    {
        if (profile >= 2)
            bits.Skip(1);
        var isSrgb = bits.Read(3) == Srgb;
        var hasSubsampling = (profile & 1) != 0;
        if (isSrgb)
            bits.Skip(hasSubsampling ? 1 : 0);
        else
            bits.Skip(hasSubsampling ? 4 : 1);
    }
}
