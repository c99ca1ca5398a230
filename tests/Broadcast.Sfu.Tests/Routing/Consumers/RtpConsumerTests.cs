using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Control.Notifications;
using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Routing.Consumers;

/// <summary>What a transport asks of its consumers when it divides what the network carries.</summary>
public sealed class RtpConsumerTests
{
    private readonly LoneConsumer lone = new();

    public RtpConsumerTests()
    {
        lone.SendFrames(8);
        lone.Seen.Clear();
    }

    [Fact]
    public void Coming_down_for_want_of_room_the_larger_layer_is_thinned_out_until_the_smaller_one_is_there()
    {
        lone.SetTarget(0, 2);
        lone.SendFrames(8);
        Assert.Equal([0, 0], lone.Seen.Select(seen => seen.Temporal));
        Assert.Contains(0, lone.KeyFramesWanted);
        lone.SendFrames(4, keyFrameOf: 0);

        Assert.Equal([0, 0, 0, 0], lone.Seen.TakeLast(4).Select(seen => seen.Layer));
    }

    [Fact]
    public void What_does_not_fit_is_paused_says_so_and_comes_back_at_a_key_frame()
    {
        lone.Starve();
        lone.SendFrames(4);
        Assert.Empty(lone.Seen);
        var told = Assert.IsType<ConsumerLayersChanged>(lone.Notifications.Last(each => each is ConsumerLayersChanged));
        Assert.Equal((null, null), (told.SpatialLayer, told.TemporalLayer));

        lone.SetTarget(1, 2);
        lone.SendFrames(4);
        Assert.Empty(lone.Seen);
        lone.SendFrames(1, keyFrameOf: 1);

        Assert.Equal(1, Assert.Single(lone.Seen).Layer);
        told = Assert.IsType<ConsumerLayersChanged>(lone.Notifications.Last(each => each is ConsumerLayersChanged));
        Assert.Equal((1, true), (told.SpatialLayer, told.FitsAgain));
    }

    [Fact]
    public void A_consumer_without_room_wants_what_it_wanted_for_what_is_not_sent_cannot_be_tried_again()
    {
        lone.Starve();
        lone.Clock.AdvanceMilliseconds(10_001);
        lone.Producer.Wanted.OnTimeout(lone.Clock.Now, null!);

        Assert.DoesNotContain(lone.Notifications, notification => notification is ProducerWantedLayers { SpatialLayer: null });
    }

    [Fact]
    public void A_publisher_s_padding_goes_to_nobody_leaves_no_gap_and_is_no_part_of_what_a_layer_takes()
    {
        var top = lone.Producer.Streams[^1];
        lone.Numbers.Clear();
        for (var i = 0; i < 40; i++)
        {
            lone.SendFrames(1);
            lone.SendPadding(top.Index, packets: 5);
        }

        Assert.Equal(40, lone.Seen.Count);
        Assert.Equal(Enumerable.Range(lone.Numbers[0], 40), lone.Numbers.Select(number => (int)number));
        // 30 frames a second of one packet with 400 bytes of payload.
        Assert.InRange(top.Rates.OverFiveSeconds(lone.Clock.Now, DecodeTarget.Top), 80_000, 120_000);
    }

    [Theory]
    [InlineData(BandwidthFeedback.None, false)]
    [InlineData(BandwidthFeedback.TransportCc, true)]
    public void A_transport_wide_number_is_taken_only_where_the_receiver_sees_it(BandwidthFeedback feedback, bool isSeen)
    {
        var lone = new LoneConsumer(feedback);

        lone.SendFrames(count: 3);

        Assert.NotEmpty(lone.TransportSequences);
        Assert.Equal(lone.TransportSequences.Select((_, i) => isSeen ? (ushort?)i : null), lone.TransportSequences);
        Assert.Equal(isSeen ? lone.TransportSequences.Count : 0, lone.NextTransportSequence());
    }

    [Fact]
    public void Probes_are_the_newest_packets_and_then_padding()
    {
        Assert.InRange(lone.SendProbe(2_000), 2_000, 2_500);
        Assert.All(lone.Probes, Assert.True);
        lone.Probes.Clear();
        Assert.InRange(lone.SendProbe(5_000), 5_000, 5_300);

        // The first picture came in two sizes.
        Assert.Equal(9, lone.Probes.Count(carries => carries));
        Assert.InRange(lone.Probes.Count(carries => !carries), 4, 5);
    }

    [Fact]
    public void Measured_rates_are_there_for_each_layer()
    {
        lone.SendFrames(60);

        // 30 frames a second of 412 bytes; T0 is every fourth of them.
        Assert.InRange(lone.Producer.RatesAt(lone.Clock.Now)[1, 2], 90_000, 110_000);
        Assert.InRange(lone.Producer.RatesAt(lone.Clock.Now)[1, 0], 20_000, 30_000);
    }
}
