using Broadcast.Recorder.Tests.Simulation;
using Broadcast.Recorder.Tracks;
using Broadcast.Sfu.Codecs;

namespace Broadcast.Recorder.Tests.Tracks;

public sealed class DepacketiserTests
{
    private readonly FrameBuffer frame = new();

    [Fact]
    public void Vp9_layers_of_one_picture_become_a_superframe()
    {
        // 8 = first of frame, 4 = last; the second layer's descriptor has layer indices.
        byte[] key = [0x82, 0x49, 0x83, 0x42, 0x00, 0x13, 0xF0, 0x0B, 0x30, 0x00];
        byte[] upper = [0x86, 0x00, 0xAA];
        var vp9 = Depacketiser.For(Codec.Vp9, 0)!;
        vp9.BeginFrame(isBehindLoss: false);

        Assert.True(vp9.TryAppend([0x8C, 0x01, .. key], frame));
        Assert.True(vp9.TryAppend([0xBC, 0x01, 0x02, .. upper], frame));
        Assert.True(vp9.TryEndFrame(frame));

        Assert.True(vp9.IsKeyFrame);
        Assert.Equal(new PictureSize(320, 180), vp9.Size);
        byte[] index = [0xD9, (byte)key.Length, 0, 0, 0, (byte)upper.Length, 0, 0, 0, 0xD9];
        Assert.Equal([.. key, .. upper, .. index], frame.Written.ToArray());
    }

    [Fact]
    public void Av1_units_get_their_size_back_and_lose_the_delimiter()
    {
        byte[] delimiter = [0x10];
        byte[] metadata = [0x28, 0x01, 0x02];
        var av1 = Depacketiser.For(Codec.Av1, 0)!;
        av1.BeginFrame(isBehindLoss: false);

        // W = 0: each element with its length; the last one goes on in the next packet.
        Assert.True(av1.TryAppend([0x40, 1, .. delimiter, 3, .. metadata, 2, 0x30, 0x05], frame));
        Assert.False(av1.TryEndFrame(frame));
        Assert.True(av1.TryAppend([0x90, 0x06], frame));
        Assert.True(av1.TryEndFrame(frame));

        Assert.Equal([0x2A, 2, 0x01, 0x02, 0x32, 2, 0x05, 0x06], frame.Written.ToArray());
    }

    [Theory]
    [InlineData(Codec.Av1, "the rest of an OBU that never began", new byte[] { 0x90, 0x06 })]
    [InlineData(Codec.Av1, "an element longer than the packet", new byte[] { 0x00, 9, 0x30 })]
    [InlineData(Codec.Vp9, "the middle of a frame that never began", new byte[] { 0x80, 0x01, 0x86 })]
    [InlineData(Codec.Vp9, "no frame header", new byte[] { 0x8C, 0x01, 0x00, 0x00 })]
    [InlineData(Codec.Vp8, "nothing behind the descriptor", new byte[] { 0x90, 0x80, 0x01 })]
    [InlineData(Codec.H264, "an aggregated unit longer than the packet", new byte[] { 24, 0x00, 0x09, 0x65 })]
    [InlineData(Codec.H264, "the end of a fragment that never began", new byte[] { 28, 0x45, 0x01 })]
    [InlineData(Codec.Opus, "two frames of equal length in an odd number of bytes", new byte[] { 0x79, 1, 2, 3 })]
    [InlineData(Codec.Opus, "a first frame longer than the packet", new byte[] { 0x7A, 200, 2, 3 })]
    [InlineData(Codec.Opus, "no frames", new byte[] { 0x7B, 0x00 })]
    [InlineData(Codec.Opus, "padding longer than the packet", new byte[] { 0x7B, 0x41, 20, 3 })]
    public void Refuses(Codec codec, string what, byte[] payload)
    {
        var depacketiser = Depacketiser.For(codec, 2)!;
        depacketiser.BeginFrame(isBehindLoss: false);
        Assert.False(depacketiser.TryAppend(payload, frame), what);
    }

    [Fact]
    public void A_vp8_frame_shorter_than_its_first_partition_is_not_whole()
    {
        var vp8 = Depacketiser.For(Codec.Vp8, 0)!;
        vp8.BeginFrame(isBehindLoss: false);
        Assert.True(vp8.TryAppend([0x10, 0x11, 0x04, 0x00, 1, 2, 3], frame));
        Assert.False(vp8.TryEndFrame(frame));
    }

    [Theory]
    [InlineData(Codec.Opus)]
    [InlineData(Codec.Vp8)]
    [InlineData(Codec.Vp9)]
    [InlineData(Codec.H264)]
    [InlineData(Codec.Av1)]
    public void Survives_noise(Codec codec)
    {
        var random = new Random(20_261_122);
        var depacketiser = Depacketiser.For(codec, 2)!;
        for (var round = 0; round < 20_000; round++)
        {
            if (round % 5 == 0)
            {
                depacketiser.TryEndFrame(frame);
                frame.Clear();
                depacketiser.BeginFrame(isBehindLoss: false);
            }
            var noise = new byte[random.Next(1, 40)];
            random.NextBytes(noise);
            if (round % 7 == 0)
                depacketiser.OnLoss();
            depacketiser.TryAppend(noise, frame);
            depacketiser.Describe();
        }
    }
}
