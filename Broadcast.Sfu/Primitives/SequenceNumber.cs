namespace Broadcast.Sfu.Primitives;

/// <summary>Arithmetic on wrapping counters (RFC 1982). Never compare sequence numbers or timestamps with <c>&lt;</c>.</summary>
public static class SequenceNumber
{
    /// <summary>Whether <paramref name="a"/> follows <paramref name="b"/>, at a distance of less than half the space.</summary>
    public static bool IsNewer(ushort a, ushort b) => a != b && (ushort)(a - b) < 0x8000;

    /// <inheritdoc cref="IsNewer(ushort, ushort)"/>
    public static bool IsNewer(uint a, uint b) => a != b && a - b < 0x8000_0000;

    /// <summary>Signed distance from <paramref name="from"/> to <paramref name="to"/>.</summary>
    public static int Distance(ushort from, ushort to) => (short)(to - from);

    /// <inheritdoc cref="Distance(ushort, ushort)"/>
    public static int Distance(uint from, uint to) => (int)(to - from);

    /// <summary>The extended value of <paramref name="value"/> that is nearest to <paramref name="reference"/>.</summary>
    public static long Extend(ushort value, long reference) => reference + (short)(value - (ushort)reference);

    /// <inheritdoc cref="Extend(ushort, long)"/>
    public static long Extend(uint value, long reference) => reference + (int)(value - (uint)reference);
}
