using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Database;
using Broadcast.Jobs.Downloads;
using Broadcast.Jobs.Journals;
using Broadcast.Jobs.Journals.Uploading;
using Broadcast.Jobs.Live;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Jobs.Pipeline;
using Broadcast.Jobs.Pipeline.Steps;
using Broadcast.Jobs.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Hosting;

/// <summary>Registers the catalogue, the pipeline, the object store and download links.</summary>
public static class JobsServices
{
    /// <summary>Reads the sections <c>Jobs</c>, <c>Database</c> and <c>Storage</c>; a wrong setting stops the start. Needs <c>AddRecorder</c> beside it.</summary>
    /// <param name="configuration">The root.</param>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<JobsOptions>().Bind(configuration.GetSection(JobsOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<JournalOptions>().Bind(configuration.GetSection(JournalOptions.Section)).ValidateDataAnnotations()
            .Validate<IOptions<StorageOptions>>(
                (journal, storage) => !journal.ThroughStore || storage.Value is not { Kind: StorageKind.File, Directory: null },
                "Journal:ThroughStore needs a store that all machines reach: Storage:Kind S3 or Azure, or a Storage:Directory that they share.")
            .ValidateOnStart();
        services.AddOptions<DatabaseOptions>().Bind(configuration.GetSection(DatabaseOptions.Section))
            .PostConfigure<IOptions<JobsOptions>>((database, jobs) => database.File ??= Path.Combine(jobs.Value.DataDirectory, "broadcast.db"))
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(ObjectStoreFactory.Create);
        services.TryAddSingleton<ILinkHolders, NoLinkHolders>();
        services.AddSingleton<SigningKeys>();
        services.AddSingleton(provider => new DownloadLinks(
            provider.GetRequiredService<SigningKeys>().Get("download-links", OptionsOf(provider).DownloadKeyPath),
            provider.GetRequiredService<ILinkHolders>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<LinkGate>();
        services.AddExceptionHandler<StoreFailureHandler>();
        services.AddSingleton<ApplicationDatabase>();
        services.AddDbContextFactory<RecordingCatalogue>((provider, catalogue) => provider.GetRequiredService<ApplicationDatabase>().Use(catalogue));
        services.AddPipeline();
        services.AddSingleton<LiveLinks>();
        services.AddSingleton<LiveShares>();
        services.AddSingleton<GatheredLive>();
        services.AddHostedService<LiveUpload>();

        // In this order: tables and folders, then the jobs that the store still has, then those that it forgot.
        services.AddHostedService<CataloguePreparation>();
        services.AddJobServer(works: configuration.GetValue<int?>($"{JobsOptions.Section}:{nameof(JobsOptions.Concurrency)}") != 0);
        services.AddHostedService(provider => provider.GetRequiredService<RecordingLeases>());
        services.AddHostedService<PipelineResumption>();
        services.AddHostedService<RecurringJobs>();
        services.AddSingleton<JournalCare>();
        services.AddSingleton<JournalUpload>();
        services.AddHostedService(provider => provider.GetRequiredService<JournalUpload>());
        return services;
    }

    private static void AddPipeline(this IServiceCollection services)
    {
        services.AddSingleton<IPipelineStep, FinalizeStep>();
        services.AddSingleton<IPipelineStep, ComposeStep>();
        services.AddSingleton<IPipelineStep, PackageStep>();
        services.AddSingleton<IPipelineStep, UploadStep>();
        services.AddSingleton<IPipelineStep, VerifyStep>();
        services.AddSingleton<JournalParts>();
        services.AddSingleton<JournalFetch>();
        services.AddSingleton<PipelineMetrics>();
        services.AddSingleton<DiskSpace>();
        services.AddSingleton<JournalSource>();
        services.AddSingleton<RecordingChanges>();
        services.AddSingleton<RecordingUpdates>();
        services.AddSingleton<RecordingLocks>();
        services.AddSingleton<RecordingLeases>();
        services.AddSingleton<RecordingProcessing>();
        services.AddSingleton<LeftWork>();
        services.AddSingleton<RecordingSchedule>();
        services.AddSingleton<RecordingEndings>();
        services.AddTransient<RecordingJob>();
        services.AddTransient<RecordingExpiry>();
        services.AddTransient<JournalRemoval>();
        services.AddSingleton<RecordingSizes>();
        services.AddSingleton(provider => new RecordingPipeline(
            provider.GetRequiredService<RecordingUpdates>(),
            provider.GetRequiredService<RecordingSchedule>(),
            provider.GetRequiredService<RecordingEndings>(),
            provider.GetRequiredService<RecordingProcessing>(),
            provider.GetRequiredService<RecordingLocks>(),
            provider.GetRequiredService<RecordingLeases>(),
            provider.GetRequiredService<JournalParts>(),
            provider.GetRequiredService<IObjectStore>(),
            provider.GetRequiredService<Recorder.Recordings.RecorderNode>()));
    }

    private static JobsOptions OptionsOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<JobsOptions>>().Value;
}
