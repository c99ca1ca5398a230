namespace Broadcast.Recorder.Sound;

/// <summary>
/// One audio track on its way into the mix. Packets that follow one another are joined without a seam, and stretched to where their
/// times draw away from their length, as a sound card's do; where something is missing, a little is made up for and more is silence.
/// </summary>
internal sealed class Voice(MixBuffer mix) : IDisposable
{
    /// <summary>What times may waver, as they are told more exactly with every sender report, before the sound is moved: 10 ms.</summary>
    private const long Tolerance = 480;

    /// <summary>For every millisecond that a packet is off its time it is stretched by a sample.</summary>
    private const long OffByPerSample = 48;

    /// <summary>Longer gaps are silence: nobody wants to hear a guess for longer than this. 60 ms.</summary>
    private const long LongestGuess = 2_880;

    /// <summary>Sound that does not follow what was heard before is faded in, so that it does not click: 2.5 ms.</summary>
    private const int FadeIn = 120;

    private readonly OpusDecoder decoder = new();
    private readonly Stretch stretch = new();
    private readonly float[] faded = new float[FadeIn * OpusDecoder.Channels];
    private long next = long.MinValue / 2;

    /// <param name="time">Session time in samples.</param>
    /// <param name="packet">As it came: whatever it is, at worst it is not heard.</param>
    public void OnPacket(long time, ReadOnlySpan<byte> packet)
    {
        var duration = OpusDuration.Samples(packet);
        if (duration == 0 || time + duration <= next - Tolerance || time > mix.End)
            return;
        var gap = time - next;
        if (gap is > Tolerance and <= LongestGuess)
            Guess(packet, gap);
        var pcm = decoder.Decode(packet);
        if (Math.Abs(time - next) <= Tolerance)
        {
            var most = Stretch.Most(pcm.Length / OpusDecoder.Channels);
            var by = (int)Math.Clamp((time - next) / OffByPerSample, -most, most);
            mix.Add(next, stretch.Apply(pcm, by));
            next += by;
        }
        else
        {
            // What was already heard up to there stays; a step back would be heard twice.
            var heard = (int)Math.Clamp(next - time, 0, pcm.Length / OpusDecoder.Channels);
            AddFaded(time + heard, pcm[(heard * OpusDecoder.Channels)..]);
            next = time;
        }
        next += duration;
    }

    public void Dispose() => decoder.Dispose();

    private void Guess(ReadOnlySpan<byte> packet, long gap)
    {
        var length = (int)(gap / OpusDecoder.GapStep) * OpusDecoder.GapStep;
        var pcm = decoder.Recover(packet, length);
        mix.Add(next, pcm);
        next += pcm.Length / OpusDecoder.Channels;
    }

    private void AddFaded(long at, ReadOnlySpan<float> pcm)
    {
        var length = Math.Min(faded.Length, pcm.Length);
        for (var i = 0; i < length; i++)
            faded[i] = pcm[i] * (i / OpusDecoder.Channels) / FadeIn;
        mix.Add(at, faded.AsSpan(0, length));
        mix.Add(at + length / OpusDecoder.Channels, pcm[length..]);
    }
}
