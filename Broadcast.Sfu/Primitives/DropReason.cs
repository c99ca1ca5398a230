namespace Broadcast.Sfu.Primitives;

/// <summary>Why a datagram or packet went no further. Counted per worker, never logged above Trace.</summary>
public enum DropReason
{
    UnknownProtocol,
    UnknownTuple,
    Truncated,
    StunMalformed,
    StunUnknownUsername,
    StunBadIntegrity,
    StunBadFingerprint,
    StunUnsupported,
    DtlsNotExpected,
    DtlsMalformed,
    DtlsRateLimited,
    SrtpNotReady,
    SrtpAuthenticationFailed,
    SrtpReplayed,
    RtpMalformed,
    RtpUnknownSsrc,
    RtpUnknownPayloadType,
    RtpDuplicate,
    RtpTooOld,
    RtpPaused,
    RtcpMalformed,
    RtcpUnknownSsrc,
    SendRefused,
    SocketOverflow,
    PipeOverflow,
    RateLimited,
}
