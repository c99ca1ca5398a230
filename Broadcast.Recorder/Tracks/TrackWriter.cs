using Broadcast.Recorder.Files;
using Broadcast.Recorder.Manifest;
using Broadcast.Recorder.Matroska;
using Broadcast.Recorder.Timing;
using Broadcast.Sfu.Codecs;

namespace Broadcast.Recorder.Tracks;

/// <summary>The second reading of one track: packets to frames to a Matroska file on the session clock.</summary>
internal sealed class TrackWriter : IDisposable
{
    private const long AudioOverlapMs = 10;

    private readonly AtomicFile file;
    private readonly FileStream stream;
    private readonly Depacketiser depacketiser;
    private readonly FrameAssembler assembler;
    private readonly TrackReader reader;
    private readonly bool isAudio;
    private readonly List<RecordedOrientation> orientations = [];
    private MatroskaWriter? writer;
    private long lastMs = -1;
    private long notWritten;

    public TrackWriter(string path, Depacketiser depacketiser, byte payloadType, byte orientationId, bool isAudio, IEnumerable<PieceClock> clocks)
    {
        this.depacketiser = depacketiser;
        this.isAudio = isAudio;
        assembler = new FrameAssembler(depacketiser, orientationId, Write);
        var cursors = clocks.GroupBy(clock => clock.Piece.Ssrc).ToDictionary(own => own.Key, own => new PieceCursor([.. own]));
        reader = new TrackReader(payloadType, assembler, (ssrc, sequence, timestamp) => cursors.TryGetValue(ssrc, out var cursor) ? cursor.TimeNs(sequence, timestamp) : double.NaN);
        file = new AtomicFile(path);
        stream = new FileStream(file.TemporaryPath, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 1 << 16);
    }

    public long FramesWritten => assembler.FramesWritten - notWritten;
    public long FramesDropped => assembler.FramesDropped + notWritten;
    public long PacketsInvalid => assembler.PacketsInvalid;
    public bool IsUniform => depacketiser.IsUniform;

    /// <summary>Size of the first picture; zero for audio.</summary>
    public PictureSize Size { get; private set; }

    /// <summary>How its pictures are to be turned, and from when; none if they are all upright.</summary>
    public IReadOnlyList<RecordedOrientation> Orientations => orientations;

    /// <summary>Session times; meaningful once a frame was written.</summary>
    public TimeSpan FirstFrame { get; private set; }
    public TimeSpan LastFrame => TimeSpan.FromMilliseconds(lastMs);

    public void OnRtp(double arrivalNs, ReadOnlySpan<byte> bytes) => reader.OnRtp(arrivalNs, bytes);

    /// <summary>Writes what is left and gives the file its name.</summary>
    /// <returns>False if there was no whole frame: there is no file.</returns>
    public bool Complete()
    {
        reader.Flush();
        writer?.Complete();
        stream.Dispose();
        if (writer is null)
            return false;
        file.Commit();
        return true;
    }

    public void Dispose()
    {
        stream.Dispose();
        file.Dispose();
    }

    private void Write(double timeNs, bool isKey, ReadOnlySpan<byte> frame)
    {
        var timeMs = (long)Math.Round(timeNs / 1e6);
        if (!TryPlace(ref timeMs) || !TryBegin(timeMs))
        {
            notWritten++;
            return;
        }
        // The file's head has the first key frame's parameters. Once there were others, every key frame carries its own.
        writer!.Write(timeMs, isKey, isKey && !IsUniform ? depacketiser.WithParameters(frame) : frame);
        lastMs = timeMs;
        if (assembler.Orientation != (orientations is [.., var last] ? last.Orientation : default))
            orientations.Add(new RecordedOrientation(TimeSpan.FromMilliseconds(timeMs), assembler.Orientation));
    }

    // Pictures depend on one another, so an early one is moved; sound that overlaps what was already heard is left out.
    private bool TryPlace(ref long timeMs)
    {
        if (isAudio && (timeMs < 0 || timeMs < lastMs - AudioOverlapMs))
            return false;
        timeMs = Math.Max(timeMs, lastMs + 1);
        return true;
    }

    private bool TryBegin(long timeMs)
    {
        if (writer is not null)
            return true;
        if (depacketiser.Describe() is not { } track)
            return false;
        writer = new MatroskaWriter(stream, track with { Orientation = assembler.Orientation });
        Size = track.Size;
        FirstFrame = TimeSpan.FromMilliseconds(timeMs);
        return true;
    }
}
