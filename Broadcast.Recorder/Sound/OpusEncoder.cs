using System.Runtime.InteropServices;

namespace Broadcast.Recorder.Sound;

/// <summary>The mix's encoder: interleaved stereo at 48 kHz to Opus packets of 20 ms.</summary>
internal sealed class OpusEncoder : SafeHandle
{
    private const int Bitrate = 96_000;

    /// <summary>Of 10: a compromise between what is heard and what it costs.</summary>
    private const int Complexity = 5;

    private const int MaxBytes = 1_500;

    private readonly byte[] buffer = new byte[MaxBytes];

    public OpusEncoder() : base(0, ownsHandle: true)
    {
        SetHandle(LibOpus.EncoderCreate(OpusDecoder.SampleRate, OpusDecoder.Channels, LibOpus.ApplicationAudio, out var error));
        Check(error);
        Check(LibOpus.EncoderSet(this, LibOpus.SetBitrate, Bitrate));
        Check(LibOpus.EncoderSet(this, LibOpus.SetComplexity, Complexity));
        Check(LibOpus.EncoderGet(this, LibOpus.GetLookahead, out var lookahead));
        Lookahead = lookahead;
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Samples by which what is decoded lags behind what was encoded.</summary>
    public int Lookahead { get; }

    /// <param name="frame">20 ms.</param>
    public byte[] Encode(ReadOnlySpan<float> frame)
    {
        var length = LibOpus.EncodeFloat(this, frame, frame.Length / OpusDecoder.Channels, buffer, buffer.Length);
        Check(Math.Min(length, LibOpus.Ok));
        return buffer[..length];
    }

    protected override bool ReleaseHandle()
    {
        LibOpus.EncoderDestroy(handle);
        return true;
    }

    // It is given nothing but our own sound: a refusal is a mistake of ours.
    private static void Check(int error)
    {
        if (error != LibOpus.Ok)
            throw new InvalidOperationException($"libopus does not encode: error {error}.");
    }
}
