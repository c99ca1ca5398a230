using Broadcast.Api.Audit;
using Broadcast.Api.Data;
using Broadcast.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Identity;

/// <summary>The first organizer's account, made once by whoever holds the link printed at start.</summary>
internal static class SetupEndpoints
{
    public static IEndpointRouteBuilder MapSetup(this IEndpointRouteBuilder routes)
    {
        var setup = routes.MapGroup("/api/setup").WithTags("Setup");
        setup.MapGet("", GetStatus);
        setup.MapPost("", CreateOrganizer).LimitPerAddress(AddressLimit.Setup);
        return routes;
    }

    private static async Task<Ok<SetupStatus>> GetStatus(BroadcastDb db, CancellationToken cancellationToken) =>
        TypedResults.Ok(new SetupStatus(!await db.Organizers.AnyAsync(cancellationToken)));

    private static async Task<Results<Created, ProblemHttpResult>> CreateOrganizer(
        SetupRequest request,
        SetupToken token,
        BroadcastDb db,
        Credentials credentials,
        AuditLog audit,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (await db.Organizers.AnyAsync(cancellationToken))
            return Problems.Conflict("This installation already has an organizer.");
        if (!token.Matches(request.Token))
            return Problems.Unauthorized("The setup token is not the one printed at start.");
        var organizer = new Organizer
        {
            Id = FirstOrganizerId,
            Name = request.Name,
            Email = Organizer.NormalizeEmail(request.Email),
            CreatedAt = time.GetUtcNow(),
        };
        credentials.Set(organizer, request.Password);
        db.Organizers.Add(organizer);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            return Problems.Conflict("This installation already has an organizer.");
        }
        await audit.RecordAsync(AuditAction.AccountCreated, organizer.Email, organizer.Name);
        return TypedResults.Created("/api/session");
    }

    // The same for all who race to be first: the database lets one of them in.
    private const string FirstOrganizerId = "first";
}
