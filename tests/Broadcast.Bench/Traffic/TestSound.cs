namespace Broadcast.Bench.Traffic;

/// <summary>Sound beside the <see cref="TestStream"/>: Opus of 32 kbit/s in packets of 20 ms, 50 a second.</summary>
internal sealed class TestSound
{
    public const byte PayloadType = 111;
    public const int ClockRate = 48_000;
    public const uint Ssrc = 0x2345_6789;
    public const int PacketsPerSecond = 50;
    private const int PacketLength = 12 + 80;

    private readonly byte[] packet = new byte[PacketLength];
    private ushort sequenceNumber = 1;

    public long PacketsSent { get; private set; }

    public ReadOnlySpan<byte> Next()
    {
        TestPayload.Write(
            packet, PayloadType, marker: false, sequenceNumber++, (uint)(PacketsSent++ * (ClockRate / PacketsPerSecond)), Ssrc, isKeyFrame: false, isFirst: false);
        return packet;
    }
}
