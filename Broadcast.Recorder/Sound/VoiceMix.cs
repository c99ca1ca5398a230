using Broadcast.Recorder.Tracks;

namespace Broadcast.Recorder.Sound;

/// <summary>
/// All voices of a running recording as one, from its beginning and without a gap: decoded, added up, limited and encoded again, in
/// packets that lie exactly where they are heard. Where nobody speaks it is silence, which costs nothing.
/// </summary>
internal sealed class VoiceMix : IDisposable
{
    /// <summary>-100 dB.</summary>
    private const float Inaudible = 1e-5f;

    /// <summary>20 ms of stereo silence (RFC 6716 §3.1: CELT, full band, one frame), as the encoder makes them.</summary>
    private static readonly byte[] Silence = [0xFC, 0xFF, 0xFE];

    /// <summary>The first of a silence still gives out the end of the sound before it; only the second is silence to the encoder.</summary>
    private const int FramesOfSilence = 2;

    private readonly Dictionary<TrackKey, Voice> voices = [];
    private readonly OpusEncoder encoder = new();
    private readonly Limiter limiter = new();
    private readonly float[] frame = new float[SoundPacket.Samples * OpusDecoder.Channels];
    private readonly Action<SoundPacket> output;
    private readonly MixBuffer mix;
    private long time;
    private int silentFrames = FramesOfSilence;

    /// <param name="output">Takes the packets in order.</param>
    public VoiceMix(Action<SoundPacket> output)
    {
        this.output = output;
        // The encoder gives its sound out late. It is fed by so much early, and every packet is on time.
        mix = new MixBuffer(encoder.Lookahead);
        encoder.Encode(frame);
    }

    public void OnPacket(TrackKey track, double timeNs, ReadOnlySpan<byte> packet)
    {
        if (!voices.TryGetValue(track, out var voice))
            voices[track] = voice = new Voice(mix);
        voice.OnPacket(ToSamples(timeNs), packet);
    }

    /// <summary>The track ended.</summary>
    public void Release(TrackKey track)
    {
        if (voices.Remove(track, out var ended))
            ended.Dispose();
    }

    /// <summary>Hands out every packet that ends by then: no sound of an earlier time comes any more.</summary>
    public void AdvanceTo(double timeNs) => HandOut(ToSamples(timeNs) - encoder.Lookahead);

    /// <summary>Hands out the rest: no sound comes any more.</summary>
    public void Finish(double endNs) => HandOut(ToSamples(endNs));

    public void Dispose()
    {
        foreach (var voice in voices.Values)
            voice.Dispose();
        encoder.Dispose();
    }

    private void HandOut(long until)
    {
        for (; time + SoundPacket.Samples <= until; time += SoundPacket.Samples)
        {
            mix.Take(frame);
            output(new SoundPacket(time, Encode()));
        }
    }

    // The encoder must have heard a silence before the sound after it, or it swallows its beginning. Of the rest it would make the same
    // three bytes.
    private byte[] Encode()
    {
        var isSilent = !frame.AsSpan().ContainsAnyExceptInRange(-Inaudible, Inaudible);
        if (isSilent && silentFrames == FramesOfSilence)
            return Silence;
        silentFrames = isSilent ? silentFrames + 1 : 0;
        limiter.Apply(frame);
        return encoder.Encode(frame);
    }

    private static long ToSamples(double ns) => (long)Math.Round(ns * OpusDecoder.SampleRate / 1e9);
}
