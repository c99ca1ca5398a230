using Broadcast.Api.Audit;
using Broadcast.Api.Data;
using Broadcast.Api.Http;
using Broadcast.Jobs.Pipeline;
using Broadcast.Jobs.Settings;
using Broadcast.Recorder.Stage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Recordings;

/// <summary>Recordings, for the organizer to follow, download, retry and delete.</summary>
internal static class RecordingEndpoints
{
    public static IEndpointRouteBuilder MapRecordings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/webinars/{id}/recordings", List).WithTags("Recordings").RequireAuthorization();
        routes.MapGet("/api/storage", Storage).WithTags("Recordings").RequireAuthorization();
        var recordings = routes.MapGroup("/api/recordings/{id}").WithTags("Recordings").RequireAuthorization();
        recordings.MapGet("", Get);
        recordings.MapPost("/retry", Retry);
        recordings.MapPost("/render", Render);
        recordings.MapPost("/cancel", Cancel);
        recordings.MapPut("/retention", Keep);
        recordings.MapGet("/history", History);
        recordings.MapDelete("/links", RevokeLinks);
        recordings.MapDelete("", Delete);
        return routes;
    }

    private static async Task<Results<Ok<IReadOnlyList<RecordingView>>, ProblemHttpResult>> List(
        string id, BroadcastDb db, RecordingShelf shelf, CancellationToken cancellationToken) =>
        await db.Webinars.FindAsync([new WebinarId(id)], cancellationToken) is null
            ? Problems.NotFound("There is no such webinar.")
            : TypedResults.Ok(await shelf.ListAsync(new(id), cancellationToken));

    private static async Task<Results<Ok<RecordingView>, ProblemHttpResult>> Get(
        string id, RecordingShelf shelf, CancellationToken cancellationToken) =>
        await shelf.FindAsync(new(id), cancellationToken) is { } recording ? TypedResults.Ok(recording) : NoSuchRecording();

    private static async Task<Ok<StorageTotals>> Storage(RecordingSizes sizes, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sizes.TotalsAsync(cancellationToken));

    private static async Task<Results<Accepted<RecordingView>, ProblemHttpResult>> Retry(
        string id, RecordingPipeline pipeline, RecordingShelf shelf, CancellationToken cancellationToken) =>
        await pipeline.RetryAsync(new(id), cancellationToken) switch
        {
            RetryResult.NotFound => NoSuchRecording(),
            RetryResult.NotFailed => Problems.Conflict("Only a recording that failed can be tried again."),
            _ => TypedResults.Accepted($"/api/recordings/{id}", await shelf.FindAsync(new(id), cancellationToken)),
        };

    private static async Task<Results<Accepted<RecordingView>, ProblemHttpResult>> Render(
        string id,
        RecordingLook look,
        IOptions<JobsOptions> options,
        RecordingPipeline pipeline,
        RecordingShelf shelf,
        AuditLog audit,
        CancellationToken cancellationToken)
    {
        switch (await pipeline.RenderAsync(new(id), look.ToStyle(options.Value.Logo), cancellationToken))
        {
            case RenderResult.NotFound:
                return NoSuchRecording();
            case RenderResult.Busy:
                return Problems.Conflict("The recording is still being made. Cancel that first, or wait.");
            case RenderResult.JournalGone:
                return Problems.Conflict("The journal of this recording is no longer kept, so it cannot be rendered again.");
        }
        await audit.RecordAsync(AuditAction.RecordingRendered, id);
        return TypedResults.Accepted($"/api/recordings/{id}", await shelf.FindAsync(new(id), cancellationToken));
    }

    private static async Task<Results<Ok<RecordingView>, ProblemHttpResult>> Cancel(
        string id, RecordingPipeline pipeline, RecordingShelf shelf, CancellationToken cancellationToken) =>
        await pipeline.CancelAsync(new(id), cancellationToken)
            ? TypedResults.Ok(await shelf.FindAsync(new(id), cancellationToken))
            : Problems.Conflict("Nothing is being made of this recording.");

    private static async Task<Results<Ok<RecordingView>, ProblemHttpResult>> Keep(
        string id, RetentionRequest request, RecordingPipeline pipeline, RecordingShelf shelf, AuditLog audit, CancellationToken cancellationToken)
    {
        if (!await pipeline.KeepAsync(new(id), request.ExpiresAt, request.LegalHold, cancellationToken))
            return NoSuchRecording();
        await audit.RecordAsync(AuditAction.RecordingKept, id, request.ToString());
        return TypedResults.Ok(await shelf.FindAsync(new(id), cancellationToken));
    }

    private static async Task<Results<Ok<IReadOnlyList<RecordingNoteView>>, ProblemHttpResult>> History(
        string id, RecordingShelf shelf, CancellationToken cancellationToken) =>
        await shelf.FindAsync(new(id), cancellationToken) is null
            ? NoSuchRecording()
            : TypedResults.Ok(await shelf.HistoryAsync(new(id), cancellationToken));

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeLinks(
        string id, RecordingPipeline pipeline, AuditLog audit, CancellationToken cancellationToken)
    {
        if (!await pipeline.RevokeLinksAsync(new(id), cancellationToken))
            return NoSuchRecording();
        await audit.RecordAsync(AuditAction.RecordingLinksRevoked, id);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        string id, RecordingPipeline pipeline, AuditLog audit, CancellationToken cancellationToken)
    {
        switch (await pipeline.DeleteAsync(new(id), cancellationToken))
        {
            case DeleteResult.NotFound:
                return NoSuchRecording();
            case DeleteResult.StillRecording:
                return Problems.Conflict("The recording is still running. End the webinar first.");
            case DeleteResult.OnHold:
                return Problems.Conflict("The recording is on legal hold. Release it first.");
        }
        await audit.RecordAsync(AuditAction.RecordingDeleted, id);
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult NoSuchRecording() => Problems.NotFound("There is no such recording.");
}
