using Broadcast.Recorder.Tracks;
using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Rtp;
using Broadcast.TestMedia;

namespace Broadcast.Recorder.Tests.Tracks;

/// <summary>Frames are named by letters: a key frame is K, another one P, and what is left out is a dot.</summary>
public sealed class FrameAssemblerTests
{
    private const byte PayloadType = 96;

    private static readonly byte[] Sets = Packetiser.StapA([Samples.Sequence, Samples.Picture]);

    /// <summary>For each codec a key frame and another frame of two packets each.</summary>
    private static readonly Dictionary<Codec, (byte[][] Key, byte[][] Other)> Streams = new()
    {
        // A first partition of 3 bytes (RFC 6386 §9.1).
        [Codec.Vp8] = ([[0x10, 0x70, 0, 0, 0x9D, 0x01, 0x2A, 0x40, 0x01, 0xB4, 0x00], [0x00, 1, 2, 3]], [[0x10, 0x71, 0, 0], [0x00, 1, 2, 3]]),
        [Codec.Vp9] = ([[0x88, 0x01, 0x82, 0x49, 0x83, 0x42, 0x00, 0x13, 0xF0, 0x0B, 0x30, 0x00], [0x84, 0x01, 1, 2]],
            [[0xC8, 0x02, 0x86, 0x00, 0x40], [0xC4, 0x02, 1, 2]]),
        // The sequence header with the key frame's first half.
        [Codec.Av1] = ([[0x68, (byte)Samples.Av1Sequence.Length, .. Samples.Av1Sequence, 0x30, 1], [0x90, 2, 3]], [[0x50, 0x30, 1], [0x90, 2, 3]]),
        [Codec.H264] = ([Sets, Samples.Idr(0), Samples.Idr(20)], [Samples.Slice(0), Samples.Slice(20)]),
    };

    public static TheoryData<Codec> Codecs => [.. Streams.Keys];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Nothing_is_left_out_of_a_whole_stream(Codec codec) => Assert.Equal("KPPKPP", Played(codec, "KPPKPP"));

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Whatever_packet_of_a_key_frame_is_missing_the_picture_stands_until_the_next(Codec codec)
    {
        for (var packet = 0; packet < Streams[codec].Key.Length; packet++)
            Assert.Equal("KP..KP", Played(codec, "KPKPKP", (Frame: 2, packet)));
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_stream_that_begins_in_the_middle_of_a_key_frame_begins_with_the_next(Codec codec) =>
        Assert.Equal("..KP", Played(codec, "KPKP", (Frame: 0, Packet: 0)));

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Whatever_packet_of_another_frame_is_missing_the_picture_stands_until_the_next_key_frame(Codec codec)
    {
        for (var packet = 0; packet < Streams[codec].Other.Length; packet++)
            Assert.Equal("KP..KP", Played(codec, "KPPPKP", (Frame: 2, packet)));
    }

    [Fact]
    public void A_key_frame_without_its_first_slices_is_left_out_even_if_no_number_is_missing()
    {
        var play = new Play(Codec.H264);
        play.Frame([Sets, Samples.Idr(0)]);
        play.Frame([Sets, Samples.Idr(20)]);
        play.Frame([Samples.Slice(0)]);
        play.Frame([Sets, Samples.Idr(0)]);
        Assert.Equal("K..K", play.Text);
        Assert.Equal(1, play.Assembler.PacketsInvalid);
    }

    [Fact]
    public void What_is_missing_before_a_key_frame_without_sets_may_have_been_its_sets()
    {
        var play = new Play(Codec.H264);
        play.Frame([Sets, Samples.Idr(0)]);
        play.Lose(1);
        play.Frame([Samples.Idr(0)]);
        play.Frame([Samples.Slice(0)]);
        // An encoder that sends them once only: nothing is missing before this one.
        play.Frame([Samples.Idr(0)]);
        play.Frame([Samples.Slice(0)]);
        Assert.Equal("K..KP", play.Text);
    }

    [Fact]
    public void Sets_under_a_time_of_their_own_are_no_frame()
    {
        var play = new Play(Codec.H264);
        play.Frame([Samples.Picture]);
        play.Frame([Samples.Sequence]);
        play.Frame([Samples.Idr(0)]);
        Assert.Equal("K", play.Text);
        Assert.Equal((1, 0), (play.Assembler.FramesWritten, play.Assembler.FramesDropped));
    }

    [Fact]
    public void How_a_picture_is_to_be_turned_holds_until_something_else_is_said()
    {
        var play = new Play(Codec.H264);
        play.Frame([Sets, Samples.Idr(0)]);
        play.Frame([Samples.Slice(0)], orientation: 1);
        play.Frame([Samples.Slice(0)]);
        play.Frame([Samples.Slice(0)], orientation: 8 | 4 | 2);
        Assert.Equal([default, new(1, false), new(1, false), new VideoOrientation(2, true)], play.Orientations);
    }

    private static string Played(Codec codec, string frames, params (int Frame, int Packet)[] lost)
    {
        var play = new Play(codec);
        for (var number = 0; number < frames.Length; number++)
        {
            var (key, other) = Streams[codec];
            play.Frame(frames[number] == 'K' ? key : other, packet => lost.Contains((number, packet)));
        }
        play.Assembler.Break();
        return play.Text;
    }

    /// <summary>An assembler and what came out of it.</summary>
    private sealed class Play
    {
        private const byte OrientationId = 4;

        private uint timestamp;
        private bool isLost;
        private long written;

        public Play(Codec codec) => Assembler = new FrameAssembler(Depacketiser.For(codec, 0)!, OrientationId, (_, isKey, _) => Take(isKey));

        public FrameAssembler Assembler { get; }
        public List<VideoOrientation> Orientations { get; } = [];
        public string Text { get; private set; } = "";

        public void Lose(int packets) => isLost |= packets > 0;

        public void Frame(byte[][] payloads, Func<int, bool>? loses = null, byte? orientation = null)
        {
            timestamp += 3_000;
            for (var i = 0; i < payloads.Length; i++)
            {
                if (loses?.Invoke(i) ?? false)
                {
                    isLost = true;
                    continue;
                }
                var isLast = i == payloads.Length - 1;
                byte[] extensions = isLast && orientation is { } told ? [0xBE, 0xDE, 0, 1, OrientationId << 4, told, 0, 0] : [];
                Assert.True(RtpPacket.TryParse(Packetiser.Rtp(PayloadType, isLast, 1, timestamp, 1, payloads[i], extensions), out var packet));
                Assembler.OnPacket(packet, timestamp, isLost);
                isLost = false;
                NoteDropped();
            }
        }

        private void Take(bool isKey)
        {
            NoteDropped();
            written++;
            Text += isKey ? 'K' : 'P';
            Orientations.Add(Assembler.Orientation);
        }

        private void NoteDropped()
        {
            while (Text.Length - written < Assembler.FramesDropped)
                Text += '.';
        }
    }
}
