using Broadcast.Jobs.ObjectStores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Hosting;

/// <summary>Opens the store that <c>Storage:Kind</c> names.</summary>
internal static class ObjectStoreFactory
{
    public static IObjectStore Create(IServiceProvider provider)
    {
        var storage = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
        return storage.Kind switch
        {
            StorageKind.File => new FileObjectStore(
                storage.Directory ?? provider.GetRequiredService<IOptions<JobsOptions>>().Value.ObjectsDirectory),
            _ => throw new NotSupportedException($"Storage:Kind {storage.Kind} is not available."),
        };
    }
}
