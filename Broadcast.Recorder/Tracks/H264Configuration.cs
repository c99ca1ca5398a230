using Broadcast.Sfu.Codecs;

namespace Broadcast.Recorder.Tracks;

/// <summary>
/// What a decoder must know before an H.264 key frame: the sequence parameter set that the frame activates and the picture parameter sets that
/// refer to it, which are all that can be used until the next key frame (ITU-T H.264 §7.4.1.2.1).
/// </summary>
/// <param name="Pictures">In the order of their ids.</param>
internal sealed record H264Configuration(H264SequenceParameterSet Sequence, byte[] SequenceUnit, IReadOnlyList<byte[]> Pictures)
{
    private const int LengthSize = 4;

    /// <summary>As many as the count of an <c>avcC</c> can name.</summary>
    private const int MaxPictures = byte.MaxValue;

    /// <summary>An <c>avcC</c>'s content (ISO/IEC 14496-15 §5.3.3.1).</summary>
    public byte[] ToAvcC()
    {
        var avcC = new FrameBuffer();
        avcC.Append([1, SequenceUnit[1], SequenceUnit[2], SequenceUnit[3], 0xFC | LengthSize - 1, 0xE0 | 1]);
        Append(avcC, SequenceUnit);
        avcC.AppendByte((byte)Math.Min(MaxPictures, Pictures.Count));
        foreach (var unit in Pictures.Take(MaxPictures))
            Append(avcC, unit);
        if (Sequence.TellsFormat)
            avcC.Append([(byte)(0xFC | Sequence.Chroma), (byte)(0xF8 | Sequence.LumaBits - 8), (byte)(0xF8 | Sequence.ChromaBits - 8), 0]);
        return avcC.Written.ToArray();
    }

    /// <summary>Writes the sets as units of a frame.</summary>
    public void WriteTo(FrameBuffer frame)
    {
        frame.AppendUnit(SequenceUnit);
        foreach (var unit in Pictures)
            frame.AppendUnit(unit);
    }

    private static void Append(FrameBuffer avcC, ReadOnlySpan<byte> unit) => avcC.Append([(byte)(unit.Length >> 8), (byte)unit.Length, .. unit]);
}
