using Broadcast.Api.Data;
using Broadcast.Api.Hosting;
using Broadcast.Jobs.Pipeline;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Broadcast.Api.Recordings;

/// <summary>Recordings, for the organizer to follow, download, retry and delete.</summary>
public static class RecordingEndpoints
{
    public static IEndpointRouteBuilder MapRecordings(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/webinars/{id}/recordings", List).WithTags("Recordings").RequireAuthorization();
        var recordings = routes.MapGroup("/api/recordings/{id}").WithTags("Recordings").RequireAuthorization();
        recordings.MapGet("", Get);
        recordings.MapPost("/retry", Retry);
        recordings.MapDelete("", Delete);
        return routes;
    }

    static async Task<Results<Ok<IReadOnlyList<RecordingView>>, ProblemHttpResult>> List(
        string id, BroadcastDb db, RecordingShelf shelf, CancellationToken cancellationToken) =>
        await db.Webinars.FindAsync([id], cancellationToken) is null
            ? Problems.NotFound("There is no such webinar.")
            : TypedResults.Ok(await shelf.ListAsync(id, cancellationToken));

    static async Task<Results<Ok<RecordingView>, ProblemHttpResult>> Get(
        string id, RecordingShelf shelf, CancellationToken cancellationToken) =>
        await shelf.FindAsync(id, cancellationToken) is { } recording ? TypedResults.Ok(recording) : NoSuchRecording();

    static async Task<Results<Accepted<RecordingView>, ProblemHttpResult>> Retry(
        string id, RecordingPipeline pipeline, RecordingShelf shelf, CancellationToken cancellationToken) =>
        await pipeline.RetryAsync(id, cancellationToken) switch
        {
            RetryResult.NotFound => NoSuchRecording(),
            RetryResult.NotFailed => Problems.Conflict("Only a recording that failed can be tried again."),
            _ => TypedResults.Accepted($"/api/recordings/{id}", await shelf.FindAsync(id, cancellationToken)),
        };

    static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        string id, RecordingPipeline pipeline, CancellationToken cancellationToken) =>
        await pipeline.DeleteAsync(id, cancellationToken) switch
        {
            DeleteResult.NotFound => NoSuchRecording(),
            DeleteResult.StillRecording => Problems.Conflict("The recording is still running. End the webinar first."),
            _ => TypedResults.NoContent(),
        };

    static ProblemHttpResult NoSuchRecording() => Problems.NotFound("There is no such recording.");
}
