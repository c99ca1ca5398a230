using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Recorder.Journal;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Jobs.Downloads;

/// <summary>
/// Decides whether a request may have what its link names. A link ends when it expires, except for its holder, who goes on watching; when
/// its holder signs out; and when all links of the recording are taken back. The last two also end what is being sent.
/// </summary>
internal sealed class LinkGate(DownloadLinks links, ILinkHolders holders, IDbContextFactory<RecordingCatalogue> catalogues, TimeProvider time)
{
    /// <returns>Whether to answer; a response that is <see cref="DownloadLinkVerdict.Valid"/> is watched from then on.</returns>
    public async Task<DownloadLinkVerdict> AdmitAsync(
        HttpContext request, RecordingId recordingId, ObjectKey key, bool inline, long expires, string holder, string signature)
    {
        var cancellationToken = request.RequestAborted;
        var grant = new LinkGrant(key, inline, expires, holder, await SeriesOfAsync(recordingId, cancellationToken));
        var verdict = links.Check(grant, signature);
        if (verdict == DownloadLinkVerdict.Expired && holders.IsCaller(holder, request))
            verdict = DownloadLinkVerdict.Valid;
        if (verdict == DownloadLinkVerdict.Valid && !await holders.IsThereAsync(holder, cancellationToken))
            verdict = DownloadLinkVerdict.HolderGone;
        if (verdict == DownloadLinkVerdict.Valid)
            LinkWatch.Begin(request, time, () => StandsAsync(recordingId, grant));
        return verdict;
    }

    private async Task<bool> StandsAsync(RecordingId recordingId, LinkGrant grant) =>
        await SeriesOfAsync(recordingId, CancellationToken.None) == grant.Series && await holders.IsThereAsync(grant.Holder, CancellationToken.None);

    /// <summary>0 for a recording that is gone: then there is no file either.</summary>
    private async Task<int> SeriesOfAsync(RecordingId recordingId, CancellationToken cancellationToken)
    {
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        return await catalogue.Recordings.Where(recording => recording.Id == recordingId).Select(recording => recording.LinkSeries).SingleOrDefaultAsync(cancellationToken);
    }
}
