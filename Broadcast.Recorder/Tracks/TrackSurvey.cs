using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Manifest;
using Broadcast.Recorder.Timing;
using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Control.Ortc;
using Broadcast.Sfu.Control.Parameters;
using Broadcast.Sfu.Rtcp;
using Broadcast.Sfu.Rtp;

namespace Broadcast.Recorder.Tracks;

/// <summary>What a first reading of the journal tells of one track: counts, timing and when it was open and paused.</summary>
internal sealed class TrackSurvey(JournalTrack track, double addedNs)
{
    /// <summary>A camera that is on sends without end: after this long without a packet there is nothing to see of it.</summary>
    private const double SilenceNs = 3e9;

    private readonly Dictionary<uint, StreamSurvey> streams = [];
    private readonly List<(double FromNs, double ToNs)> paused = [];
    private readonly List<(double FromNs, double ToNs)> silences = [];
    private double? pausedSinceNs;
    private double? closedNs;
    private (uint Ssrc, uint Timestamp)? last;

    private sealed record StreamSurvey(StreamTimeline Timeline, StreamNumbers Numbers, StreamLosses Losses);

    public JournalTrack Track => track;

    /// <summary>The codec of the first packet that had a known payload type. Others are not written: a producer does not change its codec.</summary>
    public RtpCodecParameters? Codec { get; private set; }

    /// <summary>Id of the header extension that tells how pictures are to be turned; 0 if there is none.</summary>
    public byte OrientationId => track.RtpParameters.HeaderExtensions.FirstOrDefault(extension => extension.Uri == HeaderExtensionUri.VideoOrientation)?.Id ?? 0;

    public double LastArrivalNs { get; private set; } = addedNs;
    public long PacketsExpected => PacketsReceived + PacketsMissing;
    public long PacketsReceived => streams.Values.Sum(stream => stream.Losses.Received);

    /// <summary>Without what was sent while the track was paused, or while another of its streams was recorded: that is not to be there.</summary>
    public long PacketsMissing => streams.Values.Sum(stream => stream.Losses.Missing);

    public long PacketsRecovered => streams.Values.Sum(stream => stream.Losses.Recovered);

    /// <summary>What is missing, by time.</summary>
    public IReadOnlyList<PacketGap> Gaps => [.. streams.Values.SelectMany(stream => stream.Losses.Gaps).OrderBy(gap => gap.NoticedNs)];

    /// <summary>Packets that are no RTP or whose payload type is not the track's.</summary>
    public long PacketsInvalid { get; private set; }

    public void OnRtp(double arrivalNs, ReadOnlySpan<byte> bytes)
    {
        var isValid = RtpPacket.TryParse(bytes, out var packet) && TryChooseCodec(packet.PayloadType);
        if (arrivalNs - LastArrivalNs > SilenceNs && !(isValid && Continues(packet)))
            silences.Add((LastArrivalNs, arrivalNs));
        LastArrivalNs = arrivalNs;
        if (!isValid)
        {
            PacketsInvalid++;
            return;
        }
        var stream = Stream(packet.Ssrc);
        var sequence = stream.Numbers.Extend(packet.SequenceNumber, out var isAnew);
        if (isAnew || last?.Ssrc != packet.Ssrc)
            stream.Losses.Interrupt();
        last = (packet.Ssrc, packet.Timestamp);
        stream.Losses.OnPacket(sequence, arrivalNs);
        stream.Timeline.OnPacket(arrivalNs, sequence, packet.Timestamp);
    }

    public void OnSenderReport(double arrivalNs, ReadOnlySpan<byte> bytes)
    {
        if (RtcpPacket.TryParse(bytes, out var packet) && SenderReport.TryParse(packet, out var report) && Codec is not null)
            Stream(report.Ssrc).Timeline.OnSenderReport(arrivalNs, report.NtpTime, report.RtpTimestamp);
    }

    public void OnPaused(double ns)
    {
        pausedSinceNs ??= ns;
        foreach (var stream in streams.Values)
            stream.Losses.Interrupt();
    }

    public void OnResumed(double ns)
    {
        if (pausedSinceNs is { } since)
            paused.Add((since, ns));
        pausedSinceNs = null;
    }

    public void OnClosed(double ns) => closedNs ??= ns;

    /// <summary>Every stream's pieces so far, by the time of their first packet.</summary>
    public IReadOnlyList<TimelinePiece> Pieces() =>
        [.. streams.Values.SelectMany(stream => stream.Timeline.Pieces()).OrderBy(piece => piece.FirstArrivalNs)];

    /// <summary>When there was something of it, from its first frame to its end without the pauses.</summary>
    /// <param name="isRestless">It sends all the time while it is on: then long silences are left out too, such as before a lost presenter is given up.</param>
    public IReadOnlyList<SessionSpan> ActiveSpans(double firstFrameNs, double endNs, bool isRestless)
    {
        OnResumed(endNs);
        endNs = Math.Min(endNs, closedNs ?? endNs);
        if (isRestless && endNs - LastArrivalNs > SilenceNs)
            endNs = LastArrivalNs;
        var spans = new List<SessionSpan>();
        var fromNs = firstFrameNs;
        foreach (var pause in paused.Concat(isRestless ? silences : []).OrderBy(each => each.FromNs).Append((FromNs: endNs, ToNs: endNs)))
        {
            var toNs = Math.Min(pause.FromNs, endNs);
            if (toNs > fromNs)
                spans.Add(new SessionSpan(Span(fromNs), Span(toNs)));
            fromNs = Math.Max(fromNs, pause.ToNs);
        }
        return spans;
    }

    private StreamSurvey Stream(uint ssrc)
    {
        if (!streams.TryGetValue(ssrc, out var stream))
            streams[ssrc] = stream = new StreamSurvey(new StreamTimeline(ssrc, Codec!.ClockRate, Track.Kind), new StreamNumbers(), new StreamLosses());
        return stream;
    }

    /// <summary>Whether a packet goes on where the last one stopped, by its timestamp: what was sent meanwhile comes late and all at once.</summary>
    private bool Continues(in RtpPacket packet) =>
        last is var (ssrc, timestamp) && packet.Ssrc == ssrc && Math.Abs((int)(packet.Timestamp - timestamp) * (1e9 / Codec!.ClockRate)) < SilenceNs;

    private bool TryChooseCodec(byte payloadType)
    {
        Codec ??= track.RtpParameters.Codecs.FirstOrDefault(
            codec => codec.PayloadType == payloadType && CodecPayload.FromMimeType(codec.MimeType) != Sfu.Codecs.Codec.Unknown);
        return Codec?.PayloadType == payloadType;
    }

    private static TimeSpan Span(double ns) => TimeSpan.FromTicks((long)(ns / 100));
}
