using System.Text.Json;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Live.Formats;
using Broadcast.Recorder.Manifest;
using Broadcast.Recorder.Sound;
using Broadcast.Recorder.Tracks;
using Broadcast.Sfu.Codecs;
using Broadcast.Sfu.Control.Parameters;

namespace Broadcast.Recorder.Live;

/// <summary>
/// Turns a journal into what can be watched while it is written: pictures by copy, all voices mixed. Everything comes from the journal,
/// so it can be killed and run again from the start. It works some seconds behind what arrives: by then retransmissions and the first sender reports are there.
/// </summary>
internal sealed class LivePackager : IDisposable
{
    private const double BehindNs = 6e9;

    /// <summary>How long the reordering may hold a packet back.</summary>
    private const double ReorderNs = 1.6e9;

    private readonly JournalTail tail;
    private readonly LiveClock clock = new();
    private readonly PictureQueue pictures;
    private readonly VoiceMix voices;
    private readonly Queue<(TrackKey Key, JournalRecordType Type, double Ns, byte[] Payload)> waiting = [];
    private readonly Dictionary<TrackKey, LiveTrack> tracks = [];
    private readonly StageView stage;
    private readonly string journalDirectory;
    private double newestNs;

    public LivePackager(RecordingId recordingId, string journalDirectory, string outputDirectory, Action<LiveFile> made)
    {
        Directory.CreateDirectory(outputDirectory);
        this.journalDirectory = journalDirectory;
        tail = new JournalTail(journalDirectory);
        Output = new LiveOutput(new LiveFolder(recordingId, outputDirectory, made));
        pictures = new PictureQueue(Output.OnPicture);
        voices = new VoiceMix(Output.OnSound);
        stage = new StageView(clock, Output.CanShow);
    }

    public LiveOutput Output { get; }
    public LiveClock Clock => clock;

    /// <summary>Session time in seconds of what arrived last.</summary>
    public double NewestSeconds => newestNs / 1e9;

    /// <summary>What is on the stage at the moment that was packaged last.</summary>
    public StageView Stage => stage;

    /// <summary>Takes what the journal has by now.</summary>
    public void Advance(CancellationToken cancellationToken = default)
    {
        while (tail.TryRead(out var record))
        {
            cancellationToken.ThrowIfCancellationRequested();
            clock.Take(record);
            if (clock.Survey.Time.TryToSessionNs(record.Chunk.Epoch, record.Header.ArrivalNs, out var ns))
            {
                newestNs = Math.Max(newestNs, ns);
                waiting.Enqueue((new TrackKey(record.Chunk.Epoch, record.Header.Track), record.Header.Type, ns, record.Payload.ToArray()));
            }
            // A journal that is read from its start goes by in no time: it is packaged at the same distance as a running one.
            if (waiting.Count > 0 && newestNs - waiting.Peek().Ns > 2 * BehindNs)
                Package(newestNs - BehindNs);
        }
        Package(newestNs - BehindNs);
    }

    /// <summary>Takes all there is and ends what can be watched.</summary>
    public void Finish(CancellationToken cancellationToken = default)
    {
        Advance(cancellationToken);
        Package(double.PositiveInfinity);
        foreach (var track in tracks.Values)
            track.Flush();
        var endNs = Math.Max(clock.Survey.EndNs, 0);
        pictures.ReleaseTo(double.PositiveInfinity);
        voices.Finish(endNs);
        Output.Finish(endNs);
    }

    /// <summary>Writes what the recording is worth beside its segments; after <see cref="Finish"/>.</summary>
    public void Certify()
    {
        var certificate = Certifier.Certify(clock, Output, journalDirectory);
        Output.Folder.WriteGrowing(
            LiveFileNames.Certificate, JsonSerializer.SerializeToUtf8Bytes(certificate, RecordingJson.Default.RecordingCertificate), "application/json");
    }

    public void Dispose()
    {
        voices.Dispose();
        tail.Dispose();
    }

    private void Package(double untilNs)
    {
        clock.Update();
        while (waiting.TryPeek(out var next) && next.Ns <= untilNs)
        {
            AdvanceTo(next.Ns - ReorderNs);
            Take(waiting.Dequeue());
        }
        if (!double.IsInfinity(untilNs))
            AdvanceTo(untilNs - ReorderNs);
    }

    /// <summary>Nothing of an earlier time comes any more.</summary>
    private void AdvanceTo(double ns)
    {
        pictures.ReleaseTo(ns);
        voices.AdvanceTo(ns);
    }

    private void Take((TrackKey Key, JournalRecordType Type, double Ns, byte[] Payload) record)
    {
        if (record.Type == JournalRecordType.Rtp)
        {
            TrackOf(record.Key)?.OnRtp(record.Ns, record.Payload);
            return;
        }
        stage.Take(record.Key, record.Type, record.Ns, record.Payload);
        if (record.Type == JournalRecordType.TrackClosed)
            Close(record.Key);
        else if (record.Type == JournalRecordType.ChunkStart)
            foreach (var lost in tracks.Keys.Where(key => key.Epoch < record.Key.Epoch).ToList())
                Close(lost);
    }

    private void Close(TrackKey key)
    {
        if (!tracks.Remove(key, out var closed))
            return;
        closed.Flush();
        voices.Release(key);
    }

    private LiveTrack? TrackOf(TrackKey key)
    {
        if (tracks.TryGetValue(key, out var track))
            return track;
        if (!clock.Survey.Tracks.TryGetValue(key, out var survey) || survey.Codec is not { } codec
            || Depacketiser.For(CodecPayload.FromMimeType(codec.MimeType), codec.Channels ?? 1) is not { } depacketiser)
            return null;
        var isAudio = survey.Track.Kind == MediaKind.Audio;
        LiveTrack? made = null;
        made = new LiveTrack(key, clock, codec, survey.OrientationId, depacketiser, (timeNs, isKey, frame) =>
        {
            if (isAudio)
                voices.OnPacket(key, timeNs, frame);
            else
                pictures.Add(made!.Picture(stage.PreferredPicture(), timeNs, isKey, frame));
        });
        return tracks[key] = made;
    }
}
