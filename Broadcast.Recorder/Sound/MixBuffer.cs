namespace Broadcast.Recorder.Sound;

/// <summary>The sum of all voices from a moment on: some seconds of interleaved stereo, as a ring.</summary>
/// <param name="start">The first moment that is kept, in samples.</param>
internal sealed class MixBuffer(long start)
{
    private const int Capacity = 1 << 18;
    private const int Channels = OpusDecoder.Channels;

    private readonly float[] ring = new float[Capacity * Channels];

    /// <summary>What is taken next. Everything before it is decided.</summary>
    public long Start { get; private set; } = start;

    /// <summary>How far ahead a voice can be.</summary>
    public long End => Start + Capacity;

    /// <summary>Adds a voice. What is too late to be heard, or farther ahead than the ring reaches, is left out.</summary>
    /// <param name="at">Of its first sample.</param>
    public void Add(long at, ReadOnlySpan<float> pcm)
    {
        var first = Math.Max(at, Start);
        var end = Math.Min(at + pcm.Length / Channels, End);
        for (var sample = first; sample < end; sample++)
        {
            var (to, from) = (Slot(sample), (int)(sample - at) * Channels);
            ring[to] += pcm[from];
            ring[to + 1] += pcm[from + 1];
        }
    }

    /// <summary>Takes what comes next and leaves silence in its place.</summary>
    public void Take(Span<float> frame)
    {
        for (var i = 0; i < frame.Length; i += Channels)
        {
            var slot = Slot(Start++);
            (frame[i], frame[i + 1]) = (ring[slot], ring[slot + 1]);
            ring[slot] = ring[slot + 1] = 0;
        }
    }

    private static int Slot(long sample) => (int)(sample & (Capacity - 1)) * Channels;
}
