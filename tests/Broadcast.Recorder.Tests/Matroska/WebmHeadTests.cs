using System.Buffers.Binary;
using Broadcast.Recorder.Matroska;
using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Recorder.Tests.Matroska;

public sealed class WebmHeadTests
{
    private static readonly MatroskaTrack Picture = new(Codec.Vp8, [], new PictureSize(640, 360), Channels: 0);
    private static readonly WebmHead.PlacedCluster[] Clusters = [new(0, 1_000, true), new(4_000, 500, false), new(8_000, 700, true)];

    [Fact]
    public void The_index_leads_to_the_clusters_that_begin_with_key_frames()
    {
        var head = WebmHead.Whole(Picture, MatroskaTrack.Opus(2), durationMs: 12_000, Clusters);
        var contentAt = ContentAt(head);
        Assert.Equal([(0, head.Length - contentAt), (8_000, head.Length - contentAt + 1_500)], Numbers(head, 0xB3).Zip(Numbers(head, 0xF1)));
    }

    [Fact]
    public void The_segment_is_as_long_as_the_rest_of_the_head_and_the_clusters()
    {
        var head = WebmHead.Whole(Picture, MatroskaTrack.Opus(2), durationMs: 12_000, Clusters);
        var contentAt = ContentAt(head);
        Assert.Equal(head.Length - contentAt + 2_200, (long)(BinaryPrimitives.ReadUInt64BigEndian(head.AsSpan(contentAt - 8)) & 0x00FF_FFFF_FFFF_FFFF));
    }

    [Fact]
    public void An_open_head_says_that_nothing_is_known_of_the_length()
    {
        var head = WebmHead.Open(Picture, MatroskaTrack.Opus(2));
        Assert.Equal(0x01FF_FFFF_FFFF_FFFFUL, BinaryPrimitives.ReadUInt64BigEndian(head.AsSpan(ContentAt(head) - 8)));
    }

    /// <summary>As Chromium turns it: counter-clockwise, after it was mirrored.</summary>
    [Theory]
    [InlineData(1, false, -90)]
    [InlineData(2, false, -180)]
    [InlineData(3, false, 90)]
    [InlineData(1, true, 90)]
    public void A_picture_that_is_to_be_turned_is_rolled(byte quarterTurns, bool isMirrored, double roll)
    {
        var head = WebmHead.Open(Picture with { Orientation = new VideoOrientation(quarterTurns, isMirrored) }, MatroskaTrack.Opus(2));
        Assert.Equal(roll, BinaryPrimitives.ReadDoubleBigEndian(head.AsSpan(head.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x76, 0x75, 0x88]) + 3)));
        Assert.Equal(isMirrored, head.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x76, 0x73, 0x88]) > 0);
    }

    [Fact]
    public void An_upright_picture_has_no_projection() =>
        Assert.Equal(-1, WebmHead.Open(Picture, MatroskaTrack.Opus(2)).AsSpan().IndexOf((ReadOnlySpan<byte>)[0x76, 0x70]));

    private static int ContentAt(byte[] head) => head.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x18, 0x53, 0x80, 0x67]) + 12;

    /// <summary>Every number in the index that has an id: each is written in eight bytes.</summary>
    private static List<long> Numbers(byte[] head, byte id)
    {
        var found = new List<long>();
        for (var at = head.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x1C, 0x53, 0xBB, 0x6B]); at + 10 <= head.Length; at++)
            if (head[at] == id && head[at + 1] == 0x88)
                found.Add(BinaryPrimitives.ReadInt64BigEndian(head.AsSpan(at + 2)));
        return found;
    }
}
