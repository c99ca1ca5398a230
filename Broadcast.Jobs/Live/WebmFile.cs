using System.Globalization;
using System.Text.Json;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Live.Webm;

namespace Broadcast.Jobs.Live;

/// <summary>
/// A recording's clusters in the store as WebM files: <c>recording-N.webm</c> is the first N of them, which never changes, and
/// <c>recording.webm</c> all of them once it has ended.
/// </summary>
internal sealed class WebmFile(IObjectStore store, RecordingId recordingId, WebmIndex index)
{
    private const string WholeName = "recording.webm";
    private const string PartPrefix = "recording-";
    private const string Extension = ".webm";

    /// <summary>The longest file there is by now.</summary>
    public string LatestName => index.HasEnded ? WholeName : string.Create(CultureInfo.InvariantCulture, $"{PartPrefix}{index.Clusters.Count}{Extension}");

    /// <returns>Null if the recording has none, or nothing that can be played yet.</returns>
    public static async Task<WebmFile?> FindAsync(IObjectStore store, RecordingId recordingId, CancellationToken cancellationToken)
    {
        await using var stored = await store.OpenReadAsync(LiveKeys.Of(recordingId, WebmIndex.FileName), range: null, cancellationToken);
        var index = stored is null ? null : await JsonSerializer.DeserializeAsync(stored, WebmIndexJson.Default.WebmIndex, cancellationToken);
        return index is { Clusters.Count: > 0 } ? new WebmFile(store, recordingId, index) : null;
    }

    /// <summary>Whether a name is that of such a file, of whatever recording.</summary>
    public static bool IsName(string name) => name == WholeName || TryCount(name, out _);

    /// <returns>Null if there is no such file, or not yet.</returns>
    public Stream? Open(string name)
    {
        var count = name == WholeName && index.HasEnded ? index.Clusters.Count : TryCount(name, out var some) && some <= index.Clusters.Count ? some : 0;
        return count == 0 ? null : new ObjectStream(store, index.HeadOf(count), [.. index.Clusters.Take(count).Select(Place)]);
    }

    private (ObjectKey, long) Place(WebmCluster cluster, int number) => (LiveKeys.Of(recordingId, WebmIndex.NameOf(number)), cluster.Bytes);

    private static bool TryCount(string name, out int count)
    {
        count = 0;
        return name.StartsWith(PartPrefix, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal)
            && int.TryParse(name.AsSpan()[PartPrefix.Length..^Extension.Length], NumberStyles.None, CultureInfo.InvariantCulture, out count) && count > 0;
    }
}
