using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Sfu.Routing.Producers;

/// <summary>A publisher's payload types, as tables: which codec each carries, and which repairs which.</summary>
internal sealed class PayloadTypes
{
    private const int Count = 128;

    private readonly Codec[] codecs = new Codec[Count];
    private readonly byte[] repaired = new byte[Count];
    private readonly RtpCodecParameters media;

    public PayloadTypes(RtpParameters parameters)
    {
        media = parameters.Codecs.First(codec => CodecPayload.FromMimeType(codec.MimeType) != Codec.Red);
        foreach (var codec in parameters.Codecs)
        {
            codecs[codec.PayloadType & 0x7F] = CodecPayload.FromMimeType(codec.MimeType);
            if (codec.Parameters.TryGetValue("apt", out var apt) && apt.Number is >= 0 and < Count)
                repaired[codec.PayloadType & 0x7F] = (byte)apt.Number;
        }
    }

    public int MediaClockRate => media.ClockRate;

    public bool Negotiated(string feedback, string? parameter) =>
        media.RtcpFeedback.Any(offered => offered.Type == feedback && (offered.Parameter ?? "") == (parameter ?? ""));

    /// <returns>False unless the payload type is one of retransmissions.</returns>
    public bool TryGetMedia(byte rtx, out byte media)
    {
        media = repaired[rtx & 0x7F];
        return media != 0;
    }

    public Codec CodecOf(byte payloadType) => codecs[payloadType & 0x7F];

    /// <summary>Whether a decoder can begin with this packet: any packet of audio, the first of a key frame of video.</summary>
    public bool IsKeyFrame(in RtpPacket packet) => codecs[packet.PayloadType] switch
    {
        Codec.Opus => true,
        var codec => CodecPayload.IsKeyFrame(codec, packet.Payload),
    };
}
