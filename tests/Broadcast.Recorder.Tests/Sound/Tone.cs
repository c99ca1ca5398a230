using Broadcast.Recorder.Sound;

namespace Broadcast.Recorder.Tests.Sound;

/// <summary>Pure tones: made, encoded, and found again in what was decoded.</summary>
internal static class Tone
{
    private const int Channels = OpusDecoder.Channels;
    private const int PacketSamples = SoundPacket.Samples;

    /// <summary>Interleaved stereo.</summary>
    public static float[] Wave(double hertz, double seconds, float loudness)
    {
        var wave = new float[(int)(seconds * OpusDecoder.SampleRate) * Channels];
        for (var i = 0; i < wave.Length; i++)
            wave[i] = loudness * (float)Math.Sin(2 * Math.PI * hertz * (i / Channels) / OpusDecoder.SampleRate);
        return wave;
    }

    /// <summary>Packets of 20 ms; the encoder's delay is taken out, but for its first moments.</summary>
    public static List<byte[]> Packets(double hertz, double seconds, float loudness = 0.3f)
    {
        using var encoder = new OpusEncoder();
        var wave = Wave(hertz, seconds + 0.02, loudness).AsSpan(encoder.Lookahead * Channels);
        var packets = new List<byte[]>();
        for (; packets.Count < (int)Math.Round(seconds * 50); wave = wave[(PacketSamples * Channels)..])
            packets.Add(encoder.Encode(wave[..(PacketSamples * Channels)]));
        return packets;
    }

    public static float[] Decode(IEnumerable<SoundPacket> packets) => Decode(packets.Select(packet => packet.Data.ToArray()));

    public static float[] Decode(IEnumerable<byte[]> packets)
    {
        using var decoder = new OpusDecoder();
        var sound = new List<float>();
        foreach (var packet in packets)
            sound.AddRange(decoder.Decode(packet));
        return [.. sound];
    }

    /// <summary>How loud a frequency is in a span of time, as the amplitude of its wave (Goertzel).</summary>
    public static double Loudness(float[] stereo, double hertz, double from, double to)
    {
        var (first, last) = ((int)(from * OpusDecoder.SampleRate), Math.Min((int)(to * OpusDecoder.SampleRate), stereo.Length / Channels));
        var coefficient = 2 * Math.Cos(2 * Math.PI * hertz / OpusDecoder.SampleRate);
        var (one, two) = (0d, 0d);
        for (var i = first; i < last; i++)
            (one, two) = (stereo[i * Channels] + coefficient * one - two, one);
        return 2 * Math.Sqrt(one * one + two * two - coefficient * one * two) / (last - first);
    }

    /// <summary>The second, after another, from which a tone is there for 10 ms.</summary>
    public static double LoudFrom(float[] stereo, double hertz, double after)
    {
        while (Loudness(stereo, hertz, after, after + 0.01) < 0.15)
            after += 0.001;
        return after;
    }

    /// <summary>The second at which something is first heard.</summary>
    public static double Onset(float[] stereo, float threshold = 0.05f) =>
        Array.FindIndex(stereo, sample => Math.Abs(sample) > threshold) / (double)Channels / OpusDecoder.SampleRate;
}
