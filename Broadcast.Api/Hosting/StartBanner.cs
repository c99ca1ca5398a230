using Broadcast.Api.Data;
using Broadcast.Api.Demo;
using Broadcast.Api.Http;
using Broadcast.Api.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Hosting;

/// <summary>Prints, once the server listens, the link to click: to set up at first start, to sign in later.</summary>
internal sealed class StartBanner(
    IDbContextFactory<BroadcastDb> databases, SetupToken token, PublicAddress address, IOptions<DemoOptions> demo) : IHostedLifecycleService
{
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        // The demo makes the first organizer itself and prints its own links.
        if (demo.Value.Enabled)
            return;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        Console.WriteLine(await db.Organizers.AnyAsync(cancellationToken)
            ? $"\n  Broadcast is running.\n\n    Organizer: {address.Of("/")}\n"
            : $"\n  Broadcast is running. The first organizer account is made here:\n\n    Organizer: {address.Of($"/setup?token={token.Value}")}\n");
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
