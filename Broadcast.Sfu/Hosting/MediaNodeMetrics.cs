using System.Diagnostics.Metrics;
using Broadcast.Sfu.Io;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing;
using Microsoft.Extensions.Hosting;

namespace Broadcast.Sfu.Hosting;

/// <summary>What the workers and their sockets did, one series per worker, as the meter <see cref="MeterName"/>: nothing is dropped in silence.</summary>
internal sealed class MediaNodeMetrics(MediaNode node, IMeterFactory meters) : IHostedService
{
    public const string MeterName = "Broadcast.Sfu";

    private static readonly DropReason[] Reasons = Enum.GetValues<DropReason>();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(MeterName);
        Count(meter, "broadcast.sfu.datagrams.received", "Datagrams taken from sockets.", counters => counters.DatagramsReceived);
        Count(meter, "broadcast.sfu.datagrams.sent", "Datagrams that the kernel took.", counters => counters.DatagramsSent);
        Count(meter, "broadcast.sfu.received", "Bytes of datagrams taken from sockets.", counters => counters.BytesReceived, "By");
        Count(meter, "broadcast.sfu.sent", "Bytes of datagrams given to the kernel.", counters => counters.BytesSent, "By");
        meter.CreateObservableCounter(
            "broadcast.sfu.worker.waited", () => node.Workers.Select((worker, index) => new Measurement<double>(worker.Counters.WaitedUs / 1e6, Tag(index))), "s",
            "Time in which a worker had nothing to do; the rest of the time it worked.");
        meter.CreateObservableGauge(
            "broadcast.sfu.worker.longest_turn", () => node.Workers.Select((worker, index) => new Measurement<double>(worker.Counters.TakeLongestTurnUs() / 1e6, Tag(index))), "s",
            "The longest that a worker took between two looks at its sockets since this was last read.");
        Count(meter, "broadcast.sfu.sends.segmented", "Calls that carried several datagrams.", counters => counters.SegmentedSends);
        Count(meter, "broadcast.sfu.sends.segmentation_refused", "Segmented messages that went as plain datagrams.", counters => counters.SegmentationRefused);
        Count(meter, "broadcast.sfu.sends.dropped", "Datagrams given up.", counters => counters.SendsDropped);
        Count(meter, "broadcast.sfu.receive.overflows", "Datagrams that the kernel dropped because a receive buffer was full.", counters => counters.ReceiveOverflows);
        Count(meter, "broadcast.sfu.receive.truncated", "Datagrams too long for WebRTC.", counters => counters.Truncated);
        Count(meter, "broadcast.sfu.tcp.refused", "TCP connections that were one too many, or did not show in time that they are a client's.", counters => counters.TcpRefused);
        Count(meter, "broadcast.sfu.tcp.malformed", "TCP connections closed for a frame longer than any datagram.", counters => counters.TcpMalformed);
        Count(meter, "broadcast.sfu.tcp.dropped", "Packets given up because a TCP connection took them too slowly.", counters => counters.TcpDropped);
        meter.CreateObservableUpDownCounter("broadcast.sfu.tcp.connections", () => Measure(counters => counters.TcpConnections), description: "TCP connections that are open.");
        meter.CreateObservableCounter(
            "broadcast.sfu.faults", () => node.Workers.Select((worker, index) => new Measurement<long>(worker.Faults.Count, Tag(index))),
            description: "Exceptions that were contained: faults of ours, each logged once a minute.");
        Feedback(meter);
        Pipes(meter);
        meter.CreateObservableCounter("broadcast.sfu.drops", Drops, description: "Packets that went no further, by reason.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Feedback(Meter meter)
    {
        meter.CreateObservableCounter("broadcast.sfu.nacks.received", () => Measure(feedback => feedback.NacksReceived), description: "Packets that receivers asked for again.");
        meter.CreateObservableCounter("broadcast.sfu.retransmissions", () => Measure(feedback => feedback.Retransmissions), description: "Packets sent again.");
        meter.CreateObservableCounter("broadcast.sfu.key_frame_requests", () => Measure(feedback => feedback.KeyFrameRequestsReceived), description: "PLI and FIR from receivers.");
        meter.CreateObservableCounter("broadcast.sfu.key_frame_requests.sent", () => Measure(feedback => feedback.KeyFrameRequestsSent), description: "PLI and FIR to publishers.");
        meter.CreateObservableGauge("broadcast.sfu.round_trip", () => Measure(feedback => feedback.RoundTripUs / 1e6), "s", "Mean of the latest hundred reports of receivers.");
        meter.CreateObservableGauge("broadcast.sfu.loss", () => Measure(feedback => feedback.Loss), "1", "Share of packets that receivers missed, mean of the latest hundred reports.");
    }

    private void Pipes(Meter meter)
    {
        meter.CreateObservableCounter("broadcast.sfu.pipes.sent", () => MeasurePipes(pipes => pipes.BytesSent), "By", "Bytes of datagrams to other nodes.");
        meter.CreateObservableCounter("broadcast.sfu.pipes.received", () => MeasurePipes(pipes => pipes.BytesReceived), "By", "Bytes of datagrams from other nodes.");
        meter.CreateObservableCounter("broadcast.sfu.pipes.retransmissions", () => MeasurePipes(pipes => pipes.Retransmissions), description: "Packets sent to other nodes again.");
        meter.CreateObservableCounter("broadcast.sfu.pipes.silences", () => MeasurePipes(pipes => pipes.Silences), description: "Times that nothing came by a pipe for a second.");
        meter.CreateObservableUpDownCounter("broadcast.sfu.pipes.open", () => MeasurePipes(pipes => pipes.Open), description: "Pipes to other nodes that are open.");
        meter.CreateObservableUpDownCounter("broadcast.sfu.pipes.silent", () => MeasurePipes(pipes => pipes.Silent), description: "Of these, from which nothing comes.");
    }

    private IEnumerable<Measurement<long>> MeasurePipes(Func<PipeCounters, long> read) =>
        node.Workers.Select((worker, index) => new Measurement<long>(read(worker.Worker.Pipes), Tag(index)));

    private IEnumerable<Measurement<T>> Measure<T>(Func<FeedbackCounters, T> read) where T : struct =>
        node.Workers.Select((worker, index) => new Measurement<T>(read(worker.Worker.Feedback), Tag(index)));

    private void Count(Meter meter, string name, string description, Func<SocketCounters, long> read, string? unit = null) =>
        meter.CreateObservableCounter(name, () => Measure(read), unit, description);

    private IEnumerable<Measurement<long>> Measure(Func<SocketCounters, long> read) =>
        node.Workers.Select((worker, index) => new Measurement<long>(read(worker.Counters), Tag(index)));

    private IEnumerable<Measurement<long>> Drops() =>
        from indexed in node.Workers.Select((worker, index) => (worker.Worker.Drops, index))
        from reason in Reasons
        where indexed.Drops[reason] != 0
        select new Measurement<long>(indexed.Drops[reason], Tag(indexed.index), new("reason", reason.ToString()));

    private static KeyValuePair<string, object?> Tag(int worker) => new("worker", worker);
}
