using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Hosting;

/// <summary>Makes the data folder and the catalogue's tables before anything else starts.</summary>
internal sealed class CataloguePreparation(IDbContextFactory<RecordingCatalogue> catalogues, IOptions<JobsOptions> options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.Value.DataDirectory);
        Directory.CreateDirectory(options.Value.WorkDirectory);
        await using var catalogue = await catalogues.CreateDbContextAsync(cancellationToken);
        await SchemaMigration.RunAsync(catalogue, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
