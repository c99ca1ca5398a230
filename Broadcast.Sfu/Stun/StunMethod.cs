namespace Broadcast.Sfu.Stun;

/// <summary>The twelve method bits of a STUN message type; other values than these may be read off the wire.</summary>
public enum StunMethod : ushort
{
    Binding = 0x001,
}
