namespace Broadcast.Bench.Traffic;

/// <summary>
/// The stream that every server is measured with: VP8, 30 frames/s of 5 or 6 packets, 165 packets/s and 1.5 Mbit/s. As browsers
/// packetize, the packets of a frame differ by one byte at most. Two smaller ones may be sent beside it.
/// </summary>
/// <param name="layer">0 for 150 kbit/s, 1 for 500, 2 for the whole.</param>
internal sealed class TestStream(int layer = TestStream.Layers - 1)
{
    public const int Layers = 3;

    public const byte PayloadType = 96;
    public const int ClockRate = 90_000;
    public const uint Ssrc = 0x1234_5678;
    public const int FramesPerSecond = 30;
    public const int MaxPacketLength = 1_200;

    /// <summary>Mean payload that makes 1.5 Mbit/s of 165 packets/s, less the RTP header.</summary>
    private const int MeanPayloadLength = 1_124;

    private const int HeaderLength = 12;

    private readonly byte[] packet = new byte[MaxPacketLength];
    private ushort sequenceNumber = 1;
    private int frame;

    /// <summary>Of a layer; that of the largest is <see cref="Ssrc"/>.</summary>
    public static uint SsrcOf(int layer) => Ssrc + (uint)(Layers - 1 - layer);

    /// <summary>Makes the next frame a key frame.</summary>
    public bool KeyFrameWanted { get; set; } = true;

    public long PacketsSent { get; private set; }

    /// <summary>Hands out the packets of one frame, one by one.</summary>
    public void NextFrame(Action<ReadOnlyMemory<byte>> send)
    {
        var isKeyFrame = KeyFrameWanted;
        KeyFrameWanted = false;
        var packets = layer switch { 0 => 1, 1 => 2, _ => 5 + frame % 2 };
        var frameLength = layer switch { 0 => 612, 1 => 2_070, _ => packets * MeanPayloadLength } - frame * 7 % 40;
        for (var i = 0; i < packets; i++)
        {
            var payloadLength = frameLength / packets + (i < frameLength % packets ? 1 : 0);
            TestPayload.Write(
                packet.AsSpan(0, HeaderLength + payloadLength), PayloadType, marker: i == packets - 1, sequenceNumber,
                (uint)(frame * (ClockRate / FramesPerSecond)), SsrcOf(layer), isKeyFrame, isFirst: i == 0);
            send(packet.AsMemory(0, HeaderLength + payloadLength));
            sequenceNumber++;
            PacketsSent++;
        }
        frame++;
    }
}
