using Broadcast.Sfu.Bwe;

namespace Broadcast.Sfu.Tests.Bwe;

public sealed class LinkCeilingTests
{
    private const double Carried = 2_000_000;
    private const long Second = 1_000_000;

    private LinkCeiling ceiling = new();

    [Fact]
    public void What_went_through_is_held_for_a_while_and_then_a_little_more_is_tried()
    {
        Assert.Equal(double.PositiveInfinity, ceiling.Bps(0));
        ceiling.Note(10 * Second, Carried, Carried);

        Assert.Equal(Carried, ceiling.Bps(15 * Second), tolerance: 1);
        Assert.InRange(ceiling.Bps(30 * Second), 1.05 * Carried, 1.4 * Carried);
    }

    [Fact]
    public void What_was_tried_in_vain_is_held_for_longer()
    {
        ceiling.Note(10 * Second, Carried, Carried);
        ceiling.HoldLonger(10 * Second);

        Assert.Equal(Carried, ceiling.Bps(24 * Second), tolerance: 1);
    }

    [Fact]
    public void A_queue_is_averaged_over_and_the_next_one_counts_alone()
    {
        ceiling.Note(10 * Second, Carried, Carried);
        ceiling.Note(11 * Second, Carried / 2, Carried);
        Assert.InRange(ceiling.Bps(11 * Second), 0.7 * Carried, 0.95 * Carried);
        ceiling.Note(20 * Second, Carried / 2, Carried);
        Assert.Equal(Carried / 2, ceiling.Bps(20 * Second), tolerance: 1);
    }

    [Fact]
    public void A_link_that_has_become_wider_by_a_quarter_is_tried_at_once()
    {
        ceiling.Note(10 * Second, Carried, Carried);
        ceiling.Follow(1.1 * Carried);
        Assert.Equal(Carried, ceiling.KnownBps(11 * Second), tolerance: 1);
        ceiling.Follow(1.25 * Carried);
        Assert.Equal((double.PositiveInfinity, 0), (ceiling.Bps(11 * Second), ceiling.KnownBps(11 * Second)));
    }
}
