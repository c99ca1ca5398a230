using System.Globalization;
using System.Security.Cryptography;
using Broadcast.Recorder.Certification;
using Broadcast.Recorder.Journal;

namespace Broadcast.Recorder.Live;

/// <summary>Makes the certificate of a recording from what its packager has read.</summary>
internal static class Certifier
{
    private const int MissingListed = 500;

    /// <param name="clock">Has read the journal to its end.</param>
    /// <param name="output">Has written what could be watched.</param>
    /// <param name="journalDirectory">Its chunks are hashed.</param>
    public static RecordingCertificate Certify(LiveClock clock, LiveOutput output, string journalDirectory)
    {
        var survey = clock.Survey;
        var tracks = survey.Tracks.OrderBy(entry => (entry.Key.Epoch, entry.Key.Track)).Select(entry =>
        {
            var (key, track) = entry;
            var producer = clock.ProducerOf(track.Track.Producer.Value);
            return new CertifiedTrack(
                string.Create(CultureInfo.InvariantCulture, $"{key.Epoch}-{key.Track}"), producer?.DisplayName, producer?.Source, track.Track.Kind, track.Codec?.MimeType,
                track.PacketsExpected, track.PacketsReceived, track.PacketsRecovered, track.PacketsMissing, track.PacketsInvalid,
                [.. track.Gaps.Take(MissingListed).Select(gap => new MissingPackets((long)(gap.NoticedNs / 1e6), gap.Count))]);
        }).ToList();
        var isComplete = survey.RecordsShed == 0 && tracks.All(track => track.PacketsMissing + track.PacketsInvalid == 0);
        return new RecordingCertificate(
            output.Folder.RecordingId, survey.Time.StartedAt, (long)(survey.EndNs / 1e6), survey.EndedCleanly, isComplete, survey.RecordsShed,
            tracks, survey.Damage, HashChunks(journalDirectory), output.Folder.Segments);
    }

    private static List<CertifiedSegment> HashChunks(string journalDirectory)
    {
        var hashed = new List<CertifiedSegment>();
        foreach (var chunk in JournalChunkName.List(journalDirectory))
        {
            using var file = new FileStream(
                Path.Combine(journalDirectory, chunk.ToString()), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            hashed.Add(new CertifiedSegment(chunk.ToString(), file.Length, Convert.ToHexStringLower(SHA256.HashData(file))));
        }
        return hashed;
    }
}
