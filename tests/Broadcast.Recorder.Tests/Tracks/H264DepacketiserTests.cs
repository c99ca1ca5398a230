using Broadcast.Recorder.Tracks;
using Broadcast.Sfu.Codecs;
using Broadcast.TestMedia;

namespace Broadcast.Recorder.Tests.Tracks;

public sealed class H264DepacketiserTests
{
    private readonly H264Depacketiser h264 = new();
    private readonly FrameBuffer frame = new();

    [Fact]
    public void The_configuration_has_what_the_key_frame_can_use_and_nothing_else()
    {
        Assert.True(TryFrame(
            Samples.PictureWith(9, sequence: 5), Samples.PictureWith(200, sequence: 5), Samples.SequenceWith(5), Samples.Sequence, Samples.PictureWith(1, sequence: 0), Samples.Idr(0, pictureSet: 200)));

        var sequence = Samples.SequenceWith(5);
        byte[] head = [1, sequence[1], sequence[2], sequence[3], 0xFF, 0xE1];
        Assert.Equal([.. head, .. Counted(sequence), 2, .. Counted(Samples.PictureWith(9, 5)), .. Counted(Samples.PictureWith(200, 5))], h264.Describe()!.CodecPrivate);
        Assert.Equal(new PictureSize(1280, 720), h264.Size);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sets_may_come_alone_or_in_fragments(bool inFragments)
    {
        var payloads = new[] { Samples.Picture, Samples.Sequence }.SelectMany(unit => inFragments ? Packetiser.FuA(unit, 2) : [unit]);
        Assert.True(TryFrame([.. payloads, Samples.Idr(0)]));
        Assert.Equal(Units(Samples.Idr(0)), frame.Written.ToArray());
    }

    [Fact]
    public void Another_sequence_under_the_same_id_makes_another_configuration()
    {
        Assert.True(TryFrame(Samples.Sequence, Samples.Picture, Samples.Idr(0)));
        var first = h264.Describe()!.CodecPrivate;
        Assert.True(TryFrame(Samples.LargeSequence));
        Assert.True(TryFrame(Samples.Slice(0)));
        Assert.Equal(first, h264.Describe()!.CodecPrivate);
        Assert.True(h264.IsUniform);

        Assert.True(TryFrame(Samples.Idr(0)));

        Assert.NotEqual(first, h264.Describe()!.CodecPrivate);
        Assert.Equal(new PictureSize(1920, 1080), h264.Size);
        Assert.False(h264.IsUniform);
        Assert.Equal(Units(Samples.LargeSequence, Samples.Picture, Samples.Idr(0)), h264.WithParameters(frame.Written).ToArray());
    }

    [Fact]
    public void A_picture_set_that_comes_between_key_frames_goes_before_the_slice_that_needs_it()
    {
        Assert.True(TryFrame(Samples.Sequence, Samples.Picture, Samples.Idr(0)));
        Assert.True(TryFrame(Samples.Picture, Samples.Slice(0)));
        Assert.Equal(Units(Samples.Slice(0)), frame.Written.ToArray());

        Assert.True(TryFrame(Samples.PictureWith(3, sequence: 0), Samples.PictureWith(4, sequence: 1), Samples.Slice(0, pictureSet: 3)));

        Assert.Equal(Units(Samples.PictureWith(3, sequence: 0), Samples.Slice(0, pictureSet: 3)), frame.Written.ToArray());
    }

    [Fact]
    public void What_no_player_needs_is_left_out()
    {
        byte[] delimiter = [0x09, 0x10], extension = [0x6D, 0x80, 0x80], filler = [0x0C, 0xFF, 0x80], subset = [0x6F, .. Samples.Sequence[1..]];
        Assert.True(TryFrame(delimiter, Samples.Sequence, extension, subset, Samples.Picture, Samples.Idr(0), filler));
        Assert.Equal(Units(Samples.Idr(0)), frame.Written.ToArray());
    }

    [Theory]
    [InlineData(new byte[] { 0x67, 0x42 }, "a sequence set cut short")]
    [InlineData(new byte[] { 0x67, 0x42, 0xC0, 0x1F, 0x01, 0x00, 0x00 }, "a sequence set with a huge id")]
    [InlineData(new byte[] { 0x68, 0x00, 0x40, 0x00, 0x01 }, "a picture set with a huge id")]
    [InlineData(new byte[] { 0x68 }, "an empty picture set")]
    public void A_broken_set_harms_no_other_and_is_counted(byte[] broken, string what)
    {
        Assert.True(TryFrame(Samples.Sequence, Samples.Picture, Packetiser.StapA([broken]), Samples.Idr(0)), what);
        Assert.Equal(1, h264.UnitsInvalid);
    }

    [Fact]
    public void A_broken_set_leaves_none_under_its_id()
    {
        Assert.True(TryFrame(Samples.Sequence, Samples.Picture, Samples.Idr(0)));
        Assert.False(TryFrame(Samples.Sequence[..7], Samples.Idr(0)));
        Assert.True(TryFrame(Samples.Sequence, Samples.Idr(0)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(255)]
    public void A_slice_by_a_set_that_never_came_cannot_be_decoded(int pictureSet)
    {
        Assert.True(TryFrame(Samples.Sequence, Samples.Picture, Samples.Idr(0)));
        Assert.False(TryFrame(Samples.Slice(0, pictureSet)));
    }

    private bool TryFrame(params byte[][] payloads)
    {
        frame.Clear();
        h264.BeginFrame(isBehindLoss: false);
        return payloads.All(payload => h264.TryAppend(payload, frame)) && (!h264.HasPicture || h264.TryEndFrame(frame));
    }

    private static byte[] Counted(byte[] unit) => [(byte)(unit.Length >> 8), (byte)unit.Length, .. unit];

    private static byte[] Units(params byte[][] units) => [.. units.SelectMany(unit => (byte[])[0, 0, .. Counted(unit)])];
}
