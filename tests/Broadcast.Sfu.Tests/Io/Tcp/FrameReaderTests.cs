using Broadcast.Sfu.Io.Tcp;

namespace Broadcast.Sfu.Tests.Io.Tcp;

public sealed class FrameReaderTests
{
    private readonly FrameReader reader = new();
    private readonly List<byte[]> packets = [];

    public static TheoryData<int> Pieces => [1, 2, 3, 4, 5, 6, 7, 100];

    [Theory]
    [MemberData(nameof(Pieces))]
    public void Finds_packets_wherever_the_stream_is_cut(int piece)
    {
        byte[] stream = [0, 2, 10, 11, 0, 1, 12, 0, 3, 13, 14, 15];

        foreach (var part in stream.Chunk(piece))
            Read(part);

        Assert.Equal([[10, 11], [12], [13, 14, 15]], packets);
    }

    [Fact]
    public void Finds_packets_of_a_stream_cut_in_two_at_every_byte()
    {
        byte[] stream = [0, 2, 10, 11, 0, 0, 0, 1, 12, 0, 3, 13, 14, 15];
        for (var cut = 0; cut <= stream.Length; cut++)
        {
            packets.Clear();

            Read(stream.AsSpan(0, cut));
            Read(stream.AsSpan(cut));

            Assert.Equal([[10, 11], [12], [13, 14, 15]], packets);
        }
    }

    [Fact]
    public void Passes_over_frames_without_a_packet()
    {
        Read([0, 0, 0, 0, 0, 1, 9, 0, 0]);

        Assert.Equal([[9]], packets);
        Assert.False(reader.IsMalformed);
    }

    [Fact]
    public void Takes_the_longest_datagram_and_nothing_longer()
    {
        Read([FrameReader.MaxFrameLength >> 8, FrameReader.MaxFrameLength & 0xFF, .. new byte[FrameReader.MaxFrameLength]]);
        Assert.Equal(FrameReader.MaxFrameLength, Assert.Single(packets).Length);

        Read([(FrameReader.MaxFrameLength + 1) >> 8, (FrameReader.MaxFrameLength + 1) & 0xFF, 1, 2, 3]);
        Assert.True(reader.IsMalformed);
        Assert.Single(packets);
    }

    [Fact]
    public void Reads_for_ever_without_running_out_of_room()
    {
        for (var i = 0; i < 10_000; i++)
            Read([0, 5, 1, 2, 3, 4, 5]);

        Assert.Equal(10_000, packets.Count);
    }

    private void Read(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(reader.Room);
        reader.Add(bytes.Length);
        while (reader.TryTake(out var packet))
            packets.Add(packet.ToArray());
    }
}
