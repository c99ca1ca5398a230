using Broadcast.Recorder.Sound;

namespace Broadcast.Recorder.Tests.Sound;

public sealed class LimiterTests
{
    private const int FrameFloats = SoundPacket.Samples * OpusDecoder.Channels;

    private readonly Limiter limiter = new();

    [Fact]
    public void What_is_not_too_loud_is_not_touched()
    {
        var frame = Tone.Wave(440, 0.02, 0.9f);
        var before = frame.ToArray();
        limiter.Apply(frame);
        Assert.Equal(before, frame);
    }

    [Fact]
    public void What_is_too_loud_is_turned_down_and_afterwards_slowly_up_again()
    {
        var loud = Tone.Wave(440, 0.2, 2f);
        for (var at = 0; at < loud.Length; at += FrameFloats)
            limiter.Apply(loud.AsSpan(at, FrameFloats));
        Assert.InRange(loud.Max(Math.Abs), 0.9, 1);
        Assert.InRange(Tone.Loudness(loud, 440, 0.04, 0.2), 0.93, 0.98);

        var quiet = Tone.Wave(440, 1, 0.5f);
        for (var at = 0; at < quiet.Length; at += FrameFloats)
            limiter.Apply(quiet.AsSpan(at, FrameFloats));
        Assert.InRange(Tone.Loudness(quiet, 440, 0, 0.05), 0.23, 0.29);
        Assert.InRange(Tone.Loudness(quiet, 440, 0.8, 1), 0.49, 0.51);
    }
}
