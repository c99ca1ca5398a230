using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Broadcast.Jobs.ObjectStores;

/// <summary>Objects in a bucket. An upload of several parts that was cut off goes on where it stopped.</summary>
internal sealed partial class S3ObjectStore(IAmazonS3 client, S3Options options) : IObjectStore, IDisposable
{
    public static S3ObjectStore Open(S3Options options) => new(ClientFor(options), options);

    /// <summary>A client as any S3 store understands it, AWS or not.</summary>
    internal static AmazonS3Client ClientFor(S3Options options)
    {
        var config = new AmazonS3Config
        {
            AuthenticationRegion = options.Region,
            ForcePathStyle = options.Endpoint is not null,
            // Stores other than AWS know neither the newer checksums nor the trailers that carry them; parts go with a Content-MD5.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Endpoint is { } endpoint)
            config.ServiceURL = endpoint.AbsoluteUri;
        else
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(options.Region);
        return options.AccessKey is null
            ? new AmazonS3Client(config)
            : new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config);
    }

    public async Task<Stream?> OpenReadAsync(ObjectKey key, ByteRange? range, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest { BucketName = options.Bucket, Key = key.Value };
        if (range is { } part)
            request.ByteRange = new Amazon.S3.Model.ByteRange(part.Offset, part.Offset + part.Length - 1);
        var response = await UnlessMissingAsync(() => client.GetObjectAsync(request, cancellationToken));
        return response?.ResponseStream;
    }

    public async Task<StoredObject?> HeadAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        var head = await UnlessMissingAsync(() => client.GetObjectMetadataAsync(options.Bucket, key.Value, cancellationToken));
        return head is null ? null : new StoredObject(key, head.ContentLength, UtcOf(head.LastModified));
    }

    public async Task DeleteAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        await CallAsync(() => client.DeleteObjectAsync(options.Bucket, key.Value, cancellationToken));
        foreach (var upload in await UploadsAsync(key.Value, cancellationToken))
        {
            if (upload.Key == key.Value)
                await AbortAsync(upload, cancellationToken);
        }
    }

    public async Task DeleteAllAsync(string prefix, CancellationToken cancellationToken)
    {
        await foreach (var stored in ListAsync(prefix, cancellationToken))
            await CallAsync(() => client.DeleteObjectAsync(options.Bucket, stored.Key.Value, cancellationToken));
        foreach (var upload in await UploadsAsync(prefix, cancellationToken))
            await AbortAsync(upload, cancellationToken);
    }

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request { BucketName = options.Bucket, Prefix = prefix };
        ListObjectsV2Response page;
        do
        {
            page = await CallAsync(() => client.ListObjectsV2Async(request, cancellationToken));
            foreach (var entry in page.S3Objects ?? [])
            {
                if (ObjectKey.TryParse(entry.Key, out var key))
                    yield return new StoredObject(key, entry.Size ?? 0, UtcOf(entry.LastModified));
            }
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
    }

    public Uri? CreatePresignedUrl(ObjectKey key, string fileName, TimeSpan lifetime)
    {
        var request = new GetPreSignedUrlRequest
        {
            BucketName = options.Bucket,
            Key = key.Value,
            Expires = TimeProvider.System.GetUtcNow().Add(lifetime).UtcDateTime,
            Protocol = options.Endpoint?.Scheme == Uri.UriSchemeHttp ? Protocol.HTTP : Protocol.HTTPS,
        };
        request.ResponseHeaderOverrides.ContentDisposition = AttachmentHeader.For(fileName);
        return new Uri(client.GetPreSignedURL(request));
    }

    public void Dispose() => client.Dispose();

    private static DateTimeOffset UtcOf(DateTime? time) => new(time.GetValueOrDefault().ToUniversalTime());

    private async Task<T?> UnlessMissingAsync<T>(Func<Task<T>> call) where T : class =>
        await CallAsync(async () =>
        {
            try
            {
                return await call();
            }
            catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket")
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
        catch (AmazonServiceException e)
        {
            throw new ObjectStoreException($"The bucket {options.Bucket} refused: {e.Message}", e);
        }
        catch (Exception e) when (e is AmazonClientException || LostConnection.Explains(e))
        {
            throw new ObjectStoreException($"The bucket {options.Bucket} cannot be reached: {e.Message}", e);
        }
    }
}
