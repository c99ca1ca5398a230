using Broadcast.Sfu.Rtp;

namespace Broadcast.Sfu.Tests.Rtp;

public sealed class ExtensionMapTests
{
    [Fact]
    public void Maps_each_id_on_its_own_and_compares_by_value()
    {
        var map = default(ExtensionMap).With(1, 4).With(14, 1).With(4, 14);
        Assert.Equal([4, 14, 1, 0], new[] { map[1], map[4], map[14], map[2] });
        Assert.Equal(map, default(ExtensionMap).With(4, 14).With(1, 9).With(14, 1).With(1, 4));
    }

    [Fact]
    public void Leaves_out_ids_that_the_one_byte_form_cannot_carry()
    {
        Assert.Equal(default, default(ExtensionMap).With(15, 1).With(1, 15).With(0, 3));
        Assert.Equal(0, new ExtensionMap(ulong.MaxValue)[200]);
    }
}
