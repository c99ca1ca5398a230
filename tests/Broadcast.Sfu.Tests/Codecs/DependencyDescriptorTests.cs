using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Codecs;

public sealed class DependencyDescriptorTests
{
    /// <summary>Captured from Chromium, AV1 L1T2.</summary>
    private static readonly byte[] L1T2 = Hex.Parse("""
        80 00 01          # begins a frame; template 0, frame 1
        80 01             # structure; template ids from 0; two decode targets
        1E A8 51          # layers (0,0) (0,0) (0,1); indications SS SS -D
        41 01 0C 04 FC 03 BC   # frame differences, a chain, 320 x 240
        """);

    /// <summary>Captured from Chromium, AV1 L2T2.</summary>
    private static readonly byte[] L2T2 = Hex.Parse("""
        C0 00 01 80 03 18 7A AA F1 30 A0 A0 14 D1 41 38
        23 04 60 08 64 22 22 26 50 09 F0 07 70 13 F0 0E F0
        """);

    private readonly DependencyDescriptor descriptor = new();

    [Fact]
    public void Reads_two_temporal_layers()
    {
        Assert.True(descriptor.TryRead(L1T2, out var key));
        Assert.Equal((DecodeTargets.All, DecodeTargets.All, 0, 0, false), (key.NeededBy, key.Starts, key.Spatial, key.Temporal, key.EndsFrame));

        Assert.True(descriptor.TryRead(Hex.Parse("42 00 02"), out var upper));
        Assert.Equal((DecodeTargets.FromTemporal(1), DecodeTargets.None, 1, true), (upper.NeededBy, upper.Starts, upper.Temporal, upper.EndsFrame));
        Assert.Equal(0, descriptor.TopSpatial);
    }

    [Fact]
    public void Reads_two_spatial_layers()
    {
        Assert.True(descriptor.TryRead(L2T2, out var key));
        Assert.Equal((DecodeTargets.All, 0, true), (key.NeededBy, key.Spatial, key.EndsFrame));
        Assert.Equal(1, descriptor.TopSpatial);

        // Template 3 is the first of the upper spatial layer.
        Assert.True(descriptor.TryRead(Hex.Parse("C3 00 02"), out var upper));
        Assert.Equal((1, 0), (upper.Spatial, upper.Temporal));
        Assert.Equal(DecodeTargets.FromSpatial(1), upper.NeededBy);
    }

    [Fact]
    public void Who_decodes_an_upper_layer_of_L3T3_KEY_needs_the_lower_ones_of_key_pictures_only()
    {
        Assert.True(descriptor.TryRead(DescriptorWriter.Structure(0, 1, DescriptorWriter.L3T3Key), out var key));
        Assert.Equal((DecodeTargets.All, DecodeTargets.All), (key.NeededBy, key.Starts));
        Assert.Equal(2, descriptor.TopSpatial);

        Assert.True(descriptor.TryRead(DescriptorWriter.Frame(1, 4), out var delta));
        Assert.Equal(DecodeTargets.OfSpatial(0), delta.NeededBy);
        Assert.True(descriptor.TryRead(DescriptorWriter.Frame(9, 5), out var top));
        Assert.Equal(DecodeTargets.FromSpatial(2) & DecodeTargets.FromTemporal(1), top.NeededBy);
    }

    [Fact]
    public void Who_wants_a_layer_that_is_not_produced_now_gets_the_highest_that_is()
    {
        descriptor.TryRead(DescriptorWriter.Structure(0, 1, DescriptorWriter.L3T3Key), out _);
        // Targets 3 to 5, the middle layer, and those below.
        Assert.True(descriptor.TryRead(DescriptorWriter.Active(5, 2, targets: 9, active: 0b000_111_111 << 0), out var middle));

        Assert.Equal(1, descriptor.TopSpatial);
        Assert.True(middle.NeededBy.Contains(DecodeTarget.Top));
    }

    [Theory]
    [InlineData("C0 00", "cut short")]
    [InlineData("C0 00 01", "no structure yet")]
    [InlineData("C0 00 01 80", "structure cut short")]
    public void Refuses(string hex, string reason)
    {
        Assert.False(descriptor.TryRead(Hex.Parse(hex), out var layers), reason);
        Assert.Equal(PacketLayers.Unknown, layers);
    }

    [Fact]
    public void A_structure_that_is_cut_short_leaves_the_last_one()
    {
        descriptor.TryRead(L2T2, out _);
        Assert.False(descriptor.TryRead(L2T2.AsSpan(0, 12), out _));

        Assert.True(descriptor.TryRead(Hex.Parse("C3 00 02"), out var upper));
        Assert.Equal(1, upper.Spatial);
        Assert.False(descriptor.TryRead(Hex.Parse("FF 00 02"), out _), "there is no such template");
    }

    [Fact]
    public void Survives_truncation_and_mutation()
    {
        foreach (var vector in new[] { L1T2, L2T2, DescriptorWriter.Structure(0, 1, DescriptorWriter.L3T3Key) })
            Hostile.Feed(vector, value =>
            {
                descriptor.TryRead(value, out var layers);
                Assert.InRange(layers.Spatial, 0, DecodeTarget.MaxLayer);
                Assert.InRange(layers.Temporal, 0, DecodeTarget.MaxLayer);
            });
    }
}
