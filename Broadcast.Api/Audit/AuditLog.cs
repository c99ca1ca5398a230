using Broadcast.Api.Data;
using Broadcast.Jobs.Database;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Audit;

/// <summary>
/// Writes down who did what to what, for good. Called once the action has taken effect: a line that cannot be written is logged as an
/// error with all it would have said, and what was done stays done.
/// </summary>
internal sealed partial class AuditLog(
    IDbContextFactory<BroadcastDb> databases, IHttpContextAccessor http, TimeProvider time, ILogger<AuditLog> logger) : IDisposable
{
    // Another process may have written the line of the same number.
    private const int Attempts = 5;

    private readonly SemaphoreSlim oneAtATime = new(1);

    /// <param name="subject">The id of what it was done to.</param>
    /// <param name="detail">What a reader needs beside it; cut at <see cref="AuditEntry.MaxDetailLength"/> characters.</param>
    /// <param name="by">Whoever sent the request being answered, unless given.</param>
    /// <remarks>Takes no cancellation: what was done is written down even if who asked for it has hung up.</remarks>
    public async Task RecordAsync(AuditAction action, string? subject, string? detail = null, AuditActor? by = null)
    {
        var actor = by ?? AuditActor.Of(http.HttpContext);
        var at = time.GetUtcNow();
        await oneAtATime.WaitAsync();
        try
        {
            var written = await AppendAsync(last => new AuditEntry
            {
                Id = (last?.Id ?? 0) + 1,
                At = DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()),
                Action = action,
                Actor = Line(actor.Name, AuditEntry.MaxActorLength),
                Address = actor.Address,
                Subject = Line(subject, AuditEntry.MaxActorLength),
                Detail = Line(detail, AuditEntry.MaxDetailLength),
            }.ChainedTo(last?.Hash ?? ""));
            Written(written.Id, action, written.Actor, written.Address, written.Subject, written.Detail, written.Hash);
        }
        catch (Exception failure)
        {
            NotWritten(failure, at, action, Line(actor.Name, AuditEntry.MaxActorLength), actor.Address,
                Line(subject, AuditEntry.MaxActorLength), Line(detail, AuditEntry.MaxDetailLength));
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    private async Task<AuditEntry> AppendAsync(Func<AuditEntry?, AuditEntry> next)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await databases.CreateDbContextAsync();
            var entry = next(await db.Audit.AsNoTracking().OrderByDescending(e => e.Id).FirstOrDefaultAsync());
            db.Audit.Add(entry);
            try
            {
                await db.SaveChangesAsync();
                return entry;
            }
            catch (DbUpdateException) when (attempt < Attempts)
            {
            }
        }
    }

    /// <summary>A single line of at most so many characters: strangers choose some of these words.</summary>
    private static string? Line(string? text, int length)
    {
        if (text is null)
            return null;
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return StoredText.Fit(line, length);
    }

    // A second copy, out of reach of whoever can write to the database.
    [LoggerMessage(LogLevel.Information, "Audit {Id}: {Action} by {Actor} from {Address}: {Subject} {Detail} [{Hash}]")]
    private partial void Written(long id, AuditAction action, string? actor, string? address, string? subject, string? detail, string hash);

    [LoggerMessage(LogLevel.Error, "This belongs into the audit log and could not be written there: at {At} {Action} by {Actor} from {Address}: {Subject} {Detail}")]
    private partial void NotWritten(
        Exception failure, DateTimeOffset at, AuditAction action, string? actor, string? address, string? subject, string? detail);
}
