using Broadcast.Api.Data;
using Broadcast.Api.Identity;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Api.Demo;

/// <summary>An organizer for whoever tries the demo before having an account; its password is made up once and kept beside the keys.</summary>
internal sealed class DemoOrganizer(
    IDbContextFactory<BroadcastDb> databases, Credentials credentials, DataDirectory data, TimeProvider time)
{
    private const string Email = "demo@example.org";

    private string PasswordFile => Path.Combine(data.Keys, "demo-password.txt");

    /// <returns>How to sign in, in words.</returns>
    public async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (!await db.Organizers.AnyAsync(cancellationToken))
            await CreateAsync(db, cancellationToken);
        return File.Exists(PasswordFile)
            ? $"sign in as {Email} with password {await File.ReadAllTextAsync(PasswordFile, cancellationToken)}"
            : "sign in with your account";
    }

    private async Task CreateAsync(BroadcastDb db, CancellationToken cancellationToken)
    {
        var password = NewId.Create();
        await File.WriteAllTextAsync(PasswordFile, password, cancellationToken);
        var organizer = new Organizer { Id = NewId.Create(), Name = "Demo", Email = Email, CreatedAt = time.GetUtcNow() };
        credentials.Set(organizer, password);
        db.Organizers.Add(organizer);
        await db.SaveChangesAsync(cancellationToken);
    }
}
