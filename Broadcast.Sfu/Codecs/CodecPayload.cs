namespace Broadcast.Sfu.Codecs;

/// <summary>One front door to what the payload formats have in common. Asked once per packet, never per viewer.</summary>
public static class CodecPayload
{
    /// <param name="mimeType"><c>video/VP8</c> and the like, in any case.</param>
    /// <returns><see cref="Codec.Unknown"/> for what is not forwarded, RTX included.</returns>
    public static Codec FromMimeType(string mimeType) => mimeType.ToUpperInvariant() switch
    {
        "AUDIO/OPUS" => Codec.Opus,
        "AUDIO/RED" => Codec.Red,
        "VIDEO/VP8" => Codec.Vp8,
        "VIDEO/VP9" => Codec.Vp9,
        "VIDEO/H264" => Codec.H264,
        "VIDEO/AV1" => Codec.Av1,
        _ => Codec.Unknown,
    };

    /// <summary>Whether the packet begins a picture from which decoding can start. Always false for audio.</summary>
    public static bool IsKeyFrame(Codec codec, ReadOnlySpan<byte> payload) => codec switch
    {
        Codec.Vp8 => Vp8Payload.TryParse(payload, out var vp8) && vp8.IsKeyFrame,
        Codec.Vp9 => Vp9Payload.TryParse(payload, out var vp9) && vp9.IsKeyFrame,
        Codec.H264 => H264Payload.IsKeyFrame(payload),
        Codec.Av1 => Av1Payload.TryParse(payload, out var av1) && av1.IsKeyFrame,
        _ => false,
    };

    /// <summary>The picture's size, where the packet begins a key frame that tells it cheaply.</summary>
    public static bool TryGetPictureSize(Codec codec, ReadOnlySpan<byte> payload, out PictureSize size)
    {
        size = default;
        return codec switch
        {
            Codec.Vp8 => Vp8Payload.TryParse(payload, out var vp8) && vp8.TryGetPictureSize(out size),
            Codec.Vp9 => Vp9Payload.TryParse(payload, out var vp9) && vp9.TryGetPictureSize(out size),
            Codec.H264 => H264Payload.TryGetPictureSize(payload, out size),
            _ => false,
        };
    }
}
