using Broadcast.Sfu.Allocation;
using Broadcast.Sfu.Bwe;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Rtcp;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>Which layers the remote gets, by what its network carries.</summary>
internal abstract partial class NetworkTransport
{
    /// <summary>By the packets that the remote reports on (transport-cc). Null while nothing of the kind is consumed.</summary>
    private ViewerBandwidth? bandwidth;

    /// <summary>By what the remote says (REMB), where it can say no more. Null while nothing of the kind is consumed.</summary>
    private RembBandwidth? remb;

    /// <summary>Null while nothing is consumed of which the remote reports anything: then all of it is sent.</summary>
    private IAllocator? Allocator => bandwidth ?? (IAllocator?)remb;

    public override void Add(Consumer consumer)
    {
        base.Add(consumer);
        if (consumer is not RtpConsumer rtp || rtp.Layout is { TransportCc: 0, AbsSendTime: 0 })
            return;
        if (rtp.Layout.TransportCc != 0)
            bandwidth ??= new ViewerBandwidth((ulong)Context.Random.NextInt64());
        else
            remb ??= new RembBandwidth();
        rtp.BeginSmall();
    }

    public override void Remove(Consumer consumer)
    {
        base.Remove(consumer);
        if (Consumers.Count == 0 && bandwidth is not null)
            LeaveLink(bandwidth);
    }

    /// <summary>Looks for those who may be behind the same link, and anew when the remote's address has become another.</summary>
    private void FindLink(ViewerBandwidth viewer)
    {
        var address = LinkAddress.Of(Destination);
        if (viewer.Member?.Address == address)
            return;
        LeaveLink(viewer);
        viewer.Member = Context.Links.Join(address);
    }

    private void LeaveLink(ViewerBandwidth viewer)
    {
        if (viewer.Member is { } member)
            Context.Links.Leave(member);
        viewer.Member = null;
    }

    protected override void OnTransportFeedback(Instant now, TransportCc report, SendBatch output)
    {
        Counters.FeedbackReports++;
        if (bandwidth is null)
            return;
        var implausible = bandwidth.Estimator.Implausible;
        if (bandwidth.OnFeedback(now, report))
        {
            Allocate(now, bandwidth, output);
            UpdateTimer(now);
        }
        Context.Drops.Count(DropReason.FeedbackImplausible, bandwidth.Estimator.Implausible - implausible);
    }

    protected override void OnRemoteEstimate(Instant now, long bitrateBps, SendBatch output)
    {
        if (!RembBandwidth.IsPlausible(bitrateBps))
            Context.Drops.Count(DropReason.FeedbackImplausible);
        else if (remb is not null && remb.OnEstimate(now, bitrateBps))
        {
            Allocate(now, Allocator!, output);
            UpdateTimer(now);
        }
    }

    private void FollowBandwidth(Instant now, SendBatch output)
    {
        if (Allocator is not { } allocator || now < allocator.NextTimeout || !CanSend)
            return;
        if (bandwidth is not null)
            FindLink(bandwidth);
        Allocate(now, allocator, output);
        var due = allocator.TakeProbeBytes(now);
        if (due > 0)
            FindProbed()?.SendProbe(now, due, output);
    }

    private void Allocate(Instant now, IAllocator allocator, SendBatch output)
    {
        var viewings = Context.Viewings.AsSpan(0, ListViewings(now));
        allocator.Choose(now, MaxOutgoingBps ?? double.PositiveInfinity, FindProbed() is not null, viewings);
        foreach (ref readonly var viewing in viewings)
            ((RtpConsumer)Consumers[viewing.Number]).SetChosen(now, viewing.Chosen, allocator.IsDraining && !viewing.IsVoice, output);
    }

    /// <summary>Those that are to flow and have begun to, in the order in which they are served.</summary>
    private int ListViewings(Instant now)
    {
        var count = 0;
        for (var number = 0; number < Consumers.Count && count < Context.Viewings.Length; number++)
        {
            if (Consumers[number] is not RtpConsumer { IsPaused: false, Producer.IsPaused: false } consumer || !TryDescribe(now, consumer, number, out var viewing))
                continue;
            var place = count++;
            for (; place > 0 && viewing.IsBefore(Context.Viewings[place - 1]); place--)
                Context.Viewings[place] = Context.Viewings[place - 1];
            Context.Viewings[place] = viewing;
        }
        return count;
    }

    private static bool TryDescribe(Instant now, RtpConsumer consumer, int number, out Viewing viewing)
    {
        var producer = consumer.Producer;
        viewing = new Viewing
        {
            Number = number,
            IsVoice = producer.Kind == MediaKind.Audio,
            Priority = consumer.Priority,
            Most = new Layer(consumer.Preferred.Spatial, consumer.Preferred.Temporal),
            Chosen = consumer.Chosen,
            Rates = producer.RatesAt(now),
        };
        return viewing.Rates.IsAnythingSent;
    }

    private RtpConsumer? FindProbed()
    {
        foreach (var consumer in Consumers)
            if (consumer is RtpConsumer { CanProbe: true } rtp)
                return rtp;
        return null;
    }
}
