using Broadcast.Api.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Audit;

/// <summary>The audit log, for organizers to read and to check.</summary>
internal static class AuditEndpoints
{
    public static IEndpointRouteBuilder MapAudit(this IEndpointRouteBuilder routes)
    {
        var audit = routes.MapGroup("/api/audit").WithTags("Audit").RequireAuthorization();
        audit.MapGet("", List);
        audit.MapGet("/check", Check);
        return routes;
    }

    private static async Task<Ok<AuditPage>> List([AsParameters] AuditQuery query, BroadcastDb db, CancellationToken cancellationToken)
    {
        var entries = await query.Apply(db.Audit.AsNoTracking()).ToListAsync(cancellationToken);
        var isLast = entries.Count < query.PageLength;
        return TypedResults.Ok(new AuditPage([.. entries.Select(AuditLine.Of)], isLast ? null : entries[^1].Id));
    }

    private static async Task<Ok<AuditCheck>> Check(BroadcastDb db, CancellationToken cancellationToken) =>
        TypedResults.Ok(await AuditChain.CheckAsync(db.Audit.AsNoTracking().OrderBy(e => e.Id).AsAsyncEnumerable(), cancellationToken));
}
