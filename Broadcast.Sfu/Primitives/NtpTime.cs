namespace Broadcast.Sfu.Primitives;

/// <summary>64-bit NTP timestamp: seconds since 1900 in the upper, fraction in the lower 32 bits (RFC 3550 §4).</summary>
public readonly record struct NtpTime(ulong Value)
{
    /// <summary>The middle 32 bits, as carried in LSR and DLSR of report blocks.</summary>
    public uint Compact => (uint)(Value >> 16);

    public static NtpTime FromMicroseconds(long microseconds)
    {
        var seconds = (ulong)(microseconds / 1_000_000);
        var fraction = (ulong)(microseconds % 1_000_000) * 4_294_967_296UL / 1_000_000UL;
        return new NtpTime(seconds << 32 | fraction);
    }

    public long ToMicroseconds() =>
        (long)(Value >> 32) * 1_000_000 + (long)((Value & 0xFFFF_FFFF) * 1_000_000UL >> 32);
}
