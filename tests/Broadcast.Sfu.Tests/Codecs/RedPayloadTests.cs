using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Codecs;

public sealed class RedPayloadTests
{
    private static readonly byte[] TwoRepeated = Hex.Parse("""
        EF 1E 00 02       # follows, payload type 111, 1,920 before, two bytes
        EF 0F 00 03       # follows, payload type 111, 960 before, three bytes
        6F                # the last: payload type 111
        A1 A2             # of the packet before the last
        B1 B2 B3          # of the last packet
        C1                # its own
        """);

    [Fact]
    public void Reads_its_own_block_and_those_that_repeat()
    {
        Assert.True(RedPayload.TryParse(TwoRepeated, out var red));
        Assert.Equal((2, 111), (red.Redundant, red.PrimaryType));
        Assert.Equal([0xC1], red.Primary.ToArray());
        Assert.Equal([0xB1, 0xB2, 0xB3], red.Repeated(0, out var type, out var offset).ToArray());
        Assert.Equal((111, 960u), (type, offset));
        Assert.Equal([0xA1, 0xA2], red.Repeated(1, out _, out offset).ToArray());
        Assert.Equal(1_920u, offset);
    }

    [Theory]
    [InlineData("6F", true, "nothing but a header")]
    [InlineData("6F C1", true, "without anything repeated")]
    [InlineData("", false, "empty")]
    [InlineData("EF 0F 00", false, "a header cut short")]
    [InlineData("EF 0F 00 03", false, "no last header")]
    [InlineData("EF 0F 00 03 6F B1 B2", false, "a block cut short")]
    [InlineData("EF 0F 03 FF 6F B1 B2", false, "a block longer than the packet")]
    public void Checks_every_length(string hex, bool expected, string reason) =>
        Assert.True(expected == RedPayload.TryParse(Hex.Parse(hex), out _), reason);

    [Fact]
    public void Writes_what_it_reads()
    {
        var payload = new byte[64];
        var length = RedPayload.Write(payload, 100, [1, 2, 3], 960, [4, 5]);

        Assert.True(RedPayload.TryParse(payload.AsSpan(0, length), out var red));
        Assert.Equal([4, 5], red.Primary.ToArray());
        Assert.Equal([1, 2, 3], red.Repeated(0, out var type, out var offset).ToArray());
        Assert.Equal((100, 960u), (type, offset));
    }

    [Theory]
    [InlineData(3, 0u, "at the same time")]
    [InlineData(3, 16_384u, "too long before")]
    [InlineData(1_024, 960u, "too long")]
    [InlineData(0, 960u, "nothing")]
    public void What_the_format_has_no_room_for_is_not_repeated(int bytes, uint offset, string reason)
    {
        var payload = new byte[2_048];
        Assert.True(RedPayload.Write(payload, 100, new byte[bytes], offset, [4, 5]) == 3, reason);
    }

    [Fact]
    public void Survives_truncation_and_mutation() => Hostile.Feed(TwoRepeated, payload =>
    {
        if (!RedPayload.TryParse(payload, out var red))
            return;
        for (var back = 0; back < red.Redundant; back++)
            red.Repeated(back, out _, out _);
    });
}
