using System.Buffers.Binary;

namespace Broadcast.Recorder.Matroska;

/// <summary>
/// Writes one track as a Matroska file (RFC 9559) whose timestamps are session milliseconds, with cues at key frames. Streaming:
/// one cluster is held in memory. <see cref="Complete"/> fills in duration and index; without it the file plays but cannot be sought.
/// </summary>
public sealed class MatroskaWriter
{
    private const byte TrackNumber = 1;
    private const long MaxClusterMs = 5_000;
    private const long MinClusterMs = 1_000;
    private const long TimestampScaleNs = 1_000_000;

    private readonly Stream stream;
    private readonly bool isAudio;
    private readonly EbmlBuffer cluster = new();
    private readonly List<(long TimeMs, long Position)> cues = [];
    private readonly long segmentStart;
    private readonly long cuesSeekAt;
    private readonly long durationAt;
    private int clusterBody;
    private long clusterTimeMs;
    private long lastTimeMs;

    /// <param name="stream">Seekable and empty.</param>
    public MatroskaWriter(Stream stream, MatroskaTrack track)
    {
        this.stream = stream;
        isAudio = track.IsAudio;
        var head = new EbmlBuffer();
        WriteDocType(head);
        head.WriteId(MatroskaId.Segment);
        head.WriteSize(0);
        segmentStart = head.Length;
        cuesSeekAt = WriteSeekHead(head);
        durationAt = WriteInfo(head);
        WriteTrack(head, track);
        stream.Write(head.Written);
    }

    /// <param name="timeMs">Not before that of the frame before.</param>
    public void Write(long timeMs, bool isKey, ReadOnlySpan<byte> frame)
    {
        if (MustBeginCluster(timeMs, isKey))
            BeginCluster(timeMs, isKey);
        cluster.SimpleBlock(TrackNumber, (short)(timeMs - clusterTimeMs), isKey, frame);
        lastTimeMs = timeMs;
    }

    /// <summary>Writes the index and what the head must say about the whole.</summary>
    public void Complete()
    {
        FlushCluster();
        var cuesPosition = stream.Position - segmentStart;
        WriteCues();
        var end = stream.Position;
        Patch(segmentStart - 8, 0x0100_0000_0000_0000UL + (ulong)(end - segmentStart));
        Patch(cuesSeekAt, (ulong)cuesPosition);
        Patch(durationAt, BitConverter.DoubleToUInt64Bits(lastTimeMs));
        stream.Position = end;
    }

    private bool MustBeginCluster(long timeMs, bool isKey)
    {
        var age = timeMs - clusterTimeMs;
        return cluster.Length == 0 || age >= MaxClusterMs || isKey && !isAudio && age >= MinClusterMs;
    }

    private void BeginCluster(long timeMs, bool isKey)
    {
        FlushCluster();
        if (isKey)
            cues.Add((timeMs, stream.Position - segmentStart));
        clusterTimeMs = timeMs;
        clusterBody = cluster.Begin(MatroskaId.Cluster);
        cluster.Unsigned(MatroskaId.ClusterTimestamp, (ulong)timeMs);
    }

    private void FlushCluster()
    {
        if (cluster.Length == 0)
            return;
        cluster.End(clusterBody);
        stream.Write(cluster.Written);
        cluster.Clear();
    }

    private void WriteCues()
    {
        var index = new EbmlBuffer();
        var body = index.Begin(MatroskaId.Cues);
        foreach (var (timeMs, position) in cues)
        {
            var point = index.Begin(MatroskaId.CuePoint);
            index.Unsigned(MatroskaId.CueTime, (ulong)timeMs);
            var positions = index.Begin(MatroskaId.CueTrackPositions);
            index.Unsigned(MatroskaId.CueTrack, TrackNumber);
            index.Unsigned(MatroskaId.CueClusterPosition, (ulong)position);
            index.End(positions);
            index.End(point);
        }
        index.End(body);
        stream.Write(index.Written);
    }

    private void Patch(long at, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        stream.Position = at;
        stream.Write(bytes);
    }

    private static void WriteDocType(EbmlBuffer head)
    {
        var body = head.Begin(MatroskaId.Ebml);
        head.Text(MatroskaId.DocType, "matroska");
        head.Unsigned(MatroskaId.DocTypeVersion, 4);
        head.Unsigned(MatroskaId.DocTypeReadVersion, 2);
        head.End(body);
    }

    /// <returns>Where the position of the cues is to be filled in.</returns>
    private static long WriteSeekHead(EbmlBuffer head)
    {
        var body = head.Begin(MatroskaId.SeekHead);
        var seek = head.Begin(MatroskaId.Seek);
        Span<byte> id = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(id, MatroskaId.Cues);
        head.Binary(MatroskaId.SeekId, id);
        head.Unsigned(MatroskaId.SeekPosition, 0);
        head.End(seek);
        head.End(body);
        return head.Length - 8;
    }

    /// <returns>Where the duration is to be filled in.</returns>
    private static long WriteInfo(EbmlBuffer head)
    {
        var body = head.Begin(MatroskaId.Info);
        head.Unsigned(MatroskaId.TimestampScale, TimestampScaleNs);
        head.Text(MatroskaId.MuxingApp, "Broadcast");
        head.Text(MatroskaId.WritingApp, "Broadcast.Recorder");
        head.Float(MatroskaId.Duration, 0);
        head.End(body);
        return head.Length - 8;
    }

    private static void WriteTrack(EbmlBuffer head, MatroskaTrack track)
    {
        var tracks = head.Begin(MatroskaId.Tracks);
        var entry = head.Begin(MatroskaId.TrackEntry);
        head.Unsigned(MatroskaId.TrackNumber, TrackNumber);
        head.Unsigned(MatroskaId.TrackUid, TrackNumber);
        head.Unsigned(MatroskaId.TrackType, track.IsAudio ? 2u : 1u);
        head.Unsigned(MatroskaId.FlagLacing, 0);
        head.Text(MatroskaId.CodecId, track.CodecId);
        if (track.CodecPrivate.Length > 0)
            head.Binary(MatroskaId.CodecPrivate, track.CodecPrivate);
        if (track.IsAudio)
            WriteAudio(head, track);
        else
            WriteVideo(head, track);
        head.End(entry);
        head.End(tracks);
    }

    private static void WriteAudio(EbmlBuffer head, MatroskaTrack track)
    {
        head.Unsigned(MatroskaId.CodecDelay, 0);
        head.Unsigned(MatroskaId.SeekPreRoll, 80_000_000);
        var audio = head.Begin(MatroskaId.Audio);
        head.Float(MatroskaId.SamplingFrequency, 48_000);
        head.Unsigned(MatroskaId.Channels, (ulong)track.Channels);
        head.End(audio);
    }

    private static void WriteVideo(EbmlBuffer head, MatroskaTrack track)
    {
        var video = head.Begin(MatroskaId.Video);
        head.Unsigned(MatroskaId.PixelWidth, (ulong)track.Size.Width);
        head.Unsigned(MatroskaId.PixelHeight, (ulong)track.Size.Height);
        head.End(video);
    }
}
