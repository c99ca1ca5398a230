using System.Diagnostics.Metrics;
using Broadcast.Jobs.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.ObjectStores;

/// <summary>Opens the store that <c>Storage:Kind</c> names.</summary>
internal static class ObjectStoreFactory
{
    public static IObjectStore Create(IServiceProvider provider) =>
        new MeteredObjectStore(Open(provider), provider.GetRequiredService<IMeterFactory>());

    private static IObjectStore Open(IServiceProvider provider)
    {
        var storage = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
        return storage.Kind switch
        {
            StorageKind.File => new FileObjectStore(
                storage.Directory ?? provider.GetRequiredService<IOptions<JobsOptions>>().Value.ObjectsDirectory),
            StorageKind.S3 => S3ObjectStore.Open(storage.S3!),
            StorageKind.Azure => AzureBlobStore.Open(storage.Azure!, provider.GetRequiredService<TimeProvider>()),
            _ => throw new InvalidOperationException($"There is no store of kind {storage.Kind}."),
        };
    }
}
