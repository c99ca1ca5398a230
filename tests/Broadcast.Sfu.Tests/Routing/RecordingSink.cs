using System.Text.Json;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;

namespace Broadcast.Sfu.Tests.Routing;

/// <summary>Remembers what a direct transport hands over.</summary>
internal sealed class RecordingSink : IDirectSink
{
    public List<string> Events { get; } = [];
    public List<byte[]> Packets { get; } = [];

    public void OnConsumerAdded(Instant now, ConsumerId consumer, ProducerId producer, MediaKind kind, RtpParameters rtpParameters) =>
        Events.Add($"added {consumer} of {producer}");

    public void OnConsumerClosed(Instant now, ConsumerId consumer) => Events.Add($"closed {consumer}");

    public void OnConsumerPaused(Instant now, ConsumerId consumer, bool paused) => Events.Add($"{(paused ? "paused" : "resumed")} {consumer}");

    public void OnRtp(Instant now, ConsumerId consumer, ReadOnlySpan<byte> packet) => Packets.Add(packet.ToArray());

    public void OnSenderReport(Instant now, ConsumerId consumer, ReadOnlySpan<byte> senderReport) => Events.Add($"report of {senderReport.Length}");

    public void OnEvent(Instant now, JsonElement stageEvent) => Events.Add(stageEvent.GetRawText());

    public void OnClosed(Instant now) => Events.Add("end");
}
