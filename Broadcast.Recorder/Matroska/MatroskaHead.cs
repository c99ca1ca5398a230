using Broadcast.Sfu.Rtp;

namespace Broadcast.Recorder.Matroska;

/// <summary>What stands before the clusters of a Matroska or WebM file (RFC 9559 §5.1), and the points of its index.</summary>
internal static class MatroskaHead
{
    private const long TimestampScaleNs = 1_000_000;

    /// <param name="docType"><c>matroska</c> or <c>webm</c>.</param>
    public static void WriteDocType(EbmlBuffer head, string docType)
    {
        var body = head.Begin(MatroskaId.Ebml);
        head.Text(MatroskaId.DocType, docType);
        head.Unsigned(MatroskaId.DocTypeVersion, 4);
        head.Unsigned(MatroskaId.DocTypeReadVersion, 2);
        head.End(body);
    }

    /// <summary>Times are milliseconds from here on.</summary>
    /// <param name="durationMs">Its eight bytes are the last that are written; null leaves it out.</param>
    public static void WriteInfo(EbmlBuffer head, double? durationMs)
    {
        var body = head.Begin(MatroskaId.Info);
        head.Unsigned(MatroskaId.TimestampScale, TimestampScaleNs);
        head.Text(MatroskaId.MuxingApp, "Broadcast");
        head.Text(MatroskaId.WritingApp, "Broadcast.Recorder");
        if (durationMs is { } duration)
            head.Float(MatroskaId.Duration, duration);
        head.End(body);
    }

    /// <param name="tracks">Numbered from 1.</param>
    public static void WriteTracks(EbmlBuffer head, params ReadOnlySpan<MatroskaTrack> tracks)
    {
        var body = head.Begin(MatroskaId.Tracks);
        for (var i = 0; i < tracks.Length; i++)
            WriteTrack(head, (ulong)i + 1, tracks[i]);
        head.End(body);
    }

    /// <param name="position">Of the cluster, from the start of the segment's content.</param>
    public static void WriteCuePoint(EbmlBuffer cues, long timeMs, byte track, long position)
    {
        var point = cues.Begin(MatroskaId.CuePoint);
        cues.Unsigned(MatroskaId.CueTime, (ulong)timeMs);
        var positions = cues.Begin(MatroskaId.CueTrackPositions);
        cues.Unsigned(MatroskaId.CueTrack, track);
        cues.Unsigned(MatroskaId.CueClusterPosition, (ulong)position);
        cues.End(positions);
        cues.End(point);
    }

    private static void WriteTrack(EbmlBuffer head, ulong number, MatroskaTrack track)
    {
        var entry = head.Begin(MatroskaId.TrackEntry);
        head.Unsigned(MatroskaId.TrackNumber, number);
        head.Unsigned(MatroskaId.TrackUid, number);
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
        if (track.Orientation != default)
            WriteProjection(head, track.Orientation);
        head.End(video);
    }

    /// <summary>
    /// A flat picture that is turned around the line of sight and, if it is mirrored, seen from behind (RFC 9559 §5.1.4.1.28.41). It is mirrored
    /// first, so that it has to be turned the other way.
    /// </summary>
    private static void WriteProjection(EbmlBuffer head, VideoOrientation orientation)
    {
        const int rectangular = 0;
        var clockwise = orientation.QuarterTurns == 3 ? -90 : 90 * orientation.QuarterTurns;
        var projection = head.Begin(MatroskaId.Projection);
        head.Unsigned(MatroskaId.ProjectionType, rectangular);
        if (orientation.IsMirrored)
            head.Float(MatroskaId.ProjectionPoseYaw, 180);
        head.Float(MatroskaId.ProjectionPoseRoll, orientation.IsMirrored ? clockwise : -clockwise);
        head.End(projection);
    }
}
