using System.Diagnostics.CodeAnalysis;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Responses;

namespace Broadcast.Sfu.Control.Ortc;

/// <summary>What a router can receive: the codecs it was asked for, with payload types assigned and RTX beside every video codec.</summary>
public static class RouterRtpCapabilities
{
    /// <param name="mediaCodecs">Codecs in order of preference; null for <see cref="SupportedRtpCapabilities.DefaultMediaCodecs"/>.</param>
    public static bool TryCreate(
        IReadOnlyList<RtpCodecCapability>? mediaCodecs,
        [NotNullWhen(true)] out RtpCapabilities? capabilities,
        [NotNullWhen(false)] out ControlError? error) => throw new NotImplementedException();
}
