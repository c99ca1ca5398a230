using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Rtcp;

public sealed class NackTests
{
    private static readonly byte[] Vector = Hex.Parse("""
        81 CD 00 04       # RTPFB, FMT 1
        00 00 00 01       # sender
        00 00 00 02       # media
        FF FE 80 05       # 65534, and with it 65535, 1, 14
        00 64 00 00       # 100
        """);

    private static readonly ushort[] Numbers = [65534, 65535, 1, 14, 100];

    [Fact]
    public void Reads_the_numbers_across_the_wrap()
    {
        Assert.True(RtcpPacket.TryParse(Vector, out var packet));
        Assert.True(Nack.TryParse(packet, out var nack));
        Assert.Equal((1u, 2u), (nack.SenderSsrc, nack.MediaSsrc));
        Assert.Equal(Numbers, Read(nack));
    }

    [Fact]
    public void Writes_byte_for_byte()
    {
        var written = new byte[Vector.Length];
        Assert.Equal(Vector.Length, Nack.Write(written, 1, 2, Numbers));
        Assert.Equal(Vector, written);
    }

    [Fact]
    public void Any_ascending_numbers_come_back()
    {
        var random = new Random(4);
        var buffer = new byte[2048];
        for (var round = 0; round < 200; round++)
        {
            var next = (ushort)random.Next(65_536);
            var numbers = Enumerable.Range(0, random.Next(1, 100)).Select(_ => next += (ushort)random.Next(1, 20)).ToArray();
            var length = Nack.Write(buffer, 1, 2, numbers);
            Assert.True(RtcpPacket.TryParse(buffer.AsSpan(0, length), out var packet));
            Assert.True(Nack.TryParse(packet, out var nack));
            Assert.Equal(numbers, Read(nack));
        }
    }

    [Fact]
    public void Survives_truncation_and_mutation() => Hostile.Feed(Vector, datagram =>
    {
        if (RtcpPacket.TryParse(datagram, out var packet) && Nack.TryParse(packet, out var nack))
            Read(nack);
    });

    private static List<ushort> Read(Nack nack)
    {
        var numbers = new List<ushort>();
        foreach (var number in nack)
            numbers.Add(number);
        return numbers;
    }
}
