using System.Runtime.InteropServices;

namespace Broadcast.Recorder.Sound;

/// <summary>One voice's decoder: Opus packets to interleaved stereo at 48 kHz. Whatever it is given, it answers with sound or with nothing.</summary>
internal sealed class OpusDecoder : SafeHandle
{
    public const int Channels = 2;
    public const int SampleRate = 48_000;

    /// <summary>A gap is filled in steps of 2.5 ms (RFC 6716 §2.1.4).</summary>
    public const int GapStep = 120;

    /// <summary>The longest packet, 120 ms.</summary>
    private const int MaxSamples = 5_760;

    private readonly float[] pcm = new float[MaxSamples * Channels];

    public OpusDecoder() : base(0, ownsHandle: true)
    {
        SetHandle(LibOpus.DecoderCreate(SampleRate, Channels, out var error));
        if (error != LibOpus.Ok)
            throw new InvalidOperationException($"libopus made no decoder: error {error}.");
    }

    public override bool IsInvalid => handle == 0;

    /// <returns>The sound, valid until the next call; empty if libopus refuses the packet.</returns>
    public ReadOnlySpan<float> Decode(ReadOnlySpan<byte> packet) => Decode(packet, MaxSamples, recovers: 0);

    /// <summary>Makes up for packets that never came, from what the next one repeats of them and from what was heard before.</summary>
    /// <param name="next">The packet after the gap, which is still to be decoded itself.</param>
    /// <param name="samples">Length of the gap, a multiple of <see cref="GapStep"/> and at most 120 ms.</param>
    public ReadOnlySpan<float> Recover(ReadOnlySpan<byte> next, int samples) => Decode(next, samples, recovers: 1);

    protected override bool ReleaseHandle()
    {
        LibOpus.DecoderDestroy(handle);
        return true;
    }

    private ReadOnlySpan<float> Decode(ReadOnlySpan<byte> packet, int samples, int recovers)
    {
        var decoded = packet.IsEmpty ? 0 : LibOpus.DecodeFloat(this, packet, packet.Length, pcm, samples, recovers);
        return pcm.AsSpan(0, Math.Max(0, decoded) * Channels);
    }
}
