namespace Broadcast.Jobs.ObjectStores;

/// <summary>
/// Where finished files live. An object appears whole or not at all, and replaces what had its key. Every call may be repeated; a
/// failure of the store is an <see cref="ObjectStoreException"/>; a stream that was opened may fail with an <see cref="IOException"/>.
/// </summary>
public interface IObjectStore
{
    /// <summary>Copies a file in, resuming an earlier attempt where the store can. Progress is in bytes so far.</summary>
    Task PutAsync(ObjectKey key, UploadSource source, IProgress<long> progress, CancellationToken cancellationToken);

    /// <summary>A stream over the object or a part of it, to be disposed by the caller; null if there is no such object.</summary>
    Task<Stream?> OpenReadAsync(ObjectKey key, ByteRange? range, CancellationToken cancellationToken);

    /// <returns>Null if there is no such object.</returns>
    Task<StoredObject?> HeadAsync(ObjectKey key, CancellationToken cancellationToken);

    /// <summary>Deletes the object and any half-finished upload to its key; deleting what is not there is accepted.</summary>
    Task DeleteAsync(ObjectKey key, CancellationToken cancellationToken);

    /// <summary>Deletes all objects whose key begins with <paramref name="prefix"/> and all half-finished uploads to such keys.</summary>
    Task DeleteAllAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>The objects whose key begins with <paramref name="prefix"/>, by key in ordinal order.</summary>
    IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>A link by which the store itself serves the object for a while, as a download called <paramref name="fileName"/>; null if it cannot.</summary>
    Uri? CreatePresignedUrl(ObjectKey key, string fileName, TimeSpan lifetime);
}
