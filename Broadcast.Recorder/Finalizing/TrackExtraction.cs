using Broadcast.Recorder.Files;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Manifest;
using Broadcast.Recorder.Stage;
using Broadcast.Recorder.Timing;
using Broadcast.Recorder.Tracks;
using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Recorder.Finalizing;

/// <summary>One run from a journal to its tracks: survey, clocks, then media. Reads the journal twice and never holds it.</summary>
/// <param name="only">The one track whose media is written; all of them if null.</param>
internal sealed class TrackExtraction(string journalDirectory, string workDirectory, TrackKey? only = null)
{
    private readonly Dictionary<string, ProducerIntroduced> producers = [];
    private JournalSurvey survey = new();

    public RecordingManifest Run(IProgress<double> progress, CancellationToken cancellationToken)
    {
        survey = JournalSurvey.Of(journalDirectory, progress, cancellationToken);
        foreach (var said in survey.Events)
            if (said.Known is ProducerIntroduced producer)
                producers[producer.ProducerId] = producer;
        var clocks = PublisherClocks.Build(survey.Tracks, PublisherOf);
        var writers = OpenWriters(clocks);
        try
        {
            WriteMedia(writers, progress, cancellationToken);
            return Manifest(survey.Tracks.Select(entry => Describe(entry.Key, entry.Value, writers.GetValueOrDefault(entry.Key), clocks[entry.Key])));
        }
        finally
        {
            foreach (var writer in writers.Values)
                writer.Dispose();
        }
    }

    private string PublisherOf(TrackSurvey track) =>
        producers.GetValueOrDefault(track.Track.Producer.Value)?.ParticipantId?.Value
        ?? track.Track.RtpParameters.Rtcp?.Cname
        ?? track.Track.Consumer.Value;

    private Dictionary<TrackKey, TrackWriter> OpenWriters(IReadOnlyDictionary<TrackKey, IReadOnlyList<PieceClock>> clocks)
    {
        var writers = new Dictionary<TrackKey, TrackWriter>();
        foreach (var (key, track) in survey.Tracks.Where(entry => only is null || only == entry.Key))
        {
            if (track.Codec is not { } codec || Depacketiser.For(CodecPayload.FromMimeType(codec.MimeType), codec.Channels ?? 1) is not { } depacketiser)
                continue;
            var isAudio = track.Track.Kind == MediaKind.Audio;
            writers[key] = new TrackWriter(PathOf(key, track), depacketiser, codec.PayloadType, track.OrientationId, isAudio, clocks[key]);
        }
        return writers;
    }

    private string PathOf(TrackKey key, TrackSurvey track) =>
        Path.Combine(workDirectory, "tracks", $"{key.Epoch}-{key.Track}-{track.Track.Kind.ToString().ToLowerInvariant()}.mkv");

    private void WriteMedia(Dictionary<TrackKey, TrackWriter> writers, IProgress<double> progress, CancellationToken cancellationToken)
    {
        using var reader = new JournalReader(journalDirectory);
        var pace = new ReadingProgress(reader, progress, 40, 99);
        while (reader.TryRead(out var record))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (record.Header.Type == JournalRecordType.Rtp
                && writers.TryGetValue(new TrackKey(record.Chunk.Epoch, record.Header.Track), out var writer)
                && survey.Time.TryToSessionNs(record.Chunk.Epoch, record.Header.ArrivalNs, out var ns))
                writer.OnRtp(ns, record.Payload);
            pace.Report();
        }
    }

    private RecordedTrack Describe(TrackKey key, TrackSurvey track, TrackWriter? writer, IReadOnlyList<PieceClock> clocks)
    {
        var hasFile = writer is not null && writer.Complete();
        var stage = producers.GetValueOrDefault(track.Track.Producer.Value);
        return new RecordedTrack
        {
            Id = track.Track.Consumer.Value,
            ProducerId = track.Track.Producer.Value,
            ParticipantId = stage?.ParticipantId,
            Source = stage?.Source,
            Kind = track.Track.Kind,
            Codec = track.Codec?.MimeType,
            File = hasFile ? FileOf(PathOf(key, track), track.Track.Kind, writer!.LastFrame) : null,
            PacketsExpected = track.PacketsExpected,
            PacketsReceived = track.PacketsReceived,
            PacketsMissing = track.PacketsMissing,
            PacketsInvalid = track.PacketsInvalid + (writer?.PacketsInvalid ?? 0),
            FramesWritten = writer?.FramesWritten ?? 0,
            FramesDropped = writer?.FramesDropped ?? 0,
            Active = hasFile ? track.ActiveSpans(writer!.FirstFrame.Ticks * 100d, survey.EndNs, isRestless: stage?.Source == "camera") : [],
            Width = writer?.Size.Width ?? 0,
            Height = writer?.Size.Height ?? 0,
            Orientations = writer?.Orientations ?? [],
            IsUniform = writer?.IsUniform ?? false,
            Pieces = [.. clocks.Select(clock => Describe(clock))],
        };
    }

    private static RecordedPiece Describe(PieceClock clock) => new(
        clock.Piece.Ssrc,
        TimeSpan.FromTicks((long)(clock.Clock.OriginNs / 100)),
        clock.FromReports ? "senderReports" : "arrival",
        Math.Round(clock.Clock.SkewPpm(clock.Piece.ClockRate), 1));

    private static MediaFile FileOf(string path, MediaKind kind, TimeSpan duration) =>
        new(path, kind == MediaKind.Audio ? "audio/x-matroska" : "video/x-matroska", new FileInfo(path).Length, duration);

    private RecordingManifest Manifest(IEnumerable<RecordedTrack> described)
    {
        var tracks = described.ToList();
        return new RecordingManifest
        {
            RecordingId = survey.RecordingId,
            StartedAt = survey.Time.StartedAt,
            Duration = TimeSpan.FromTicks((long)(survey.EndNs / 100)),
            Tracks = tracks,
            Participants = [.. producers.Values.Where(producer => producer.ParticipantId is not null)
                .DistinctBy(producer => producer.ParticipantId)
                .Select(producer => new RecordedParticipant(producer.ParticipantId!.Value, producer.DisplayName))],
            Events = survey.Events,
            Files = [.. tracks.Select(track => track.File).OfType<MediaFile>()],
            Damage = survey.Damage,
            PacketsShed = survey.RecordsShed,
            EndedCleanly = survey.EndedCleanly,
        };
    }
}
