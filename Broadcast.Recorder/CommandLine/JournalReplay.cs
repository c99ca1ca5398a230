using System.Globalization;
using System.Text;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Tracks;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Recorder.CommandLine;

/// <summary>Says a journal record by record, one line of JSON each, in its own time or faster.</summary>
internal sealed class JournalReplay(TextWriter output, TimeProvider clock)
{
    /// <param name="only">All tracks if null; then what belongs to none is said too.</param>
    /// <param name="speed">1 is as it came, 0 at once.</param>
    public async Task RunAsync(string directory, TrackKey? only, double speed, CancellationToken cancellationToken)
    {
        using var reader = new JournalReader(directory);
        var startedAt = clock.GetTimestamp();
        long? firstNs = null;
        while (TryReadLine(reader, only, out var line, out var arrivalNs))
        {
            cancellationToken.ThrowIfCancellationRequested();
            firstNs ??= arrivalNs;
            if (speed > 0)
                await WaitAsync(startedAt, (arrivalNs - firstNs.Value) / speed, cancellationToken);
            await output.WriteLineAsync(line.AsMemory(), cancellationToken);
        }
    }

    private Task WaitAsync(long startedAt, double dueNs, CancellationToken cancellationToken)
    {
        var wait = TimeSpan.FromTicks((long)(dueNs / 100)) - clock.GetElapsedTime(startedAt);
        return wait > TimeSpan.Zero ? Task.Delay(wait, clock, cancellationToken) : Task.CompletedTask;
    }

    private static bool TryReadLine(JournalReader reader, TrackKey? only, out string line, out long arrivalNs)
    {
        while (reader.TryRead(out var record))
        {
            arrivalNs = record.Header.ArrivalNs;
            line = Line(record);
            if (only is null || only == new TrackKey(record.Chunk.Epoch, record.Header.Track))
                return true;
        }
        (line, arrivalNs) = ("", 0);
        return false;
    }

    private static string Line(in JournalRecord record)
    {
        var header = record.Header;
        var line = new StringBuilder();
        line.Append(CultureInfo.InvariantCulture,
            $"{{\"chunk\":\"{record.Chunk}\",\"track\":{header.Track},\"arrivalNs\":{header.ArrivalNs},\"type\":\"{header.Type}\",\"bytes\":{header.Length}");
        if (header.Type is JournalRecordType.ChunkStart or JournalRecordType.TrackAdded or JournalRecordType.StageEvent)
            line.Append(",\"payload\":").Append(Encoding.UTF8.GetString(record.Payload));
        else if (header.Type == JournalRecordType.Rtp && RtpPacket.TryParse(record.Payload, out var packet))
            line.Append(CultureInfo.InvariantCulture,
                $",\"ssrc\":{packet.Ssrc},\"payloadType\":{packet.PayloadType},\"sequence\":{packet.SequenceNumber},\"timestamp\":{packet.Timestamp},\"marker\":{(packet.Marker ? "true" : "false")}");
        else if (header.Type == JournalRecordType.SenderReport && RtcpPacket.TryParse(record.Payload, out var rtcp) && SenderReport.TryParse(rtcp, out var report))
            line.Append(CultureInfo.InvariantCulture, $",\"ssrc\":{report.Ssrc},\"ntpUs\":{report.NtpTime.ToMicroseconds()},\"timestamp\":{report.RtpTimestamp}");
        return line.Append('}').ToString();
    }
}
