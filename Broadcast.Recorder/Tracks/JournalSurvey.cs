using System.Buffers.Binary;
using System.Text.Json;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Manifest;
using Broadcast.Recorder.Stage;

namespace Broadcast.Recorder.Tracks;

/// <summary>The first of two readings of a journal: everything but the media. Holds summaries only, whatever the length.</summary>
internal sealed class JournalSurvey
{
    private readonly JournalIntroductions introductions;
    private readonly Dictionary<TrackKey, TrackSurvey> tracks = [];
    private readonly List<RecordedEvent> events = [];
    private double? webinarEndedNs;
    private double lastNs;

    /// <summary>Session time of the last record before the epoch that is read.</summary>
    private double epochBeginsAfterNs;
    private int epoch;

    /// <summary>Of a journal of which nothing is known beforehand.</summary>
    public JournalSurvey()
        : this(new JournalIntroductions())
    {
    }

    private JournalSurvey(JournalIntroductions introductions) => this.introductions = introductions;

    public SessionTime Time { get; } = new();

    /// <summary>Null if no chunk says whose it is.</summary>
    public RecordingId? RecordingId { get; private set; }

    public IReadOnlyDictionary<TrackKey, TrackSurvey> Tracks => tracks;
    public IReadOnlyList<RecordedEvent> Events => events;
    public IReadOnlyList<DamagedRange> Damage { get; private set; } = [];
    public long RecordsShed { get; private set; }
    public bool EndedCleanly { get; private set; }

    /// <summary>Session time of the end: of the webinar if the stage said so, otherwise of the journal.</summary>
    public double EndNs => webinarEndedNs ?? lastNs;

    /// <summary>Surveys what is written of a journal, once more if an epoch or a track was introduced after records of it: its first introduction is damaged.</summary>
    public static JournalSurvey Of(string journalDirectory, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var survey = new JournalSurvey();
        survey.Read(journalDirectory, progress, cancellationToken);
        if (!survey.introductions.CameLate)
            return survey;
        survey = new JournalSurvey(survey.introductions);
        survey.Read(journalDirectory, progress, cancellationToken);
        return survey;
    }

    /// <summary>Heeds the next record of a journal.</summary>
    public void Take(in JournalRecord record)
    {
        if (record.Chunk.Epoch != epoch)
            (epoch, epochBeginsAfterNs) = (record.Chunk.Epoch, lastNs);
        if (record.Header.Type == JournalRecordType.ChunkStart)
            OnChunkStart(record.Payload);
        else if (TryToSessionNs(record, out var ns))
            Take(record, ns);
    }

    private void Read(string journalDirectory, IProgress<double> progress, CancellationToken cancellationToken)
    {
        using var reader = new JournalReader(journalDirectory);
        var pace = new ReadingProgress(reader, progress, 0, 40);
        while (reader.TryRead(out var record))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Take(record);
            pace.Report();
        }
        Damage = [.. reader.Damage];
        CloseLostEpochs();
    }

    private bool TryToSessionNs(in JournalRecord record, out double ns)
    {
        if (Time.TryToSessionNs(record.Chunk.Epoch, record.Header.ArrivalNs, out ns))
            return true;
        if (introductions.OfEpoch(record.Chunk.Epoch) is not { } start)
            return false;
        Time.OnChunkStart(start, epochBeginsAfterNs);
        return Time.TryToSessionNs(record.Chunk.Epoch, record.Header.ArrivalNs, out ns);
    }

    private void Take(in JournalRecord record, double ns)
    {
        lastNs = Math.Max(lastNs, ns);
        EndedCleanly = record.Header.Type == JournalRecordType.End;
        var key = new TrackKey(record.Chunk.Epoch, record.Header.Track);
        switch (record.Header.Type)
        {
            case JournalRecordType.TrackAdded:
                OnTrackAdded(key, ns, record.Payload);
                break;
            case JournalRecordType.StageEvent:
                OnStageEvent(ns, record.Payload);
                break;
            case JournalRecordType.Shed when record.Payload.Length >= sizeof(uint):
                RecordsShed += BinaryPrimitives.ReadUInt32LittleEndian(record.Payload);
                break;
            default:
                if (TrackOf(key, ns) is { } track)
                    Take(track, record, ns);
                break;
        }
    }

    private TrackSurvey? TrackOf(TrackKey key, double ns)
    {
        if (!tracks.TryGetValue(key, out var track) && introductions.Of(key) is { } introduced)
            tracks[key] = track = new TrackSurvey(introduced, ns);
        return track;
    }

    private static void Take(TrackSurvey track, in JournalRecord record, double ns)
    {
        switch (record.Header.Type)
        {
            case JournalRecordType.Rtp:
                track.OnRtp(ns, record.Payload);
                break;
            case JournalRecordType.SenderReport:
                track.OnSenderReport(ns, record.Payload);
                break;
            case JournalRecordType.TrackPaused:
                track.OnPaused(ns);
                break;
            case JournalRecordType.TrackResumed:
                track.OnResumed(ns);
                break;
            case JournalRecordType.TrackClosed:
                track.OnClosed(ns);
                break;
        }
    }

    private void OnChunkStart(ReadOnlySpan<byte> payload)
    {
        if (TryParse(payload, JournalJson.Default.JournalChunkStart) is not { } start)
            return;
        RecordingId = start.RecordingId;
        introductions.Heed(start);
        Time.OnChunkStart(start, epochBeginsAfterNs);
    }

    private void OnTrackAdded(TrackKey key, double ns, ReadOnlySpan<byte> payload)
    {
        if (tracks.ContainsKey(key) || TryParse(payload, JournalJson.Default.JournalTrack) is not { } track)
            return;
        introductions.Heed(key, track);
        TrackOf(key, ns);
    }

    private void OnStageEvent(double ns, ReadOnlySpan<byte> payload)
    {
        if (TryParse(payload, RecordingJson.Default.JsonElement) is not { ValueKind: JsonValueKind.Object } stageEvent)
            return;
        var recorded = new RecordedEvent(TimeSpan.FromTicks((long)(ns / 100)), stageEvent);
        switch (recorded.Known)
        {
            case WebinarStarted started:
                Time.OnStarted(started.At, ns);
                break;
            case RecordingContinued continued:
                lastNs = Time.OnContinued(epoch, continued.At, ns, epochBeginsAfterNs);
                recorded = recorded with { At = TimeSpan.FromTicks((long)(lastNs / 100)) };
                break;
            case WebinarEnded ended:
                webinarEndedNs = Time.When(ended.At, ns);
                break;
            case RecordingPaused:
                Time.OnPaused(ns);
                break;
        }
        events.Add(recorded);
    }

    // A process that died closed nothing: what it recorded ended with its last packet.
    private void CloseLostEpochs()
    {
        var lastEpoch = tracks.Keys.Select(key => key.Epoch).DefaultIfEmpty(0).Max();
        foreach (var (key, track) in tracks)
            if (key.Epoch < lastEpoch)
                track.OnClosed(track.LastArrivalNs);
    }

    /// <returns>The default if it is no JSON of that form.</returns>
    internal static T? TryParse<T>(ReadOnlySpan<byte> json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
