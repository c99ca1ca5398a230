using Broadcast.Jobs.Pipeline;
using Hangfire;
using Microsoft.Extensions.Hosting;

namespace Broadcast.Jobs.Hosting;

/// <summary>Plans at start what is to be done again and again, and does it for the first time.</summary>
internal sealed class RecurringJobs(IRecurringJobManager jobs) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        jobs.AddOrUpdate<RecordingExpiry>(RecordingExpiry.Id, expiry => expiry.RunAsync(CancellationToken.None), Cron.Hourly());
        jobs.AddOrUpdate<JournalRemoval>(JournalRemoval.Id, removal => removal.RunAsync(CancellationToken.None), Cron.Hourly());
        jobs.Trigger(RecordingExpiry.Id);
        jobs.Trigger(JournalRemoval.Id);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
