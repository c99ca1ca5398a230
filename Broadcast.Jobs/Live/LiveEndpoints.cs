using Broadcast.Jobs.Downloads;
using Broadcast.Jobs.ObjectStores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Broadcast.Jobs.Live;

/// <summary>Serves the HLS of recordings to whoever holds a link to their folder.</summary>
public static class LiveEndpoints
{
    public static IEndpointRouteBuilder MapLive(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapMethods("/live/{recordingId}/{expires:long}/{signature}/{name}", [HttpMethods.Get, HttpMethods.Head], ServeAsync)
            .WithName("WatchRecording")
            .WithTags("Recordings")
            .WithSummary("A playlist or segment of a recording, by signed link.")
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound);
        return endpoints;
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> ServeAsync(
        string recordingId, long expires, string signature, string name, LiveLinks links, IObjectStore store, HttpResponse response, CancellationToken ct)
    {
        if (!ObjectKey.TryParse($"recordings/{recordingId}/live/{name}", out var key)
            || links.Check(recordingId, expires, signature) != DownloadLinkVerdict.Valid)
            return Problem(StatusCodes.Status403Forbidden, "forbidden", "This link was altered or has expired. The recording's page gives a new one.");
        if (await store.HeadAsync(key, ct) is not { } stored)
            return Problem(StatusCodes.Status404NotFound, "not_found", "There is no such file; the recording may have been deleted.");
        var isPlaylist = name.EndsWith(".m3u8", StringComparison.Ordinal);
        // Segments never change; a playlist does as long as the recording runs.
        response.Headers.CacheControl = isPlaylist ? "private, no-cache" : "private, max-age=86400, immutable";
        response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Stream(new ObjectStream(store, stored), ContentTypeOf(name), lastModified: stored.ModifiedAt, enableRangeProcessing: true);
    }

    private static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".m3u8" => "application/vnd.apple.mpegurl",
        ".json" => "application/json",
        ".mp4" => "video/mp4",
        _ => "video/iso.segment",
    };

    private static ProblemHttpResult Problem(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}
