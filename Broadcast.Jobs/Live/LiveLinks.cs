using System.Globalization;
using Broadcast.Jobs.Downloads;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Recorder.Certification;
using Broadcast.Recorder.Live;

namespace Broadcast.Jobs.Live;

/// <summary>
/// Links to a recording's HLS. The signature stands in the path and holds for the whole folder, so that the relative names in playlists
/// work in every player.
/// </summary>
public sealed class LiveLinks(DownloadLinks links, IObjectStore store)
{
    /// <returns>The path of the master playlist; null if nothing can be played yet.</returns>
    public Task<string?> MasterOfAsync(string recordingId, CancellationToken ct) => LinkToAsync(recordingId, LiveOutput.MasterName, ct);

    /// <returns>The path of the certificate; null while the recording runs.</returns>
    public Task<string?> CertificateOfAsync(string recordingId, CancellationToken ct) => LinkToAsync(recordingId, RecordingCertificate.FileName, ct);

    internal DownloadLinkVerdict Check(string recordingId, long expires, string signature) =>
        links.Check(LiveKeys.FolderOf(recordingId), expires, inline: true, signature);

    private async Task<string?> LinkToAsync(string recordingId, string name, CancellationToken ct)
    {
        if (await store.HeadAsync(LiveKeys.Of(recordingId, name), ct) is null)
            return null;
        var (expires, signature) = links.Grant(LiveKeys.FolderOf(recordingId), DownloadLinks.DefaultLifetime);
        return string.Create(CultureInfo.InvariantCulture, $"/live/{recordingId}/{expires}/{signature}/{name}");
    }
}
