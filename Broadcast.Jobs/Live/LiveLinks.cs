using System.Globalization;
using Broadcast.Jobs.Downloads;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Recorder.Certification;
using Broadcast.Recorder.Live.Hls;

namespace Broadcast.Jobs.Live;

/// <summary>
/// Links to what can be watched of a recording. The signature stands in the path and holds for the whole folder, so that the relative names in playlists
/// work in every player.
/// </summary>
public sealed class LiveLinks(DownloadLinks links, IObjectStore store)
{
    /// <returns>The path of the WebM of what there is so far, or of the HLS master playlist; null if nothing can be played yet.</returns>
    public async Task<string?> PlayableOfAsync(string recordingId, CancellationToken ct) => await WebmFile.FindAsync(store, recordingId, ct) is { } webm
        ? LinkTo(recordingId, webm.LatestName)
        : await LinkToAsync(recordingId, HlsFormat.MasterName, ct);

    /// <returns>The path of the certificate; null while the recording runs.</returns>
    public Task<string?> CertificateOfAsync(string recordingId, CancellationToken ct) => LinkToAsync(recordingId, RecordingCertificate.FileName, ct);

    internal DownloadLinkVerdict Check(string recordingId, long expires, string signature) =>
        links.Check(LiveKeys.FolderOf(recordingId), expires, inline: true, signature);

    private async Task<string?> LinkToAsync(string recordingId, string name, CancellationToken ct) =>
        await store.HeadAsync(LiveKeys.Of(recordingId, name), ct) is null ? null : LinkTo(recordingId, name);

    private string LinkTo(string recordingId, string name)
    {
        var (expires, signature) = links.Grant(LiveKeys.FolderOf(recordingId), DownloadLinks.DefaultLifetime);
        return string.Create(CultureInfo.InvariantCulture, $"/live/{recordingId}/{expires}/{signature}/{name}");
    }
}
