namespace Broadcast.Sfu.Stun;

/// <summary>The two class bits of a STUN message type (RFC 8489 §5).</summary>
public enum StunClass : byte
{
    Request,
    Indication,
    SuccessResponse,
    ErrorResponse,
}
