using System.Diagnostics.Metrics;

namespace Broadcast.Jobs.ObjectStores;

/// <summary>Counts what a store could not do, as the meter <see cref="MeterName"/>.</summary>
internal sealed class MeteredObjectStore : IObjectStore
{
    public const string MeterName = "Broadcast.Jobs";

    private readonly IObjectStore store;
    private readonly Counter<long> errors;

    public MeteredObjectStore(IObjectStore store, IMeterFactory meters)
    {
        this.store = store;
        errors = meters.Create(MeterName).CreateCounter<long>("broadcast.jobs.store.errors", description: "Calls of the object store that failed, by call.");
    }

    public Task PutAsync(ObjectKey key, UploadSource source, IProgress<long> progress, CancellationToken cancellationToken) =>
        CountAsync("put", Done(store.PutAsync(key, source, progress, cancellationToken)));

    public Task<Stream?> OpenReadAsync(ObjectKey key, ByteRange? range, CancellationToken cancellationToken) =>
        CountAsync("get", store.OpenReadAsync(key, range, cancellationToken));

    public Task<StoredObject?> HeadAsync(ObjectKey key, CancellationToken cancellationToken) => CountAsync("head", store.HeadAsync(key, cancellationToken));

    public Task DeleteAsync(ObjectKey key, CancellationToken cancellationToken) => CountAsync("delete", Done(store.DeleteAsync(key, cancellationToken)));

    public Task DeleteAllAsync(string prefix, CancellationToken cancellationToken) => CountAsync("delete", Done(store.DeleteAllAsync(prefix, cancellationToken)));

    public IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken) => store.ListAsync(prefix, cancellationToken);

    public Uri? CreatePresignedUrl(ObjectKey key, string fileName, TimeSpan lifetime) => store.CreatePresignedUrl(key, fileName, lifetime);

    private static async Task<bool> Done(Task call)
    {
        await call;
        return true;
    }

    private async Task<T> CountAsync<T>(string name, Task<T> call)
    {
        try
        {
            return await call;
        }
        catch (ObjectStoreException)
        {
            errors.Add(1, new KeyValuePair<string, object?>("call", name));
            throw;
        }
    }
}
