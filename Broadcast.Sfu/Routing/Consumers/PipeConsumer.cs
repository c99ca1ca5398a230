using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Producers;
using Broadcast.Sfu.Rtcp;

namespace Broadcast.Sfu.Routing.Consumers;

/// <summary>
/// Hands the streams of a producer, as far as they are wanted there, to another router through a pipe, and the publisher's sender
/// reports. What is wanted the other router says over the pipe. How packets travel is up to the derived classes.
/// </summary>
internal abstract class PipeConsumer : Consumer
{
    private readonly bool[] isFlowing;

    /// <summary>That its owner set.</summary>
    private LayerLimit limit = LayerLimit.None;

    /// <summary>The highest spatial layer that is wanted at the far end; all, until it has said anything.</summary>
    private int asked = int.MaxValue;
    private int wanted = WantedLayers.Nothing;

    /// <param name="place">The encodings of its answer carry one SSRC for each of the producer's streams.</param>
    /// <param name="isPaused">Whether it begins paused.</param>
    protected PipeConsumer(ConsumerPlace place, bool isPaused) : base(place, isPaused)
    {
        StreamSsrcs = [.. place.Created.RtpParameters.Encodings.Select(encoding => encoding.Ssrc!.Value)];
        isFlowing = new bool[Producer.Streams.Length];
    }

    /// <summary>On the pipe, of each of the producer's streams.</summary>
    protected uint[] StreamSsrcs { get; }

    /// <summary>Whether anything can be sent.</summary>
    protected virtual bool CanFlow => true;

    public override void UpdateFlow(Instant now, SendBatch output)
    {
        UpdateWanted(now);
        foreach (var stream in Producer.Streams)
            SetFlowing(now, stream, !IsPaused && CanFlow && stream.Index <= Math.Min(limit.Spatial, asked), output);
    }

    public override void SetPreferredLayers(Instant now, LayerLimit limit, SendBatch output)
    {
        this.limit = limit;
        UpdateFlow(now, output);
    }

    /// <summary>The far end wants no layers above one, or <see cref="LayerWish.Nothing"/>.</summary>
    public void SetAsked(Instant now, int spatialLayer, SendBatch output)
    {
        if (asked == spatialLayer)
            return;
        asked = spatialLayer;
        UpdateFlow(now, output);
    }

    public override void OnKeyFrameRequest(Instant now, uint ssrc, SendBatch output)
    {
        var stream = Array.IndexOf(StreamSsrcs, ssrc);
        if (stream >= 0 && isFlowing[stream] && !IsKeyFrameUnderWay(now, Producer.Streams[stream]))
            Producer.Streams[stream].RequestKeyFrame(now, output);
    }

    public override void RequestKeyFrame(Instant now, SendBatch output)
    {
        foreach (var stream in Producer.Streams)
            if (isFlowing[stream.Index])
                stream.RequestKeyFrame(now, output);
    }

    /// <summary>The pause is told to the other router by whoever joined the two.</summary>
    public override void OnProducerPaused(Instant now, bool paused, SendBatch output) => UpdateFlow(now, output);

    protected override void OnStopped(Instant now)
    {
        UpdateWanted(now);
        foreach (var stream in Producer.Streams)
            if (isFlowing[stream.Index])
                Halt(stream);
    }

    /// <summary>Whether whoever asks for a key frame had not seen the last one yet.</summary>
    protected virtual bool IsKeyFrameUnderWay(Instant now, ProducerStream stream) => false;

    /// <summary>From now on a stream's packets go over.</summary>
    protected abstract void Begin(ProducerStream stream);

    protected abstract void End(ProducerStream stream);

    /// <param name="report">One sender report under the publisher's SSRC.</param>
    protected abstract void SendReport(ProducerStream stream, ReadOnlySpan<byte> report, SendBatch output);

    private void SetFlowing(Instant now, ProducerStream stream, bool flows, SendBatch output)
    {
        if (isFlowing[stream.Index] == flows)
            return;
        if (!flows)
        {
            Halt(stream);
            return;
        }
        isFlowing[stream.Index] = true;
        Begin(stream);
        SendKnownClock(now, stream, output);
    }

    private void Halt(ProducerStream stream)
    {
        isFlowing[stream.Index] = false;
        End(stream);
    }

    private void UpdateWanted(Instant now)
    {
        var before = wanted;
        wanted = IsPaused ? WantedLayers.Nothing : Math.Min(Math.Min(limit.Spatial, asked), Producer.SpatialLayers - 1);
        Producer.Wanted.Change(now, before, wanted);
    }

    /// <summary>What the publisher last said of its clock, so that viewers over there need not wait for the next time.</summary>
    private void SendKnownClock(Instant now, ProducerStream stream, SendBatch output)
    {
        if (stream.SenderClock is not { } clock)
            return;
        var (ntpTime, timestamp) = clock.At(now);
        Span<byte> report = stackalloc byte[SenderReport.Length];
        SenderReport.Write(report, stream.Ssrc ?? 0, ntpTime, timestamp, 0, 0);
        SendReport(stream, report, output);
    }
}
