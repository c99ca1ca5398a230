using System.Buffers.Binary;

namespace Broadcast.Recorder.Matroska;

/// <summary>
/// Writes one track as a Matroska file (RFC 9559) whose timestamps are session milliseconds, with cues at key frames. Streaming:
/// one cluster is held in memory. <see cref="Complete"/> fills in duration and index; without it the file plays but cannot be sought.
/// </summary>
internal sealed class MatroskaWriter
{
    private const byte TrackNumber = 1;
    private const long MaxClusterMs = 5_000;
    private const long MinClusterMs = 1_000;

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
        MatroskaHead.WriteDocType(head, "matroska");
        head.WriteId(MatroskaId.Segment);
        head.WriteSize(0);
        segmentStart = head.Length;
        cuesSeekAt = WriteSeekHead(head);
        MatroskaHead.WriteInfo(head, durationMs: 0);
        durationAt = head.Length - sizeof(double);
        MatroskaHead.WriteTracks(head, track);
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
            MatroskaHead.WriteCuePoint(index, timeMs, TrackNumber, position);
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
}
