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
    StunRepeated,
    AddressUnproven,
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
    RtpRateLimited,
    /// <summary>Redundant audio whose lengths are not those of its blocks, or of a codec that was not announced.</summary>
    RedMalformed,
    RtcpMalformed,
    RtcpUnknownSsrc,
    FeedbackImplausible,
    SendRefused,
    RepairBudgetSpent,
    SocketOverflow,
    PipeOverflow,
    /// <summary>By the port for pipes, for a pipe that there is not.</summary>
    PipeUnknown,
    /// <summary>By the port for pipes, too short to be anything.</summary>
    PipeMalformed,
    RateLimited,
    /// <summary>Handling it threw: a fault of ours.</summary>
    Faulty,
}
