using Broadcast.Api.Audit;
using Broadcast.Api.Data;
using Broadcast.Api.Hosting;
using Broadcast.Api.Recordings;
using Broadcast.Api.Stage;
using Broadcast.Jobs.Pipeline;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Webinars;

/// <summary>The organizer's webinars.</summary>
public static class WebinarEndpoints
{
    public static IEndpointRouteBuilder MapWebinars(this IEndpointRouteBuilder routes)
    {
        var webinars = routes.MapGroup("/api/webinars").WithTags("Webinars").RequireAuthorization();
        webinars.MapGet("", List);
        webinars.MapPost("", Create);
        webinars.MapGet("/{id}", Get);
        webinars.MapPut("/{id}", Change);
        webinars.MapDelete("/{id}", Delete);
        webinars.MapPost("/{id}/start", Start);
        webinars.MapPost("/{id}/end", End);
        foreach (var control in Enum.GetValues<RecordingControl>())
            webinars.MapPost($"/{{id}}/recording/{control.ToString().ToLowerInvariant()}",
                (string id, Stages stages, AuditLog audit, CancellationToken cancellationToken) =>
                    ControlRecording(id, control, stages, audit, cancellationToken));
        webinars.MapPost("/{id}/recording/marker", Mark);
        return routes;
    }

    static async Task<Ok<WebinarView[]>> List(BroadcastDb db, Stages stages, CancellationToken cancellationToken)
    {
        var webinars = await db.Webinars.AsNoTracking().OrderByDescending(w => w.CreatedAt).ToListAsync(cancellationToken);
        return TypedResults.Ok(webinars.Select(webinar => View(webinar, stages)).ToArray());
    }

    static async Task<Created<WebinarView>> Create(
        WebinarRequest request, BroadcastDb db, Stages stages, AuditLog audit, TimeProvider time, CancellationToken cancellationToken)
    {
        var webinar = new Webinar { Id = NewId.Create(), Title = request.Title, CreatedAt = time.GetUtcNow() };
        Apply(request, webinar);
        db.Webinars.Add(webinar);
        await db.SaveChangesAsync(cancellationToken);
        await audit.RecordAsync(AuditAction.WebinarCreated, webinar.Id, webinar.Title);
        return TypedResults.Created($"/api/webinars/{webinar.Id}", View(webinar, stages));
    }

    static async Task<Results<Ok<WebinarView>, ProblemHttpResult>> Get(
        string id, BroadcastDb db, Stages stages, CancellationToken cancellationToken) =>
        await db.Webinars.FindAsync([id], cancellationToken) is { } webinar
            ? TypedResults.Ok(View(webinar, stages))
            : NoSuchWebinar();

    static async Task<Results<Ok<WebinarView>, ProblemHttpResult>> Change(
        string id, WebinarRequest request, BroadcastDb db, Stages stages, AuditLog audit, CancellationToken cancellationToken)
    {
        if (await db.Webinars.FindAsync([id], cancellationToken) is not { } webinar)
            return NoSuchWebinar();
        Apply(request, webinar);
        await db.SaveChangesAsync(cancellationToken);
        stages.Refresh(webinar);
        await audit.RecordAsync(AuditAction.WebinarChanged, id, webinar.Title);
        return TypedResults.Ok(View(webinar, stages));
    }

    static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        string id, BroadcastDb db, RecordingShelf recordings, AuditLog audit, CancellationToken cancellationToken)
    {
        if (await db.Webinars.FindAsync([id], cancellationToken) is not { } webinar)
            return NoSuchWebinar();
        if (webinar.State == WebinarState.Live)
            return Problems.Conflict("The webinar is live. End it first.");
        switch (await recordings.DeleteAllAsync(id, cancellationToken))
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

    static async Task<Ok<WebinarView>> Start(string id, Stages stages, CancellationToken cancellationToken) =>
        TypedResults.Ok(View(await stages.StartAsync(id, cancellationToken), stages));

    static async Task<Ok<WebinarView>> End(string id, Stages stages, CancellationToken cancellationToken) =>
        TypedResults.Ok(View(await stages.EndAsync(id, cancellationToken), stages));

    static async Task<Ok<WebinarView>> ControlRecording(
        string id, RecordingControl control, Stages stages, AuditLog audit, CancellationToken cancellationToken)
    {
        var webinar = await stages.ControlRecordingAsync(id, control, cancellationToken);
        await audit.RecordAsync(AuditAction.RecordingControlled, id, $"{control}: {webinar.Title}");
        return TypedResults.Ok(View(webinar, stages));
    }

    static async Task<NoContent> Mark(string id, MarkerRequest request, Stages stages, CancellationToken cancellationToken)
    {
        await stages.MarkRecordingAsync(id, request.Label, cancellationToken);
        return TypedResults.NoContent();
    }

    static void Apply(WebinarRequest request, Webinar webinar)
    {
        webinar.Title = request.Title;
        webinar.Description = string.IsNullOrEmpty(request.Description) ? null : request.Description;
        webinar.StartsAt = request.StartsAt?.ToUniversalTime();
        webinar.Record = request.Record;
        webinar.PreferH264 = request.PreferH264;
    }

    static WebinarView View(Webinar webinar, Stages stages) => WebinarView.Of(
        webinar, stages.ViewerCount(webinar.Id), stages.Unattended(webinar.Id), stages.Recording(webinar.Id));

    static ProblemHttpResult NoSuchWebinar() => Problems.NotFound("There is no such webinar.");
}
