using Broadcast.Sfu.Primitives;

namespace Broadcast.Sfu.Tests.Routing.Consumers;

/// <summary>How a key frame of forty packets leaves for one viewer.</summary>
public sealed class PacedRunTests
{
    private const int Packets = 40;

    private readonly LoneConsumer lone = new();

    public PacedRunTests()
    {
        lone.SendFrames(8);
        lone.Seen.Clear();
        lone.SentAt.Clear();
        lone.Numbers.Clear();
    }

    [Fact]
    public void At_once_while_nothing_is_known_of_the_network()
    {
        lone.SendLongFrame(Packets);

        Assert.Equal(Packets, lone.Seen.Count);
        Assert.All(lone.SentAt, at => Assert.Equal(lone.Clock.Now, at));
    }

    [Fact]
    public void In_slices_of_what_the_network_carries_twice_over()
    {
        lone.EstimateBps = 4_000_000;
        var began = lone.Clock.Now;
        lone.SendLongFrame(Packets);
        // 8 Mbit/s are 5 kB in 5 ms.
        Assert.InRange(lone.Seen.Count, 5, 6);
        lone.RunFor(20);
        Assert.InRange(lone.Seen.Count, 24, 30);
        lone.RunFor(200);

        AssertWhole(Packets);
        Assert.InRange(lone.SentAt[^1].Since(began), 25_000, 40_000);
    }

    [Fact]
    public void What_comes_meanwhile_waits_its_turn()
    {
        lone.EstimateBps = 1_000_000;
        lone.SendLongFrame(Packets);
        lone.RunFor(33);
        lone.SendLongFrame(3, isKeyFrame: false);
        Assert.InRange(lone.Seen.Count, 5, Packets - 1);
        lone.RunFor(500);
        AssertWhole(Packets + 3);

        lone.SendLongFrame(3, isKeyFrame: false);
        Assert.Equal(Packets + 6, lone.Seen.Count);
        AssertWhole(Packets + 6);
    }

    [Fact]
    public void Short_frames_do_not_wait()
    {
        lone.EstimateBps = 100_000;
        lone.SendLongFrame(12);

        Assert.Equal(12, lone.Seen.Count);
    }

    [Fact]
    public void A_viewer_who_leaves_the_stream_is_sent_no_more_of_it()
    {
        lone.EstimateBps = 1_000_000;
        lone.SendLongFrame(Packets);
        var sent = lone.Seen.Count;
        lone.Starve();
        lone.RunFor(500);

        Assert.Equal(sent, lone.Seen.Count);
    }

    /// <summary>Each packet once and in order.</summary>
    private void AssertWhole(int packets)
    {
        Assert.Equal(packets, lone.Seen.Count);
        Assert.All(lone.Numbers.Zip(lone.Numbers.Skip(1)), pair => Assert.Equal((ushort)(pair.First + 1), pair.Second));
        foreach (var (before, after) in lone.Seen.Zip(lone.Seen.Skip(1)))
            Assert.True(after.Frame > before.Frame || after.Index == before.Index + 1);
    }
}
