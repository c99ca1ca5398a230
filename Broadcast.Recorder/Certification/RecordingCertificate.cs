using System.Globalization;
using System.Security.Cryptography;
using Broadcast.Recorder.Finalising;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Live;

namespace Broadcast.Recorder.Certification;

/// <summary>
/// What a recording is worth, in figures: what should be in it, what is, what is missing and when, and the hashes by which its files can
/// be checked later. Made from the journal when it ends.
/// </summary>
/// <param name="Shed">Packets that were received but could not be stored: the disk did not keep up.</param>
public sealed record RecordingCertificate(
    string RecordingId, DateTimeOffset StartedAt, long DurationMs, bool EndedInOrder, bool IsComplete, long Shed,
    IReadOnlyList<CertifiedTrack> Tracks, IReadOnlyList<DamagedRange> Damage,
    IReadOnlyList<CertifiedSegment> Journal, IReadOnlyList<CertifiedSegment> Segments)
{
    public const string FileName = "certificate.json";

    private const int MissingListed = 500;

    /// <summary>Certifies what a packager has read.</summary>
    public static RecordingCertificate Of(LiveClock clock, LiveOutput output, string journalDirectory)
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
            survey.RecordingId, survey.Time.StartedAt, (long)(survey.EndNs / 1e6), survey.EndedCleanly, isComplete, survey.RecordsShed,
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
