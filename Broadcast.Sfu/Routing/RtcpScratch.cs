namespace Broadcast.Sfu.Routing;

/// <summary>Room in which one compound RTCP packet is put together before it is protected and sent.</summary>
internal sealed class RtcpScratch
{
    /// <summary>A compound stays below this, so that with SRTCP's trailer it fits an Ethernet frame.</summary>
    public const int MaxLength = 1_200;

    private readonly byte[] buffer = new byte[MaxLength];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, Length);

    /// <summary>What is left to write into.</summary>
    public Span<byte> Rest => buffer.AsSpan(Length);

    public void Advance(int bytes) => Length += bytes;

    public void Clear() => Length = 0;
}
