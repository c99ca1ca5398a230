using Broadcast.Jobs.ObjectStores;
using Broadcast.Recorder.Journal;
using Broadcast.TestMedia;

namespace Broadcast.Bench.Recording;

/// <summary>What is there when a recording is over.</summary>
/// <param name="directory">The victim's data.</param>
internal sealed class ChaosOutcome(string directory, IObjectStore store)
{
    private const string Recording = RecordingVictim.RecordingId;

    /// <summary>What may lie there for as long as the recording exists: databases, the secret of the links, the journal and its HLS.</summary>
    private static readonly string[] Kept =
    [
        "broadcast.db*", "download-links.key", $"journals/{Recording}/closed", $"journals/{Recording}/*.rtpj",
        .. ((string[])["stored", "*.m3u8", "audio-*.m4s", "video-*.m4s", "audio-init.mp4", "video-init*.mp4", "webm-init.webm", "cluster-*.webm", "*.json"]).Select(name => $"journals/{Recording}/live/{name}"),
    ];

    /// <summary>Whether the HLS is whole in the store.</summary>
    public bool IsStored => File.Exists(Path.Combine(directory, "journals", Recording, "live", "stored"));

    /// <summary>Different packets in the journal, how many pictures end among them, and the longest time between two packets.</summary>
    public (long Packets, int Pictures, TimeSpan Silence) ReadJournal()
    {
        var packets = new HashSet<(ushort, byte, byte)>();
        var pictures = 0;
        var (silenceNs, lastNs) = (0L, long.MaxValue);
        using var reader = new JournalReader(Path.Combine(directory, "journals", Recording));
        while (reader.TryRead(out var record))
        {
            if (record.Header.Type != JournalRecordType.Rtp || !packets.Add((record.Header.Track, record.Payload[2], record.Payload[3])))
                continue;
            silenceNs = Math.Max(silenceNs, record.Header.ArrivalNs - lastNs);
            lastNs = record.Header.ArrivalNs;
            // The marker bit and the payload type (RFC 3550 §5.1).
            pictures += record.Payload[1] == (0x80 | JournalFeed.VideoPayloadType) ? 1 : 0;
        }
        return (packets.Count, pictures, TimeSpan.FromMicroseconds(silenceNs / 1_000));
    }

    /// <returns>The numbers of the frames in the published video; none if there is none.</returns>
    public async Task<IReadOnlySet<int>> ReadFramesAsync(CancellationToken ct)
    {
        var path = Path.Combine(ChaosEnclosure.Elsewhere, "recording.mp4");
        await using (var stored = await store.OpenReadAsync(ObjectKey.Parse($"recordings/{Recording}/v1/recording.mp4"), range: null, ct))
        {
            if (stored is null)
                return new HashSet<int>();
            await using var file = File.Create(path);
            await stored.CopyToAsync(file, ct);
        }
        var analysis = await MediaAnalysis.OfAsync(path);
        return analysis.Frames.Select(frame => frame.Number).OfType<int>().Where(number => number < NumberedStream.Seconds * EncodedClip.FramesPerSecond).ToHashSet();
    }

    /// <summary>Files that nobody needs any more: all but what is known to be needed.</summary>
    public IReadOnlyList<string> Left() =>
    [
        .. Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(directory, path))
            .Where(path => !Kept.Any(pattern => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, path, ignoreCase: false))),
        .. Directory.EnumerateFiles(ChaosEnclosure.SharedMemory, "broadcast-*"),
    ];
}
