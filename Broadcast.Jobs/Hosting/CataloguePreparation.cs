using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Database;
using Broadcast.Jobs.Settings;
using Broadcast.Sfu.Hosting;
using Hangfire.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Broadcast.Jobs.Hosting;

/// <summary>Makes the data folder, the catalogue's tables and the job store's before anything else starts.</summary>
internal sealed partial class CataloguePreparation(
    IDbContextFactory<RecordingCatalogue> catalogues, ApplicationDatabase database, IOptions<JobsOptions> options, ILogger<CataloguePreparation> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        SettingFolder.Create(options.Value.WorkDirectory, $"{JobsOptions.Section}:{nameof(JobsOptions.DataDirectory)}");
        RemoveFormerSchedule();
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        await SchemaMigration.RunAsync(catalogue, cancellationToken);
        await PrepareJobStoreAsync(catalogue, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Of processes that start at once, one at a time: Hangfire's own script does not expect another.</summary>
    private async Task PrepareJobStoreAsync(RecordingCatalogue catalogue, CancellationToken cancellationToken)
    {
        if (!database.IsShared)
            return;
        using var turn = await database.LockAsync("job store", cancellationToken);
        await using var connection = new NpgsqlConnection(catalogue.Database.GetConnectionString());
        await connection.OpenAsync(cancellationToken);
        PostgreSqlObjectsInstaller.Install(connection);
    }

    /// <summary>The scheduler of earlier versions kept a file; what it says, the catalogue says too.</summary>
    private void RemoveFormerSchedule()
    {
        foreach (var file in Directory.EnumerateFiles(options.Value.DataDirectory, "jobs.db*"))
        {
            File.Delete(file);
            LogRemoved(file);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{File} was removed: it belonged to the scheduler of an earlier version.")]
    private partial void LogRemoved(string file);
}
