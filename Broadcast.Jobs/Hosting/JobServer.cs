using Broadcast.Jobs.Database;
using Broadcast.Jobs.Pipeline;
using Broadcast.Jobs.Settings;
using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Hosting;

/// <summary>Hangfire as this program uses it: jobs in memory, or in PostgreSQL where several processes share them.</summary>
internal static class JobServer
{
    /// <summary>How soon another process sees what one that stops hands over, of which nobody is told.</summary>
    private static readonly TimeSpan HandOver = TimeSpan.FromSeconds(2);

    /// <summary>The rest of the time is for a machine that is busy: those who die leave their work to those who work more than before.</summary>
    private const double InTime = 0.9;

    private static readonly TimeSpan NoticeOfWithdrawal = TimeSpan.FromSeconds(1);

    /// <param name="works">Whether this process does jobs, and not only hands them out.</param>
    public static void AddJobServer(this IServiceCollection services, bool works)
    {
        // Before Hangfire's own, which are the process's: several hosts in one process, as in tests, must not share theirs.
        services.AddSingleton(StorageOf);
        services.AddSingleton<JobActivator>(provider => new AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddHangfire((provider, hangfire) => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180).UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings()
            .UseLogProvider(new HangfireLogs(provider.GetRequiredService<ILoggerFactory>())));
        if (!works)
            return;
        services.AddHangfireServer((provider, server) =>
        {
            var options = provider.GetRequiredService<IOptions<JobsOptions>>().Value;
            server.Queues = [RecordingSchedule.Queue];
            server.WorkerCount = options.Concurrency;
            server.CancellationCheckInterval = NoticeOfWithdrawal;
            server.SchedulePollingInterval = options.RetryPrecision;
        });
    }

    private static JobStorage StorageOf(IServiceProvider provider)
    {
        var database = provider.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        return database.Kind == DatabaseKind.PostgreSql
            ? SharedStorage(database.ConnectionString!, provider.GetRequiredService<IOptions<JobsOptions>>().Value)
            : new InMemoryStorage();
    }

    /// <summary>Its tables are made by <see cref="CataloguePreparation"/>.</summary>
    private static PostgreSqlStorage SharedStorage(string connectionString, JobsOptions jobs)
    {
        var options = new PostgreSqlStorageOptions
        {
            PrepareSchemaIfNecessary = false,
            // It is looked for what is visible again once in so long.
            InvisibilityTimeout = jobs.TakeOverAfter * InTime - HandOver,
            UseSlidingInvisibilityTimeout = true,
            // Of its locks, which last for moments and stay where their holder is killed.
            DistributedLockTimeout = jobs.TakeOverAfter,
            EnableLongPolling = true,
            QueuePollInterval = HandOver,
        };
        return new PostgreSqlStorage(new NpgsqlConnectionFactory(connectionString, options), options);
    }
}
