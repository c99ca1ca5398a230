using Broadcast.Sfu.Bwe;

namespace Broadcast.Sfu.Tests.Bwe;

/// <summary>Viewers whose reports come each tenth of a second, and what each knows of the link of the others.</summary>
public sealed class SharedLinkTests
{
    private const double NeedBps = 1_000_000;
    private static readonly LinkAddress Here = new(0, 1);
    private static readonly LinkAddress There = new(0, 2);

    private readonly SharedLink link = new();
    private readonly Viewer first;
    private readonly Viewer second;
    private long nowUs = 10_000_000;

    public SharedLinkTests() => (first, second) = (new Viewer(link.Join(Here)!), new Viewer(link.Join(There)!));

    [Fact]
    public void Those_whose_queues_come_and_go_together_are_bound()
    {
        Assert.False(IsBound(first) || IsBound(second));
        RunTogether();

        Assert.True(IsBound(first) && IsBound(second));
    }

    [Fact]
    public void One_queue_that_both_have_binds_nobody_for_long_if_the_next_is_of_one_alone()
    {
        RunTogether();
        Run(seconds: 2, firstQueueUs: 80_000, secondQueueUs: 0);

        Assert.False(IsBound(first) || IsBound(second));
    }

    [Fact]
    public void Those_of_one_address_are_bound_as_soon_as_one_has_a_queue_and_no_longer_once_the_other_has_none()
    {
        var (one, other) = (new Viewer(link.Join(Here)!), new Viewer(link.Join(Here)!));
        Viewer[] all = [one, other];
        Report(all, 0, 0);
        Assert.False(link.IsBound(one.Member, nowUs));
        Report(all, 60_000, 0, times: 5);
        Assert.True(link.IsBound(one.Member, nowUs) && link.IsBound(other.Member, nowUs));
        Report(all, 60_000, 0, times: 20);
        Assert.False(link.IsBound(one.Member, nowUs) || link.IsBound(other.Member, nowUs));
    }

    [Fact]
    public void Who_reports_nothing_any_more_shares_nothing()
    {
        RunTogether();
        for (var i = 0; i < 10; i++)
            first.Report(nowUs += 100_000, 0);

        Assert.False(IsBound(first));
    }

    [Fact]
    public void A_link_that_was_not_full_for_a_minute_is_shared_no_longer()
    {
        RunTogether();
        Run(seconds: 61, firstQueueUs: 0, secondQueueUs: 0);

        Assert.False(IsBound(first) || IsBound(second));
    }

    [Fact]
    public void What_all_got_while_a_queue_stood_is_what_may_be_tried_and_what_needs_no_probe()
    {
        Assert.Equal(double.PositiveInfinity, link.RoomBps(first.Member, nowUs));
        RunTogether();

        Assert.InRange(link.RoomBps(first.Member, nowUs), 0.9 * NeedBps, 1.05 * NeedBps);
        Assert.InRange(link.ProvedBps(first.Member, nowUs), 0.85 * NeedBps, NeedBps);
        Assert.False(link.MayRise(first.Member, 1.5 * NeedBps, nowUs));
    }

    [Fact]
    public void One_tries_at_a_time()
    {
        RunTogether();
        link.OnProbe(first.Member, nowUs);

        Assert.Equal((true, false), (link.MayRise(first.Member, 0.9 * NeedBps, nowUs), link.MayRise(second.Member, 0.9 * NeedBps, nowUs)));
    }

    [Fact]
    public void Who_has_least_comes_first_and_who_has_most_gives_way()
    {
        RunTogether();
        second.NeedBps = NeedBps / 2;
        Run(seconds: 1, firstQueueUs: 0, secondQueueUs: 0);
        first.Member.OnWish(nowUs, 1.1 * NeedBps);
        second.Member.OnWish(nowUs, 0.6 * NeedBps);

        Assert.Equal((false, true), (link.MayRise(first.Member, 1.1 * NeedBps, nowUs), link.MayRise(second.Member, 0.6 * NeedBps, nowUs)));
        Assert.Equal((true, false), (link.GivesWay(first.Member, nowUs), link.GivesWay(second.Member, nowUs)));
    }

    [Fact]
    public void Of_those_who_have_the_same_the_last_that_was_given_it_gives_way()
    {
        RunTogether();
        link.OnRaised(second.Member, nowUs);

        Assert.Equal((false, true), (link.GivesWay(first.Member, nowUs), link.GivesWay(second.Member, nowUs)));
    }

