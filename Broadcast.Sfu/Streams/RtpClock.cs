using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Streams;

/// <summary>
/// A publisher's own word on which wallclock time a timestamp stands for, from its last sender report (RFC 3550 §6.4.1), and when
/// that word came. All streams of one publisher share the wallclock, which is what makes lip sync possible.
/// </summary>
public readonly record struct RtpClock(NtpTime NtpTime, uint RtpTimestamp, Instant ReceivedAt, int ClockRate)
{
    /// <summary>The publisher's wallclock and timestamp, carried on to <paramref name="now"/>.</summary>
    public (NtpTime NtpTime, uint RtpTimestamp) At(Instant now)
    {
        var elapsedUs = now.Since(ReceivedAt);
        return (NtpTime.FromMicroseconds(NtpTime.ToMicroseconds() + elapsedUs), RtpTimestamp + (uint)(elapsedUs * ClockRate / 1_000_000));
    }

    /// <summary>What turns timestamps of this clock into those of another of the same publisher and rate that stand for the same time.</summary>
    public uint OffsetTo(in RtpClock other) =>
        other.RtpTimestamp - RtpTimestamp + (uint)((NtpTime.ToMicroseconds() - other.NtpTime.ToMicroseconds()) * ClockRate / 1_000_000);
}
