using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Rtp;
using Broadcast.Sfu.Streams;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>Sends the packets of one producer stream to every other node that it flows to, frame by frame.</summary>
internal sealed class PipeFanOut(WorkerContext context, ProducerStream stream) : FrameTaker(context, stream)
{
    private readonly List<NodePipeStream> members = [];

    public void Add(NodePipeStream member)
    {
        if (members.Count == 0)
            Stream.Add(this);
        members.Add(member);
    }

    public void Remove(NodePipeStream member)
    {
        if (!members.Remove(member) || members.Count > 0)
            return;
        Stream.Remove(this);
        Forget();
    }

    public override void OnSenderReport(Instant now, ProducerStream stream, ReadOnlySpan<byte> report, SendBatch output)
    {
        for (var i = 0; i < members.Count; i++)
            members[i].SendReport(report, output);
    }

    protected override void Send(Instant now, ReadOnlySpan<FramePacket> packets, SendBatch output)
    {
        Span<Shape> shapes = stackalloc Shape[FrameTemplates.MaxPackets];
        shapes = shapes[..packets.Length];
        Measure(now, packets, shapes);
        for (var member = 0; member < members.Count; member++)
            for (var i = 0; i < packets.Length; i++)
                if (shapes[i].Length > 0 && Stream.Ring.TryGet(now, packets[i].Sequence, out _, out var bytes))
                    members[member].Send(now, packets[i], bytes, shapes[i].HeaderLength, shapes[i].Length, output);
    }

    /// <summary>Packets that are a little shorter than the longest are to be as long, so that the frame is one run.</summary>
    private void Measure(Instant now, ReadOnlySpan<FramePacket> packets, Span<Shape> shapes)
    {
        var longest = 0;
        for (var i = 0; i < packets.Length; i++)
        {
            shapes[i] = Stream.Ring.TryGet(now, packets[i].Sequence, out _, out var bytes) && RtpPacket.TryParse(bytes, out var packet)
                ? new Shape(packet.HeaderLength, bytes.Length, CanGrow: packet.PaddingLength == 0)
                : default;
            longest = Math.Max(longest, shapes[i].Length);
        }
        foreach (ref var shape in shapes)
            if (shape.CanGrow && longest - shape.Length <= Context.Options.LevelingBytes)
                shape = shape with { Length = longest };
    }

    /// <param name="Length">Bytes as it is to leave; 0 for a packet that is not there any more.</param>
    private readonly record struct Shape(int HeaderLength, int Length, bool CanGrow);
}
