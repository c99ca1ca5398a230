using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Control.Requests;
using Broadcast.Sfu.Control.Responses;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Sfu.Routing.Transports;

/// <summary>
/// Joins two routers of one webinar: each producer's packets go over once, however many consume them there; key frame requests come back,
/// and which layers are wanted. How bytes travel is up to the derived classes.
/// </summary>
internal abstract class PipeTransport(TransportPlace place) : RtpTransport(place)
{
    /// <summary>Wishes in one packet, so that what else is in a compound has room.</summary>
    private const int MaxWishes = 64;

    /// <summary>The request that connected it; null before.</summary>
    public ConnectPipeTransport? ConnectedBy { get; protected set; }

    public override TransportDump Dump() => new(Id, TransportKind.Pipe);

    /// <summary>What the other end is to produce with.</summary>
    public abstract RtpParameters ParametersOf(Producer producer);

    public abstract PipeConsumer CreateConsumer(ConsumerPlace place, bool isPaused);

    /// <summary>What comes by a pipe has passed its limits where it came from.</summary>
    protected override bool TryAdmit(Instant now, in RtpPacket packet, MediaKind? kind) => true;

    protected override void HandleExtension(Instant now, RtcpPacket packet, SendBatch output)
    {
        if (!LayerWishes.IsNamed(packet))
            return;
        if (!LayerWishes.TryParse(packet, out var wishes))
        {
            Context.Drops.Count(DropReason.RtcpMalformed);
            return;
        }
        for (var i = 0; i < wishes.Count; i++)
            if (TryFindConsumer(wishes[i].Ssrc, out var consumer) && consumer is PipeConsumer piped)
                piped.SetAsked(now, wishes[i].SpatialLayer, output);
    }

    /// <summary>Says what is wanted of every producer: it is a state, so that whatever of it is lost the next time makes up for.</summary>
    protected void SendWishes(SendBatch output)
    {
        Span<LayerWish> wishes = stackalloc LayerWish[MaxWishes];
        var count = 0;
        foreach (var producer in Producers)
        {
            if (producer.Streams[0].Ssrc is not { } ssrc)
                continue;
            wishes[count++] = new LayerWish(ssrc, producer.Wanted.Told);
            if (count == MaxWishes)
                SendWishes(wishes, ref count, output);
        }
        SendWishes(wishes, ref count, output);
    }

    private void SendWishes(ReadOnlySpan<LayerWish> wishes, ref int count, SendBatch output)
    {
        if (count == 0)
            return;
        if (Context.Rtcp.Rest.Length < LayerWishes.HeaderLength + count * LayerWishes.ItemLength)
            FlushRtcp(output);
        Context.Rtcp.Advance(LayerWishes.Write(Context.Rtcp.Rest, OwnSsrc, wishes[..count]));
        FlushRtcp(output);
        count = 0;
    }
}
