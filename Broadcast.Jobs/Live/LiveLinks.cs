using System.Globalization;
using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Downloads;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Recorder.Live.Formats;

namespace Broadcast.Jobs.Live;

/// <summary>
/// Links to what can be watched of a recording. The signature stands in the path and holds for the whole folder, so that the relative names in playlists
/// work in every player.
/// </summary>
public sealed class LiveLinks(DownloadLinks links, IObjectStore store)
{
    /// <returns>The path of the WebM of what there is so far, or of the HLS master playlist; null if nothing can be played yet.</returns>
    public async Task<string?> PlayableOfAsync(Recording recording, CancellationToken cancellationToken) => await WebmFile.FindAsync(store, recording.Id, cancellationToken) is { } webm
        ? LinkTo(recording, webm.LatestName)
        : await LinkToAsync(recording, LiveFileNames.MasterPlaylist, cancellationToken);

    /// <returns>The path of the certificate; null while the recording runs.</returns>
    public Task<string?> CertificateOfAsync(Recording recording, CancellationToken cancellationToken) => LinkToAsync(recording, LiveFileNames.Certificate, cancellationToken);

    private async Task<string?> LinkToAsync(Recording recording, string name, CancellationToken cancellationToken) =>
        await store.HeadAsync(LiveKeys.Of(recording.Id, name), cancellationToken) is null ? null : LinkTo(recording, name);

    private string LinkTo(Recording recording, string name)
    {
        var grant = links.Grant(LiveKeys.FolderOf(recording.Id), recording.LinkSeries, inline: true);
        return string.Create(CultureInfo.InvariantCulture, $"/live/{recording.Id}/{grant.Holder}/{grant.Expires}/{links.Sign(grant)}/{name}");
    }
}
