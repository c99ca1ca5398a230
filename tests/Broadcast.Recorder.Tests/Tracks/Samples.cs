using Broadcast.TestMedia;

namespace Broadcast.Recorder.Tests.Tracks;

/// <summary>Pieces of streams, as short as they can be and still be read.</summary>
internal static class Samples
{
    /// <summary>1280x720, made by x264; id 0.</summary>
    public static readonly byte[] Sequence = Convert.FromHexString("6742C01FDA014016EC0440000003004000000F03C60CA8");

    /// <summary>1920x1080, made by x264; id 0.</summary>
    public static readonly byte[] LargeSequence = Convert.FromHexString("6742C028D900780227E5C044000003000400000300F03C60C920");

    /// <summary>Made by x264; id 0, refers to 0.</summary>
    public static readonly byte[] Picture = Convert.FromHexString("68CE0FC8");

    /// <summary>An AV1 sequence header made by libaom, as RTP carries it: without its size.</summary>
    public static readonly byte[] Av1Sequence = Convert.FromHexString("08000000043CFECCDAF90040");

    public static byte[] Idr(int firstMacroblock, int pictureSet = 0) => H264Units.SliceOf(H264Units.IdrSlice, firstMacroblock, pictureSet);

    public static byte[] Slice(int firstMacroblock, int pictureSet = 0) => H264Units.SliceOf(H264Units.Slice, firstMacroblock, pictureSet);

    public static byte[] SequenceWith(int id) => H264Units.WithIds(Sequence, id, 0);

    public static byte[] PictureWith(int id, int sequence) => H264Units.WithIds(Picture, sequence, id);
}
