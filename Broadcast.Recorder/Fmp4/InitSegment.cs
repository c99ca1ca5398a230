using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Recorder.Fmp4;

/// <summary>The initialization segment of one track: <c>ftyp</c> and a <c>moov</c> without samples (ISO/IEC 14496-12 §8.2, 23000-19 §7.3).</summary>
internal static class InitSegment
{
    /// <summary>Ticks a second of every video track.</summary>
    public const uint VideoTimescale = 90_000;

    /// <summary>Ticks a second of every audio track: Opus counts samples at this rate.</summary>
    public const uint AudioTimescale = 48_000;

    private const int TrackId = 1;

    /// <param name="decoderConfiguration">An <c>avcC</c>'s content (ISO/IEC 14496-15 §5.3.3.1).</param>
    /// <param name="size">Before it is turned.</param>
    /// <param name="orientation">How a player is to turn it.</param>
    /// <param name="isWider">Whether it is to be shown one pixel wider than it is.</param>
    public static byte[] H264(ReadOnlySpan<byte> decoderConfiguration, PictureSize size, VideoOrientation orientation = default, bool isWider = false)
    {
        var box = new BoxBuffer();
        var trak = BeginMovie(box, VideoTimescale, "vide", size, orientation);
        var entry = box.Begin("avc1");
        WriteVisualEntry(box, size);
        var configuration = box.Begin("avcC");
        box.Bytes(decoderConfiguration);
        box.End(configuration);
        if (isWider)
            WritePixelAspect(box, size.Width + 1, size.Width);
        box.End(entry);
        return EndMovie(box, trak);
    }

    /// <summary>Opus (Encapsulation of Opus in ISO BMFF §4.3).</summary>
    public static byte[] Opus(int channels)
    {
        var box = new BoxBuffer();
        var trak = BeginMovie(box, AudioTimescale, "soun", default, default);
        var entry = box.Begin("Opus");
        box.Zeros(6);
        box.U16(1);
        box.Zeros(8);
        box.U16(channels);
        box.U16(16);
        box.Zeros(4);
        box.U32(AudioTimescale << 16);
        var specific = box.Begin("dOps");
        box.U8(0);
        box.U8((byte)channels);
        box.U16(0);
        box.U32(AudioTimescale);
        box.U16(0);
        box.U8(0);
        box.End(specific);
        box.End(entry);
        return EndMovie(box, trak);
    }

    /// <summary>As <c>CODECS</c> names it (RFC 6381 §3.3).</summary>
    public static string H264CodecName(ReadOnlySpan<byte> decoderConfiguration) =>
        $"avc1.{Convert.ToHexStringLower(decoderConfiguration[1..4])}";

    private readonly record struct OpenBoxes(int Movie, int Track, int Media, int MediaInformation, int SampleTable, int Descriptions);

    private static OpenBoxes BeginMovie(BoxBuffer box, uint timescale, string handler, PictureSize size, VideoOrientation orientation)
    {
        var type = box.Begin("ftyp");
        box.Bytes("iso5"u8);
        box.U32(1);
        box.Bytes("iso5iso6mp41"u8);
        box.End(type);
        var movie = box.Begin("moov");
        WriteMovieHeader(box, timescale);
        var track = box.Begin("trak");
        WriteTrackHeader(box, size, orientation, isAudio: handler == "soun");
        var media = box.Begin("mdia");
        WriteMediaHeader(box, timescale, handler);
        var information = box.Begin("minf");
        WriteMediaInformation(box, handler);
        var table = box.Begin("stbl");
        var descriptions = box.BeginFull("stsd", 0, 0);
        box.U32(1);
        return new OpenBoxes(movie, track, media, information, table, descriptions);
    }

    private static byte[] EndMovie(BoxBuffer box, OpenBoxes open)
    {
        box.End(open.Descriptions);
        foreach (var empty in (string[])["stts", "stsc", "stco"])
        {
            var table = box.BeginFull(empty, 0, 0);
            box.U32(0);
            box.End(table);
        }
        var sizes = box.BeginFull("stsz", 0, 0);
        box.Zeros(8);
        box.End(sizes);
        box.End(open.SampleTable);
        box.End(open.MediaInformation);
        box.End(open.Media);
        box.End(open.Track);
        var extends = box.Begin("mvex");
        var defaults = box.BeginFull("trex", 0, 0);
        box.U32(TrackId);
        box.U32(1);
        box.Zeros(12);
        box.End(defaults);
        box.End(extends);
        box.End(open.Movie);
        return box.Written.ToArray();
    }

