namespace Broadcast.Recorder.Sound;

/// <summary>Makes a packet's sound a few samples longer or shorter, as a sound card that is too fast or too slow needs: cubic interpolation, no seam.</summary>
internal sealed class Stretch
{
    private const int Channels = OpusDecoder.Channels;

    /// <summary>One sample in so many: 2,083 ppm, twice what is wrong with sound cards and far from being heard.</summary>
    private const int Steepest = 480;

    private float[] stretched = [];

    /// <summary>How many samples a packet can be made longer or shorter.</summary>
    public static int Most(int samples) => samples / Steepest;

    /// <param name="pcm">Interleaved stereo.</param>
    /// <param name="by">Samples; negative to make it shorter.</param>
    /// <returns>Valid until the next call.</returns>
    public ReadOnlySpan<float> Apply(ReadOnlySpan<float> pcm, int by)
    {
        var (from, to) = (pcm.Length / Channels, pcm.Length / Channels + by);
        if (by == 0 || from == 0)
            return pcm;
        if (stretched.Length < to * Channels)
            stretched = new float[to * Channels];
        for (var i = 0; i < to; i++)
        {
            var at = (double)i * from / to;
            var sample = (int)at;
            for (var channel = 0; channel < Channels; channel++)
                stretched[i * Channels + channel] = Between(pcm, sample, channel, (float)(at - sample));
        }
        return stretched.AsSpan(0, to * Channels);
    }

    /// <summary>The curve through four neighbours (Catmull-Rom); at both ends the last sample stands for what lies beyond.</summary>
    private static float Between(ReadOnlySpan<float> pcm, int sample, int channel, float part)
    {
        var (a, b) = (At(pcm, sample - 1, channel), At(pcm, sample, channel));
        var (c, d) = (At(pcm, sample + 1, channel), At(pcm, sample + 2, channel));
        return b + 0.5f * part * (c - a + part * (2 * a - 5 * b + 4 * c - d + part * (3 * (b - c) + d - a)));
    }

    private static float At(ReadOnlySpan<float> pcm, int sample, int channel) =>
        pcm[Math.Clamp(sample, 0, pcm.Length / Channels - 1) * Channels + channel];
}
