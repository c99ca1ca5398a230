using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.ObjectStores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Broadcast.Jobs.Downloads;

/// <summary>Serves the files of recordings to whoever holds a valid link, in ranges and without holding them in memory.</summary>
public static class DownloadEndpoints
{
    /// <summary>A browser follows at once, and the store asks nobody whether the link still stands.</summary>
    private static readonly TimeSpan DirectLifetime = TimeSpan.FromMinutes(2);

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static RouteHandlerBuilder MapDownloads(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods("/files/{**key}", Methods, DownloadAsync)
            .WithName("DownloadFile")
            .WithTags("Recordings")
            .WithSummary("A file of a recording, by signed link.")
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<Results<FileStreamHttpResult, RedirectHttpResult, ProblemHttpResult>> DownloadAsync(
        string key,
        [FromQuery] long? expires,
        [FromQuery] string? holder,
        [FromQuery] string? signature,
        [FromQuery] int? inline,
        LinkGate gate,
        RecordingCatalogue catalogue,
        IObjectStore store,
        IOptions<StorageOptions> storage,
        HttpContext http,
        CancellationToken cancellationToken)
    {
        var show = inline == 1;
        if (!ObjectKey.TryParse(key, out var objectKey) || expires is not { } moment || holder is null || signature is null)
            return Forbidden("This link is not complete. Copy it again from the recording's page.");
        var verdict = StoreKeys.RecordingOf(objectKey) is { } recordingId
            ? await gate.AdmitAsync(http, recordingId, objectKey, show, moment, holder, signature)
            : DownloadLinkVerdict.Tampered;
        if (verdict != DownloadLinkVerdict.Valid)
            return Forbidden(SentenceOf(verdict));
        var file = await catalogue.RecordingFiles.AsNoTracking().SingleOrDefaultAsync(f => f.StoreKey == key, cancellationToken);
        var stored = file is null ? null : await store.HeadAsync(objectKey, cancellationToken);
        if (file is null || stored is null)
            return NotFound();
        if (!show && storage.Value.DirectDownloads && store.CreatePresignedUrl(objectKey, file.Name, DirectLifetime) is { } direct)
            return TypedResults.Redirect(direct.AbsoluteUri);
        return Serve(store, stored, file, show, http.Response);
    }

    internal static string SentenceOf(DownloadLinkVerdict verdict) => verdict switch
    {
        DownloadLinkVerdict.Expired => "This link has expired. The recording's page gives a new one.",
        DownloadLinkVerdict.HolderGone => "This link ended when whoever made it signed out. The recording's page gives a new one.",
        _ => "This link was altered or taken back. Copy it again from the recording's page.",
    };

    private static FileStreamHttpResult Serve(IObjectStore store, StoredObject stored, RecordingFile file, bool show, HttpResponse response)
    {
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        if (show)
            response.Headers.ContentDisposition = new ContentDispositionHeaderValue("inline") { FileNameStar = file.Name }.ToString();
        return TypedResults.Stream(
            new ObjectStream(store, stored),
            file.ContentType,
            fileDownloadName: show ? null : file.Name,
            lastModified: stored.ModifiedAt,
            entityTag: new EntityTagHeaderValue($"\"{file.Sha256}\""),
            enableRangeProcessing: true);
    }

    private static ProblemHttpResult Forbidden(string detail) => Problem(StatusCodes.Status403Forbidden, "forbidden", detail);

    private static ProblemHttpResult NotFound() =>
        Problem(StatusCodes.Status404NotFound, "not_found", "There is no such file; the recording may have been deleted.");

    internal static ProblemHttpResult Problem(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });
}