    private static void WriteMovieHeader(BoxBuffer box, uint timescale)
    {
        var header = box.BeginFull("mvhd", 0, 0);
        box.Zeros(8);
        box.U32(timescale);
        box.U32(0);
        box.U32(0x0001_0000);
        box.U16(0x0100);
        box.Zeros(10);
        WriteMatrix(box, default, default);
        box.Zeros(24);
        box.U32(TrackId + 1);
        box.End(header);
    }

    private static void WriteTrackHeader(BoxBuffer box, PictureSize size, VideoOrientation orientation, bool isAudio)
    {
        const uint enabledInMovieInPreview = 7;
        var header = box.BeginFull("tkhd", 0, enabledInMovieInPreview);
        box.Zeros(8);
        box.U32(TrackId);
        box.Zeros(8);
        box.Zeros(12);
        box.U16(isAudio ? 0x0100 : 0);
        box.U16(0);
        WriteMatrix(box, size, orientation);
        box.U32((uint)size.Width << 16);
        box.U32((uint)size.Height << 16);
        box.End(header);
    }

    private static void WriteMediaHeader(BoxBuffer box, uint timescale, string handler)
    {
        const int undetermined = 0x55C4;
        var header = box.BeginFull("mdhd", 0, 0);
        box.Zeros(8);
        box.U32(timescale);
        box.U32(0);
        box.U16(undetermined);
        box.U16(0);
        box.End(header);
        var declared = box.BeginFull("hdlr", 0, 0);
        box.U32(0);
        box.Bytes(handler == "vide" ? "vide"u8 : "soun"u8);
        box.Zeros(12);
        box.U8(0);
        box.End(declared);
    }

    private static void WriteMediaInformation(BoxBuffer box, string handler)
    {
        var isVideo = handler == "vide";
        var header = box.BeginFull(isVideo ? "vmhd" : "smhd", 0, isVideo ? 1u : 0);
        box.Zeros(isVideo ? 8 : 4);
        box.End(header);
        var data = box.Begin("dinf");
        var references = box.BeginFull("dref", 0, 0);
        box.U32(1);
        var here = box.BeginFull("url ", 0, 1);
        box.End(here);
        box.End(references);
        box.End(data);
    }

    private static void WriteVisualEntry(BoxBuffer box, PictureSize size)
    {
        box.Zeros(6);
        box.U16(1);
        box.Zeros(16);
        box.U16(size.Width);
        box.U16(size.Height);
        box.U32(0x0048_0000);
        box.U32(0x0048_0000);
        box.U32(0);
        box.U16(1);
        box.Zeros(32);
        box.U16(24);
        box.U16(0xFFFF);
    }

    private static void WritePixelAspect(BoxBuffer box, int width, int height)
    {
        var aspect = box.Begin("pasp");
        box.U32((uint)width);
        box.U32((uint)height);
        box.End(aspect);
    }

    /// <summary>
    /// Where a point of the picture is shown: x' = a x + c y + left, y' = b x + d y + top (ISO/IEC 14496-12 §6.2.2). Turned clockwise, then
    /// mirrored.
    /// </summary>
    private static void WriteMatrix(BoxBuffer box, PictureSize size, VideoOrientation orientation)
    {
        const uint onePlane = 0x4000_0000;
        var (a, b, c, d, left, top) = orientation.QuarterTurns switch
        {
            1 => (0, 1, -1, 0, size.Height, 0),
            2 => (-1, 0, 0, -1, size.Width, size.Height),
            3 => (0, -1, 1, 0, 0, size.Width),
            _ => (1, 0, 0, 1, 0, 0),
        };
        if (orientation.IsMirrored)
            (a, c, left) = (-a, -c, (orientation.SwapsSides ? size.Height : size.Width) - left);
        foreach (var value in (uint[])[Fixed(a), Fixed(b), 0, Fixed(c), Fixed(d), 0, Fixed(left), Fixed(top), onePlane])
            box.U32(value);
    }

    /// <summary>As 16.16.</summary>
    private static uint Fixed(int value) => (uint)(value << 16);
}