    [Fact]
    public void Who_has_most_goes_down_for_another_who_has_waited_and_will_have_no_more_than_it()
    {
        RunTogether();
        second.NeedBps = NeedBps / 4;
        first.NeedBps = 1.7 * NeedBps;
        Run(seconds: 1, firstQueueUs: 0, secondQueueUs: 0);
        second.Member.OnWish(nowUs, NeedBps / 2);
        Assert.False(link.IsToShare(first.Member, NeedBps, nowUs));
        Run(seconds: 2, firstQueueUs: 0, secondQueueUs: 0);

        Assert.True(link.IsToShare(first.Member, NeedBps, nowUs));
        Assert.False(link.IsToShare(first.Member, NeedBps / 3, nowUs));
        Assert.False(link.IsToShare(second.Member, 0, nowUs));
    }

    [Fact]
    public void A_share_is_as_much_as_everybody_has_and_what_is_left_by_those_who_need_less()
    {
        RunTogether();
        second.NeedBps = NeedBps / 4;
        Run(seconds: 1, firstQueueUs: 0, secondQueueUs: 0);

        Assert.Equal(1.5 * NeedBps, link.ShareBps(first.Member, 1.75 * NeedBps, nowUs), tolerance: 1);
        Assert.Equal(0.2 * NeedBps, link.ShareBps(first.Member, 0.4 * NeedBps, nowUs), tolerance: 1);
    }

    [Fact]
    public void No_more_than_thirty_two_are_held_beside_each_other_and_those_who_leave_make_room()
    {
        while (link.Count < SharedLink.MaxMembers)
            Assert.NotNull(link.Join(Here));
        Assert.Null(link.Join(Here));
        link.Leave(first.Member);
        Assert.NotNull(link.Join(Here));
    }

    [Fact]
    public void While_a_worker_has_few_viewers_all_of_them_are_held_beside_each_other_and_later_ones_by_address()
    {
        var links = new SharedLinks();
        var early = Enumerable.Range(0, SharedLink.MaxMembers).Select(i => links.Join(new LinkAddress(0, (ulong)i))!).ToList();
        var (a, b, c) = (links.Join(Here)!, links.Join(Here)!, links.Join(There)!);

        Assert.All(early, member => Assert.Same(early[0].Link, member.Link));
        Assert.Same(a.Link, b.Link);
        Assert.NotSame(a.Link, c.Link);
        Assert.NotSame(a.Link, early[0].Link);
        links.Leave(c);
        Assert.NotSame(c.Link, links.Join(There)!.Link);
    }

    [Fact]
    public void Reports_allocate_nothing()
    {
        RunTogether();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++)
        {
            first.Report(nowUs += 50_000, i % 10 * 9_000);
            second.Report(nowUs += 50_000, i % 10 * 9_000);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private bool IsBound(Viewer viewer) => link.IsBound(viewer.Member, nowUs);

    /// <summary>Two queues of a second each, that both find.</summary>
    private void RunTogether()
    {
        for (var queue = 0; queue < 2; queue++)
        {
            Run(seconds: 2, firstQueueUs: 0, secondQueueUs: 0);
            Run(seconds: 1, firstQueueUs: 60_000, secondQueueUs: 60_000);
        }
        Run(seconds: 1, firstQueueUs: 0, secondQueueUs: 0);
    }

    private void Run(int seconds, long firstQueueUs, long secondQueueUs) => Report([first, second], firstQueueUs, secondQueueUs, seconds * 10);

    private void Report(Viewer[] viewers, long firstQueueUs, long secondQueueUs, int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            nowUs += 100_000;
            viewers[0].Report(nowUs, firstQueueUs);
            viewers[1].Report(nowUs, secondQueueUs);
        }
    }

    /// <summary>Gets what it needs, in packets that leave alone.</summary>
    private sealed class Viewer(LinkMember member)
    {
        private PathState path = new();

        public LinkMember Member => member;
        public double NeedBps { get; set; } = SharedLinkTests.NeedBps;

        public void Report(long nowUs, long queueUs)
        {
            for (var sentUs = nowUs - 100_000; sentUs < nowUs; sentUs += 10_000)
                path.OnRun(new PacketRun(sentUs, sentUs + 30_000 + queueUs, 1_200));
            path.Delivered.OnReport(nowUs, (int)(NeedBps / 80));
            member.OnReport(nowUs, nowUs - 10_000, NeedBps, path);
        }
    }
}
