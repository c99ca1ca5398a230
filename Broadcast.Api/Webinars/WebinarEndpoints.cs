using Broadcast.Api.Audit;
using Broadcast.Api.Data;
using Broadcast.Api.Http;
using Broadcast.Api.Stage;
using Broadcast.Jobs.Pipeline;
using Broadcast.Recorder.Stage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Webinars;

/// <summary>The organizer's webinars.</summary>
internal static class WebinarEndpoints
{
    public static IEndpointRouteBuilder MapWebinars(this IEndpointRouteBuilder routes)
    {
        var webinars = routes.MapGroup("/api/webinars").WithTags("Webinars").RequireAuthorization();
        webinars.MapGet("", List);
        webinars.MapPost("", Create);
        webinars.MapGet("/{id}", Get);
        webinars.MapGet("/{id}/health", Health);
        webinars.MapGet("/{id}/tree", Tree);
        webinars.MapPut("/{id}", Change);
        webinars.MapDelete("/{id}", Delete);
        webinars.MapPost("/{id}/start", Start);
        webinars.MapPost("/{id}/end", End);
        foreach (var control in Enum.GetValues<RecordingControl>())
            webinars.MapPost($"/{{id}}/recording/{control.ToString().ToLowerInvariant()}",
                (string id, BroadcastDb db, Stages stages, AuditLog audit, CancellationToken cancellationToken) =>
                    ControlRecording(id, control, db, stages, audit, cancellationToken));
        webinars.MapPost("/{id}/recording/marker", Mark);
        return routes;
    }

    private static async Task<Ok<WebinarView[]>> List(BroadcastDb db, Stages stages, CancellationToken cancellationToken)
    {
        var webinars = await db.Webinars.AsNoTracking().OrderByDescending(w => w.CreatedAt).ToListAsync(cancellationToken);
        return TypedResults.Ok(await Task.WhenAll(webinars.Select(webinar => ViewAsync(webinar, stages))));
    }

    private static async Task<Created<WebinarView>> Create(
        WebinarRequest request, BroadcastDb db, Stages stages, AuditLog audit, TimeProvider time, CancellationToken cancellationToken)
    {
        var webinar = new Webinar { Id = new(NewId.Create()), Title = request.Title, CreatedAt = time.GetUtcNow() };
        Apply(request, webinar);
        db.Webinars.Add(webinar);
        await db.SaveChangesAsync(cancellationToken);
        await audit.RecordAsync(AuditAction.WebinarCreated, webinar.Id.Value, webinar.Title);
        return TypedResults.Created($"/api/webinars/{webinar.Id}", await ViewAsync(webinar, stages));
    }

    private static async Task<Results<Ok<WebinarView>, ProblemHttpResult>> Get(
        string id, BroadcastDb db, Stages stages, CancellationToken cancellationToken) =>
        await db.Webinars.FindAsync([new WebinarId(id)], cancellationToken) is { } webinar
            ? TypedResults.Ok(await ViewAsync(webinar, stages))
            : NoSuchWebinar();

    private static async Task<Ok<WebinarHealth>> Health(string id, Stages stages) => TypedResults.Ok(await stages.Of(new(id)).HealthAsync());

    private static async Task<Ok<WebinarTree>> Tree(string id, Stages stages) => TypedResults.Ok(await stages.Of(new(id)).TreeAsync());

    private static async Task<Results<Ok<WebinarView>, ProblemHttpResult>> Change(
        string id, WebinarRequest request, BroadcastDb db, Stages stages, AuditLog audit, CancellationToken cancellationToken)
    {
        if (await db.Webinars.FindAsync([new WebinarId(id)], cancellationToken) is not { } webinar)
            return NoSuchWebinar();
        Apply(request, webinar);
        await db.SaveChangesAsync(cancellationToken);
        await stages.Of(new(id)).RefreshAsync();
        await audit.RecordAsync(AuditAction.WebinarChanged, id, webinar.Title);
        return TypedResults.Ok(await ViewAsync(webinar, stages));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        string id, BroadcastDb db, RecordingPipeline recordings, AuditLog audit, CancellationToken cancellationToken)
    {
        if (await db.Webinars.FindAsync([new WebinarId(id)], cancellationToken) is not { } webinar)
            return NoSuchWebinar();
        if (webinar.State == WebinarState.Live)
            return Problems.Conflict("The webinar is live. End it first.");
        switch (await recordings.DeleteAllOfAsync(new(id), cancellationToken))
        {
            case DeleteResult.OnHold:
                return Problems.Conflict("A recording of this webinar is on legal hold. Release it first.");
            case DeleteResult.StillRecording:
                return Problems.Conflict("A recording of this webinar is still being closed. Try again in a moment.");
        }
        db.Webinars.Remove(webinar);
        await db.SaveChangesAsync(cancellationToken);
        await audit.RecordAsync(AuditAction.WebinarDeleted, id, webinar.Title);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<WebinarView>, ProblemHttpResult>> Start(
        string id, BroadcastDb db, Stages stages, HttpContext http, CancellationToken cancellationToken)
    {
        await stages.Of(new(id)).StartAsync(AuditActor.Of(http));
        return await Get(id, db, stages, cancellationToken);
    }

    private static async Task<Results<Ok<WebinarView>, ProblemHttpResult>> End(
        string id, BroadcastDb db, Stages stages, HttpContext http, CancellationToken cancellationToken)
    {
        await stages.Of(new(id)).EndAsync(AuditActor.Of(http));
        return await Get(id, db, stages, cancellationToken);
    }

    private static async Task<Results<Ok<WebinarView>, ProblemHttpResult>> ControlRecording(
        string id, RecordingControl control, BroadcastDb db, Stages stages, AuditLog audit, CancellationToken cancellationToken)
    {
        await stages.Of(new(id)).ControlRecordingAsync(control);
        if (await db.Webinars.FindAsync([new WebinarId(id)], cancellationToken) is not { } webinar)
            return NoSuchWebinar();
        await audit.RecordAsync(AuditAction.RecordingControlled, id, $"{control}: {webinar.Title}");
        return TypedResults.Ok(await ViewAsync(webinar, stages));
    }

    private static async Task<NoContent> Mark(string id, MarkerRequest request, Stages stages)
    {
        await stages.Of(new(id)).MarkRecordingAsync(request.Label);
        return TypedResults.NoContent();
    }

    private static void Apply(WebinarRequest request, Webinar webinar)
    {
        webinar.Title = request.Title;
        webinar.Description = string.IsNullOrEmpty(request.Description) ? null : request.Description;
        webinar.StartsAt = request.StartsAt?.ToUniversalTime();
        webinar.Record = request.Record;
        webinar.PreferH264 = request.PreferH264;
        (webinar.ModerateQuestions, webinar.AnonymousQuestions) = (request.ModerateQuestions, request.AnonymousQuestions);
    }

    private static async Task<WebinarView> ViewAsync(Webinar webinar, Stages stages)
    {
        var report = await stages.Of(webinar.Id).DescribeAsync();
        return WebinarView.Of(webinar, report.Viewers, report.Unattended, report.Recording);
    }

    private static ProblemHttpResult NoSuchWebinar() => Problems.NotFound("There is no such webinar.");
}
