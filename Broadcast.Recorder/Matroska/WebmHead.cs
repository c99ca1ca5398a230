namespace Broadcast.Recorder.Matroska;

/// <summary>
/// The head of a WebM file whose clusters were written before it: head and clusters, one after the other, are the file. Picture is
/// track 1, sound is track 2.
/// </summary>
internal static class WebmHead
{
    public const byte PictureTrack = 1;
    public const byte SoundTrack = 2;

    /// <summary>A cluster of the file, in order.</summary>
    /// <param name="IsSeekPoint">It begins with a key frame.</param>
    public readonly record struct PlacedCluster(long TimeMs, long Bytes, bool IsSeekPoint);

    /// <summary>A head for any number of clusters: what follows it plays, but has no length and cannot be sought.</summary>
    public static byte[] Open(MatroskaTrack picture, MatroskaTrack sound)
    {
        var head = new EbmlBuffer();
        MatroskaHead.WriteDocType(head, "webm");
        head.WriteId(MatroskaId.Segment);
        head.WriteUnknownSize();
        MatroskaHead.WriteInfo(head, durationMs: null);
        MatroskaHead.WriteTracks(head, picture, sound);
        return head.Written.ToArray();
    }

    /// <summary>The head of a file of just these clusters, with its length and its index.</summary>
    public static byte[] Whole(MatroskaTrack picture, MatroskaTrack sound, double durationMs, IReadOnlyList<PlacedCluster> clusters)
    {
        var content = new EbmlBuffer();
        MatroskaHead.WriteInfo(content, durationMs);
        MatroskaHead.WriteTracks(content, picture, sound);
        var withoutCues = content.Length;
        // Numbers have a fixed size: the index is as long whatever stands in it.
        WriteCues(content, clusters, firstAt: 0);
        var length = content.Length;
        content.Truncate(withoutCues);
        WriteCues(content, clusters, firstAt: length);

        var file = new EbmlBuffer();
        MatroskaHead.WriteDocType(file, "webm");
        file.WriteId(MatroskaId.Segment);
        file.WriteSize((ulong)(length + clusters.Sum(cluster => cluster.Bytes)));
        return [.. file.Written, .. content.Written];
    }

    private static void WriteCues(EbmlBuffer content, IReadOnlyList<PlacedCluster> clusters, long firstAt)
    {
        var body = content.Begin(MatroskaId.Cues);
        var at = firstAt;
        foreach (var cluster in clusters)
        {
            if (cluster.IsSeekPoint)
                MatroskaHead.WriteCuePoint(content, cluster.TimeMs, PictureTrack, at);
            at += cluster.Bytes;
        }
        content.End(body);
    }
}
