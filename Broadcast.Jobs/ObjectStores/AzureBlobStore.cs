using System.Net;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Core.Pipeline;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;

namespace Broadcast.Jobs.ObjectStores;

/// <summary>Objects as block blobs in a container. An upload that was cut off goes on where it stopped.</summary>
internal sealed partial class AzureBlobStore(BlobContainerClient container, AzureOptions options, TimeProvider time) : IObjectStore
{
    /// <summary>One block has to get through in this time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static AzureBlobStore Open(AzureOptions options, TimeProvider time) => new(ContainerFor(options), options, time);

    /// <param name="transport">What carries the requests; the default is the SDK's own.</param>
    internal static BlobContainerClient ContainerFor(AzureOptions options, HttpPipelineTransport? transport = null)
    {
        // Whoever calls tries again by itself, and for longer: the SDK only bridges a dropped connection.
        var client = new BlobClientOptions { Retry = { MaxRetries = 1, Delay = TimeSpan.FromMilliseconds(200), NetworkTimeout = Patience } };
        if (transport is not null)
            client.Transport = transport;
        var address = new Uri($"{options.Endpoint!.AbsoluteUri.TrimEnd('/')}/{options.Container}");
        return new BlobContainerClient(address, new StorageSharedKeyCredential(options.Account, options.Key), client);
    }

    public async Task<Stream?> OpenReadAsync(ObjectKey key, ByteRange? range, CancellationToken cancellationToken)
    {
        var wanted = new BlobDownloadOptions { Range = range is { } part ? new HttpRange(part.Offset, part.Length) : default };
        var blob = await UnlessMissingAsync(() => container.GetBlobClient(key.Value).DownloadStreamingAsync(wanted, cancellationToken));
        return blob is null ? null : new BlobContent(blob.Value.Content, Explain);
    }

    public async Task<StoredObject?> HeadAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var head = await UnlessMissingAsync(() => container.GetBlobClient(key.Value).GetPropertiesAsync(cancellationToken: cancellationToken));
        return head is null ? null : new StoredObject(key, head.Value.ContentLength, head.Value.LastModified);
    }

    /// <summary>Blocks that were never made a blob cannot be deleted; Azure forgets them after a week.</summary>
    public Task DeleteAsync(ObjectKey key, CancellationToken cancellationToken) =>
        CallAsync(() => container.GetBlobClient(key.Value).DeleteIfExistsAsync(cancellationToken: cancellationToken));

    public async Task DeleteAllAsync(string prefix, CancellationToken cancellationToken)
    {
        await foreach (var stored in ListAsync(prefix, cancellationToken))
            await DeleteAsync(stored.Key, cancellationToken);
    }

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var blobs = container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await CallAsync(() => blobs.MoveNextAsync().AsTask()))
        {
            var properties = blobs.Current.Properties;
            if (ObjectKey.TryParse(blobs.Current.Name, out var key))
                yield return new StoredObject(key, properties.ContentLength ?? 0, properties.LastModified ?? default);
        }
    }

    public Uri? CreatePresignedUrl(ObjectKey key, string fileName, TimeSpan lifetime) => container.GetBlobClient(key.Value).GenerateSasUri(
        new BlobSasBuilder(BlobSasPermissions.Read, time.GetUtcNow().Add(lifetime)) { ContentDisposition = AttachmentHeader.For(fileName) });

    private Task<Response<T>?> UnlessMissingAsync<T>(Func<Task<Response<T>>> call) => CallAsync<Response<T>?>(async () =>
    {
        try
        {
            return await call();
        }
        catch (RequestFailedException e) when (e.Status == (int)HttpStatusCode.NotFound && e.ErrorCode != BlobErrorCode.ContainerNotFound)
        {
            return null;
        }
    });

    private async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (Explain(e) is { } explained)
        {
            throw explained;
        }
    }

    /// <returns>Null if it is nothing that a store causes.</returns>
    private ObjectStoreException? Explain(Exception failure) => failure switch
    {
        RequestFailedException { Status: > 0 } refused when refused.ErrorCode == BlobErrorCode.ContainerNotFound =>
            new ObjectStoreException($"There is no container {options.Container}.", refused),
        RequestFailedException { Status: > 0 } refused =>
            new ObjectStoreException($"The container {options.Container} refused: {refused.Status} {refused.ErrorCode}.", refused),
        // What the SDK throws when its own retries were in vain; the last of them says why.
        AggregateException { InnerExceptions: [.., var last] } => Explain(last) is { } explained
            ? new ObjectStoreException(explained.Message, failure)
            : null,
        _ when failure is RequestFailedException or IOException || LostConnection.Explains(failure) =>
            new ObjectStoreException($"The container {options.Container} cannot be reached: {failure.Message}", failure),
        _ => null,
    };
}
