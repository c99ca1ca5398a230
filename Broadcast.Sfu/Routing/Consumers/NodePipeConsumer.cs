using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Rtcp;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>By a pipe to another node: what is lost on the way is sent again, from the publisher's rings.</summary>
internal sealed class NodePipeConsumer : PipeConsumer
{
    private const int PayloadTypes = 128;

    /// <summary>A frame is held for a moment at each end.</summary>
    private const long HeldUs = 10_000;

    private readonly INodePipe pipe;
    private readonly NodePipeStream[] streams;

    /// <param name="place">The encodings of its answer carry SSRCs for each of the producer's streams and for what is sent again.</param>
    /// <param name="isPaused">Whether it begins paused.</param>
    /// <param name="pipe">Takes the packets.</param>
    public NodePipeConsumer(ConsumerPlace place, bool isPaused, INodePipe pipe) : base(place, isPaused)
    {
        this.pipe = pipe;
        var parameters = place.Created.RtpParameters;
        var rtx = RetransmissionTypes(parameters);
        streams = [.. Producer.Streams.Zip(parameters.Encodings, (stream, encoding) => new NodePipeStream(stream, pipe, encoding.Ssrc!.Value, encoding.Rtx!.Ssrc, rtx))];
        Ssrcs = [.. StreamSsrcs, .. parameters.Encodings.Select(encoding => encoding.Rtx!.Ssrc)];
    }

    public override IReadOnlyList<uint> Ssrcs { get; }

    /// <summary>Of the stream of which the far end misses most, share of packets before they were sent again: 0 to 1.</summary>
    public double Loss
    {
        get
        {
            var worst = 0.0;
            foreach (var stream in streams)
                worst = Math.Max(worst, stream.Loss);
            return worst;
        }
    }

    protected override bool CanFlow => pipe.CanSend;

    public override void OnNack(Instant now, Nack nack, SendBatch output)
    {
        if (Find(nack.MediaSsrc) is not { } stream)
            return;
        foreach (var lost in nack)
            stream.Resend(now, lost, output);
    }

    public override void OnReportBlock(Instant now, in ReportBlock block) => Find(block.Ssrc)?.OnReportBlock(block);

    public override void BeginAnew(ProducerStream restarted) => streams[restarted.Index].BeginAnew();

    /// <summary>A node asks again soon, as what it asks may be lost: what it says within a round trip of a key frame crossed it on the way.</summary>
    protected override bool IsKeyFrameUnderWay(Instant now, ProducerStream stream) =>
        streams[stream.Index].Carries(stream.Group.First) && pipe.RoundTripUs is { } us && now.Since(stream.Group.StartedAt) < us + HeldUs;

    protected override void Begin(ProducerStream stream)
    {
        streams[stream.Index].Begin();
        Audience.PipesOf(stream).Add(streams[stream.Index]);
    }

    protected override void End(ProducerStream stream) => Audience.PipesOf(stream).Remove(streams[stream.Index]);

    protected override void SendReport(ProducerStream stream, ReadOnlySpan<byte> report, SendBatch output) => streams[stream.Index].SendReport(report, output);

    private NodePipeStream? Find(uint ssrc)
    {
        foreach (var stream in streams)
            if (stream.Ssrc == ssrc)
                return stream;
        return null;
    }

    private static byte[] RetransmissionTypes(RtpParameters parameters)
    {
        var types = new byte[PayloadTypes];
        foreach (var codec in parameters.Codecs)
            if (codec.Parameters.TryGetValue("apt", out var apt) && apt.Number is >= 0 and < PayloadTypes)
                types[apt.Number.Value] = codec.PayloadType;
        return types;
    }
}
