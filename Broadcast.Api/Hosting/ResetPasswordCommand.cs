using Broadcast.Api.Audit;
using Broadcast.Api.Data;
using Broadcast.Api.Identity;
using Broadcast.Jobs.Database;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Hosting;

/// <summary>
/// <c>Broadcast.Api.dll reset-password EMAIL [settings]</c>: prints a link with which the organizer sets a new password. Whoever can run it
/// with the data directory of the server owns the server anyway. The server may run meanwhile.
/// </summary>
internal static class ResetPasswordCommand
{
    public const string Name = "reset-password";

    /// <param name="adjust">Replaces services, for tests: the clock.</param>
    /// <returns>The exit code: 0, or 1 if there is no such organizer, 2 for wrong usage.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, Action<IServiceCollection>? adjust = null)
    {
        if (args is not [Name, { Length: > 0 } email, .. var settings] || email.StartsWith('-'))
        {
            await output.WriteLineAsync($"usage: Broadcast.Api.dll {Name} EMAIL [--Data:Directory=…] [--Public:Url=…]");
            return 2;
        }
        await using var app = BroadcastHost.Build(settings, adjust);
        await using var db = await app.Services.GetRequiredService<IDbContextFactory<BroadcastDb>>().CreateDbContextAsync();
        await SchemaMigration.RunAsync(db, CancellationToken.None);
        var wanted = Organizer.NormalizeEmail(email);
        if (await db.Organizers.AsNoTracking().SingleOrDefaultAsync(o => o.Email == wanted) is not { } organizer)
        {
            await output.WriteLineAsync($"There is no organizer {wanted} in {app.Services.GetRequiredService<DataDirectory>().Root}.");
            return 1;
        }
        var link = app.Services.GetRequiredService<PasswordResetLinks>().Create(organizer);
        await app.Services.GetRequiredService<AuditLog>().RecordAsync(AuditAction.PasswordReset, wanted, "A link was made", AuditActor.Server);
        await output.WriteLineAsync($"\n  {organizer.Name} sets a new password here, once and within an hour:\n\n    {link}\n");
        return 0;
    }
}
