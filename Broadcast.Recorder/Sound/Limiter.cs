namespace Broadcast.Recorder.Sound;

/// <summary>Turns the mix down where voices together are louder than full scale, at once, and slowly up again.</summary>
internal sealed class Limiter
{
    private const float Ceiling = 0.97f;

    /// <summary>Of the full range, each 20 ms: half a second from half to full.</summary>
    private const float Recovery = 0.02f;

    /// <summary>Over these samples it is turned down: short enough for a syllable, long enough not to click.</summary>
    private const int Attack = 120;

    private float gain = 1;

    /// <param name="frame">Interleaved stereo, changed in place.</param>
    public void Apply(Span<float> frame)
    {
        var peak = 0f;
        foreach (var sample in frame)
            peak = Math.Max(peak, Math.Abs(sample));
        var wanted = peak > Ceiling ? Ceiling / peak : 1;
        var before = gain;
        gain = Math.Min(wanted, before + Recovery);
        if (before >= 1 && gain >= 1)
            return;
        var steps = gain < before ? Attack : frame.Length / OpusDecoder.Channels;
        for (var i = 0; i < frame.Length; i++)
        {
            var progress = Math.Min(1f, (float)(i / OpusDecoder.Channels) / steps);
            frame[i] = Math.Clamp(frame[i] * (before + (gain - before) * progress), -1, 1);
        }
    }
}
