using System.Runtime.InteropServices;

namespace Broadcast.Recorder.Sound;

/// <summary>What is needed of libopus 1.3 or later. Its control calls take one more argument that depends on the request.</summary>
internal static partial class LibOpus
{
    public const int Ok = 0;
    public const int ApplicationAudio = 2049;
    public const int SetBitrate = 4002;
    public const int SetComplexity = 4010;
    public const int GetLookahead = 4027;

    private const string Library = "libopus.so.0";

    [LibraryImport(Library, EntryPoint = "opus_decoder_create")]
    public static partial nint DecoderCreate(int sampleRate, int channels, out int error);

    [LibraryImport(Library, EntryPoint = "opus_decoder_destroy")]
    public static partial void DecoderDestroy(nint decoder);

    /// <param name="samples">Room in <paramref name="pcm"/>, per channel; with <paramref name="recovers"/> exactly what is to be filled.</param>
    /// <param name="recovers">1 to make the sound before the packet from what the packet repeats of it, as far as it does.</param>
    /// <returns>Samples per channel, or a negative error.</returns>
    [LibraryImport(Library, EntryPoint = "opus_decode_float")]
    public static partial int DecodeFloat(OpusDecoder decoder, ReadOnlySpan<byte> packet, int length, Span<float> pcm, int samples, int recovers);

    [LibraryImport(Library, EntryPoint = "opus_encoder_create")]
    public static partial nint EncoderCreate(int sampleRate, int channels, int application, out int error);

    [LibraryImport(Library, EntryPoint = "opus_encoder_destroy")]
    public static partial void EncoderDestroy(nint encoder);

    /// <returns>Bytes of the packet, or a negative error.</returns>
    [LibraryImport(Library, EntryPoint = "opus_encode_float")]
    public static partial int EncodeFloat(OpusEncoder encoder, ReadOnlySpan<float> pcm, int samples, Span<byte> packet, int room);

    [LibraryImport(Library, EntryPoint = "opus_encoder_ctl")]
    public static partial int EncoderSet(OpusEncoder encoder, int request, int value);

    [LibraryImport(Library, EntryPoint = "opus_encoder_ctl")]
    public static partial int EncoderGet(OpusEncoder encoder, int request, out int value);
}
