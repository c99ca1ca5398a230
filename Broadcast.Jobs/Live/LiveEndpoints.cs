using Broadcast.Jobs.Downloads;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Live.Webm;
using Broadcast.Sfu.Primitives;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Broadcast.Jobs.Live;

/// <summary>Serves what can be watched of recordings to whoever holds a link to their folder.</summary>
public static class LiveEndpoints
{
    public static RouteHandlerBuilder MapLive(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods("/live/{recordingId}/{holder}/{expires:long}/{signature}/{name}", [HttpMethods.Get, HttpMethods.Head], ServeAsync)
            .WithName("WatchRecording")
            .WithTags("Recordings")
            .WithSummary("A playlist, segment or WebM of a recording, by signed link.")
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> ServeAsync(
        string recordingId, string holder, long expires, string signature, string name,
        LinkGate gate, IObjectStore store, HttpContext http, CancellationToken cancellationToken)
    {
        var recording = new RecordingId(recordingId);
        var verdict = ObjectKey.TryParse($"recordings/{recordingId}/live/{name}", out var key) && IId.IsValid(recordingId)
            ? await gate.AdmitAsync(http, recording, LiveKeys.FolderOf(recording), inline: true, expires, holder, signature)
            : DownloadLinkVerdict.Tampered;
        if (verdict != DownloadLinkVerdict.Valid)
            return DownloadEndpoints.Problem(StatusCodes.Status403Forbidden, "forbidden", DownloadEndpoints.SentenceOf(verdict));
        var (file, modifiedAt) = WebmFile.IsName(name)
            ? ((await WebmFile.FindAsync(store, recording, cancellationToken))?.Open(name), null)
            : await OpenAsync(store, key, cancellationToken);
        if (file is null)
            return DownloadEndpoints.Problem(StatusCodes.Status404NotFound, "not_found", "There is no such file; the recording may have been deleted.");
        // Segments never change; a playlist does as long as the recording runs.
        var grows = name.EndsWith(".m3u8", StringComparison.Ordinal) || name == WebmIndex.FileName;
        http.Response.Headers.CacheControl = grows ? "private, no-cache" : "private, max-age=86400, immutable";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Stream(file, ContentTypeOf(name), lastModified: modifiedAt, enableRangeProcessing: true);
    }

    private static async Task<(Stream? File, DateTimeOffset? ModifiedAt)> OpenAsync(IObjectStore store, ObjectKey key, CancellationToken cancellationToken) =>
        await store.HeadAsync(key, cancellationToken) is { } stored ? (new ObjectStream(store, stored), stored.ModifiedAt) : (null, null);

    private static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".m3u8" => "application/vnd.apple.mpegurl",
        ".json" => "application/json",
        ".mp4" => "video/mp4",
        ".webm" => "video/webm",
        _ => "video/iso.segment",
    };
}
