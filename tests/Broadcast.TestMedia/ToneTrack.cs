using System.Runtime.InteropServices;

namespace Broadcast.TestMedia;

/// <summary>How loud one pitch is in the sound of a media file, every 5 ms, whatever else sounds at the same time (Goertzel).</summary>
public sealed class ToneTrack
{
    private const int SampleRate = 48_000;
    private const int Hop = SampleRate / 200;
    private const int Window = SampleRate / 50;
    private const double HopSeconds = (double)Hop / SampleRate;
    private const double Silence = 0.5;

    private readonly double[] amplitudes;

    private ToneTrack(double[] amplitudes) => this.amplitudes = amplitudes;

    /// <returns>One track for each pitch, in the order asked for.</returns>
    public static async Task<IReadOnlyList<ToneTrack>> OfAsync(string path, params int[] pitches)
    {
        var (bytes, _) = await Tool.RunAsync("ffmpeg",
            ["-v", "error", "-nostdin", "-i", path, "-map", "0:a:0", "-af", "aresample=async=1:first_pts=0", "-ac", "1", "-ar", $"{SampleRate}", "-f", "s16le", "-"]);
        return [.. pitches.Select(pitch => new ToneTrack(Measure(MemoryMarshal.Cast<byte, short>(bytes), pitch)))];
    }

    /// <summary>Amplitude, 0 to 1, of the loudest moment of a span in seconds.</summary>
    public double Loudest(double from, double to)
    {
        var (first, last) = (Math.Max(0, (int)(from / HopSeconds)), Math.Min(amplitudes.Length, (int)(to / HopSeconds)));
        return first >= last ? 0 : amplitudes[first..last].Max();
    }

    /// <summary>Seconds within a span at which the pitch sets in after silence: where it is half as loud as the loudest of the second after.</summary>
    public IReadOnlyList<double> Onsets(double from, double to)
    {
        var onsets = new List<double>();
        var floor = Loudest(from, to) / 4;
        var lastLoud = double.NegativeInfinity;
        for (var i = Math.Max(1, (int)(from / HopSeconds)); i < Math.Min(amplitudes.Length, (int)(to / HopSeconds)); i++)
        {
            var at = i * HopSeconds;
            if (amplitudes[i] <= floor)
                continue;
            if (at - lastLoud > Silence)
                onsets.Add(Rise(i));
            lastLoud = at;
        }
        return onsets;
    }

    // A window that the tone fills by half has half its amplitude; a window is timed by its middle.
    private double Rise(int from)
    {
        var half = amplitudes[from..Math.Min(amplitudes.Length, from + 16)].Max() / 2;
        var i = from;
        while (i < amplitudes.Length - 1 && amplitudes[i] < half)
            i++;
        return i * HopSeconds;
    }

    private static double[] Measure(ReadOnlySpan<short> sound, int pitch)
    {
        var coefficient = 2 * Math.Cos(2 * Math.PI * pitch / SampleRate);
        var amplitudes = new double[Math.Max(0, (sound.Length - Window) / Hop + Window / Hop / 2)];
        for (var i = Window / Hop / 2; i < amplitudes.Length; i++)
            amplitudes[i] = Amplitude(sound.Slice(i * Hop - Window / 2, Window), coefficient);
        return amplitudes;
    }

    private static double Amplitude(ReadOnlySpan<short> window, double coefficient)
    {
        double previous = 0, before = 0;
        foreach (var sample in window)
            (previous, before) = (sample / 32768.0 + coefficient * previous - before, previous);
        var power = previous * previous + before * before - coefficient * previous * before;
        return 2 * Math.Sqrt(Math.Max(0, power)) / window.Length;
    }
}
