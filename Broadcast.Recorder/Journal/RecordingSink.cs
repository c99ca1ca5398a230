using System.Runtime.InteropServices;
using System.Text.Json;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Primitives;
using Broadcast.Sfu.Routing.Consumers;

namespace Broadcast.Recorder.Journal;

/// <summary>Turns what a direct transport hands over into journal records. On the worker's thread: nothing here allocates per packet or waits.</summary>
internal sealed class RecordingSink(JournalWriter writer) : IDirectSink
{
    private readonly Dictionary<ConsumerId, ushort> tracks = [];
    private ushort lastTrack;

    public void OnConsumerAdded(Instant now, ConsumerId consumer, ProducerId producer, MediaKind kind, RtpParameters rtpParameters)
    {
        tracks[consumer] = ++lastTrack;
        var track = new JournalTrack(consumer, producer, kind, rtpParameters);
        Append(now, JournalRecordType.TrackAdded, lastTrack, JsonSerializer.SerializeToUtf8Bytes(track, JournalJson.Default.JournalTrack));
    }

    public void OnConsumerClosed(Instant now, ConsumerId consumer)
    {
        if (tracks.Remove(consumer, out var track))
            Append(now, JournalRecordType.TrackClosed, track, []);
    }

    public void OnConsumerPaused(Instant now, ConsumerId consumer, bool paused) =>
        AppendFor(now, consumer, paused ? JournalRecordType.TrackPaused : JournalRecordType.TrackResumed, []);

    public void OnRtp(Instant now, ConsumerId consumer, ReadOnlySpan<byte> packet) =>
        AppendFor(now, consumer, JournalRecordType.Rtp, packet);

    public void OnSenderReport(Instant now, ConsumerId consumer, ReadOnlySpan<byte> senderReport) =>
        AppendFor(now, consumer, JournalRecordType.SenderReport, senderReport);

    public void OnEvent(Instant now, JsonElement stageEvent) =>
        Append(now, JournalRecordType.StageEvent, 0, JsonMarshal.GetRawUtf8Value(stageEvent));

    public void OnClosed(Instant now) => writer.End(Nanoseconds(now));

    private void AppendFor(Instant now, ConsumerId consumer, JournalRecordType type, ReadOnlySpan<byte> payload)
    {
        if (tracks.TryGetValue(consumer, out var track))
            Append(now, type, track, payload);
    }

    private void Append(Instant now, JournalRecordType type, ushort track, ReadOnlySpan<byte> payload) =>
        writer.Append(new JournalRecordHeader(payload.Length, type, JournalRecordFlags.None, track, Nanoseconds(now)), payload);

    private static long Nanoseconds(Instant now) => now.Microseconds * 1_000;
}
