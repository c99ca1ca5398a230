using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Streams;
using Broadcast.Sfu.Tests.Codecs;
using Broadcast.Sfu.Tests.Simulation;

namespace Broadcast.Sfu.Tests.Streams;

public sealed class LayerSelectorTests
{
    private readonly LayerReader reader = new();
    private LayerSelector selector = new();
    private int frame;

    [Fact]
    public void Temporal_layers_of_VP8_go_at_once_and_come_back_one_by_one_at_sync_points()
    {
        Begin(DecodeTarget.Of(3, 2));
        Assert.Equal("0212", Vp8("0k 2 1 2"));
        selector.Target = DecodeTarget.Of(3, 0);
        Assert.Equal("0000", Vp8("0 2 1 2 0 2 1 2 0 0"));
        selector.Target = DecodeTarget.Of(3, 2);
        Assert.Equal("001", Vp8("0 2 2 0 1s"));
        Assert.Equal("01022", Vp8("0 2 1 2 0 2s 2"));
    }

    [Fact]
    public void A_sync_point_of_the_third_layer_does_not_lead_past_the_second()
    {
        Begin(DecodeTarget.Of(3, 0));
        Vp8("0k 2 1 2");
        selector.Target = DecodeTarget.Of(3, 2);

        Assert.Equal("0", Vp8("0 2s 1 2"));
    }

    [Fact]
    public void Full_spatial_scalability_goes_down_at_once_and_up_at_a_key_picture()
    {
        Begin(DecodeTarget.Of(2, 3));
        Assert.Equal("012 012", Vp9("k k", isKeyOnly: false));
        selector.Target = DecodeTarget.Of(0, 3);
        Assert.False(selector.NeedsKeyFrame);
        Assert.Equal("0 0", Vp9("d d", isKeyOnly: false));
        selector.Target = DecodeTarget.Of(1, 3);
        Assert.True(selector.NeedsKeyFrame);
        Assert.Equal("0 01 01", Vp9("d k d", isKeyOnly: false));
    }

    [Fact]
    public void Key_picture_scalability_goes_up_and_down_at_key_pictures_and_needs_one_layer_otherwise()
    {
        Begin(DecodeTarget.Of(2, 3));
        Assert.Equal("012 2 2", Vp9("k d d", isKeyOnly: true));
        selector.Target = DecodeTarget.Of(0, 3);
        Assert.True(selector.NeedsKeyFrame);
        Assert.Equal("2 0 0", Vp9("d k d", isKeyOnly: true));
        selector.Target = DecodeTarget.Of(1, 3);
        Assert.Equal("0 01 1", Vp9("d k d", isKeyOnly: true));
    }

    [Fact]
    public void The_dependency_descriptor_of_L3T3_KEY_decides_the_same()
    {
        Begin(DecodeTarget.Of(1, 3));
        Assert.Equal("04 5 7 6 7 5", Av1("k 159 37A 269 37A 158"));
        selector.Target = DecodeTarget.Of(1, 0);
        Assert.Equal("5   ", Av1("158 37A 269 37A"));
        selector.Target = DecodeTarget.Of(2, 3);
        Assert.True(selector.NeedsKeyFrame);
        // Meanwhile at the full rate, from the next picture on that allows it.
        Assert.Equal("5 7 6 048 8 A", Av1("158 37A 269 k 158 37A"));
    }

    [Fact]
    public void Whoever_wants_less_in_space_and_has_to_wait_gets_less_in_time_meanwhile()
    {
        Begin(DecodeTarget.Of(2, 3));
        Av1("k 158 37A");
        selector.Target = DecodeTarget.Of(0, 3);

        Assert.Equal("8    8", Av1("158 37A 269 37A 158"));
    }

    /// <summary>Frames of one packet: a temporal layer, <c>k</c> for a key frame, <c>s</c> for a layer sync.</summary>
    /// <returns>The temporal layers of those that are forwarded.</returns>
    private string Vp8(string frames) => string.Concat(frames.Split(' ').Where(each =>
    {
        var temporal = each[0] - '0';
        var payload = Hex.Parse($"90 E0 80 00 00 {temporal << 6 | (each.EndsWith('s') ? 0x20 : 0):X2} {(each.EndsWith('k') ? 0 : 1):X2}");
        return selector.Select(reader.Read(Codec.Vp8, payload, []), beginsPicture: true);
    }).Select(each => each[0]));

    /// <summary>Pictures of three spatial layers: <c>k</c> for a key picture, <c>d</c> for another.</summary>
    private string Vp9(string pictures, bool isKeyOnly) => string.Join(' ', pictures.Split(' ').Select(picture =>
        string.Concat(Enumerable.Range(0, 3).Where(spatial =>
        {
            var isKey = picture == "k";
            var first = 0xAC | (isKey ? 0 : 0x40) | (spatial == 2 || (isKeyOnly && !isKey) ? 1 : 0) | (isKey && spatial == 0 ? 2 : 0);
            var payload = Hex.Parse($"{first:X2} 01 {spatial << 1:X2} 00 40");
            return selector.Select(reader.Read(Codec.Vp9, payload, []), beginsPicture: spatial == 0);
        }))));

    /// <summary>Pictures as the templates of their frames: <c>k</c> for the key picture's.</summary>
    private string Av1(string pictures) => string.Join(' ', pictures.Split(' ').Select(picture =>
    {
        var templates = picture == "k" ? "048" : picture;
        return string.Concat(templates.Where((template, index) =>
        {
            var number = Convert.ToInt32(template.ToString(), 16);
            var descriptor = picture == "k" && index == 0
                ? DescriptorWriter.Structure(number, frame++, DescriptorWriter.L3T3Key)
                : DescriptorWriter.Frame(number, frame++);
            return selector.Select(reader.Read(Codec.Av1, [0x10, 0], descriptor), beginsPicture: index == 0);
        }));
    }));

    private void Begin(DecodeTarget target)
    {
        selector.Target = target;
        selector.Begin();
    }
}
