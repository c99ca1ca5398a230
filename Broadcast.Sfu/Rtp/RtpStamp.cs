namespace Broadcast.Sfu.Rtp;

/// <summary>What differs from receiver to receiver in a forwarded packet; the rest comes from the <see cref="RtpTemplate"/>.</summary>
/// <param name="Mid">Written where the layout has a MID; default leaves padding there.</param>
/// <param name="TransportSequence">Written where the layout has transport-cc; null elsewhere, for the receiver would miss a number that it cannot see.</param>
/// <param name="Picture">Written where the template knows of picture numbers.</param>
/// <param name="Marker">Sets the marker bit; one that is set stays.</param>
/// <param name="OriginalSequenceNumber">The number under which the receiver missed the packet; used by RTX templates only (RFC 4588 §4).</param>
public readonly record struct RtpStamp(
    byte PayloadType,
    ushort SequenceNumber,
    uint Timestamp,
    uint Ssrc,
    MidValue Mid = default,
    ushort? TransportSequence = null,
    ushort OriginalSequenceNumber = 0,
    PictureStamp Picture = default,
    bool Marker = false);
