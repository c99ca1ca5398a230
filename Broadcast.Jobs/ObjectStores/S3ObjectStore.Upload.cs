using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;

namespace Broadcast.Jobs.ObjectStores;

internal sealed partial class S3ObjectStore
{
    public async Task PutAsync(ObjectKey key, UploadSource source, IProgress<long> progress, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(source.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        if (source.Bytes <= options.PartBytes)
            await PutWholeAsync(key, source, file, cancellationToken);
        else
            await PutPartsAsync(key, source, file, progress, cancellationToken);
        progress.Report(source.Bytes);
    }

    private async Task PutWholeAsync(ObjectKey key, UploadSource source, FileStream file, CancellationToken cancellationToken)
    {
        var content = new byte[source.Bytes];
        await file.ReadExactlyAsync(content, cancellationToken);
        RequireUnchanged(source, SHA256.HashData(content));
        var request = new PutObjectRequest
        {
            BucketName = options.Bucket,
            Key = key.Value,
            ContentType = source.ContentType,
            InputStream = new MemoryStream(content),
            MD5Digest = Convert.ToBase64String(MD5.HashData(content)),
            ServerSideEncryptionMethod = Encryption,
        };
        await CallAsync(() => client.PutObjectAsync(request, cancellationToken));
    }

    private async Task PutPartsAsync(ObjectKey key, UploadSource source, FileStream file, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var upload = await FindUploadAsync(key, cancellationToken) ?? await BeginAsync(key, source, cancellationToken);
        var stored = await PartsAsync(upload, cancellationToken);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var parts = new List<PartETag>();
        var buffer = new byte[options.PartBytes];
        for (long offset = 0; offset < source.Bytes; offset += options.PartBytes)
        {
            var part = buffer.AsMemory(0, (int)Math.Min(options.PartBytes, source.Bytes - offset));
            await file.ReadExactlyAsync(part, cancellationToken);
            hash.AppendData(part.Span);
            parts.Add(new PartETag(parts.Count + 1, await EnsurePartAsync(upload, parts.Count + 1, part, stored, cancellationToken)));
            progress.Report(offset + part.Length);
        }
        await CompleteAsync(upload, source, hash.GetHashAndReset(), parts, cancellationToken);
    }

    /// <summary>A part that an earlier attempt left counts only if its ETag, the MD5 of its content, says that it is this one.</summary>
    private async Task<string> EnsurePartAsync(
        MultipartUpload upload, int number, ReadOnlyMemory<byte> content, Dictionary<int, string> stored, CancellationToken cancellationToken)
    {
        var md5 = MD5.HashData(content.Span);
        if (stored.TryGetValue(number, out var etag) && etag.Trim('"').Equals(Convert.ToHexStringLower(md5), StringComparison.OrdinalIgnoreCase))
            return etag;
        var request = new UploadPartRequest
        {
            BucketName = options.Bucket,
            Key = upload.Key,
            UploadId = upload.UploadId,
            PartNumber = number,
            PartSize = content.Length,
            InputStream = new MemoryStream(content.ToArray(), writable: false),
            MD5Digest = Convert.ToBase64String(md5),
        };
        return (await CallAsync(() => client.UploadPartAsync(request, cancellationToken))).ETag;
    }

    private async Task CompleteAsync(MultipartUpload upload, UploadSource source, byte[] sha256, List<PartETag> parts, CancellationToken cancellationToken)
    {
        try
        {
            RequireUnchanged(source, sha256);
        }
        catch (ObjectStoreException)
        {
            await AbortAsync(upload, cancellationToken);
            throw;
        }
        var request = new CompleteMultipartUploadRequest
        {
            BucketName = options.Bucket, Key = upload.Key, UploadId = upload.UploadId, PartETags = parts,
        };
        await CallAsync(() => client.CompleteMultipartUploadAsync(request, cancellationToken));
    }

    private async Task<MultipartUpload> BeginAsync(ObjectKey key, UploadSource source, CancellationToken cancellationToken)
    {
        var request = new InitiateMultipartUploadRequest
        {
            BucketName = options.Bucket,
            Key = key.Value,
            ContentType = source.ContentType,
            ServerSideEncryptionMethod = Encryption,
        };
        var begun = await CallAsync(() => client.InitiateMultipartUploadAsync(request, cancellationToken));
        return new MultipartUpload { Key = key.Value, UploadId = begun.UploadId };
    }

    private async Task<MultipartUpload?> FindUploadAsync(ObjectKey key, CancellationToken cancellationToken) =>
        (await UploadsAsync(key.Value, cancellationToken)).LastOrDefault(upload => upload.Key == key.Value);

    private async Task<List<MultipartUpload>> UploadsAsync(string prefix, CancellationToken cancellationToken)
    {
        var request = new ListMultipartUploadsRequest { BucketName = options.Bucket, Prefix = prefix };
        var page = await CallAsync(() => client.ListMultipartUploadsAsync(request, cancellationToken));
        return page.MultipartUploads ?? [];
    }

    private async Task<Dictionary<int, string>> PartsAsync(MultipartUpload upload, CancellationToken cancellationToken)
    {
        var parts = new Dictionary<int, string>();
        var request = new ListPartsRequest { BucketName = options.Bucket, Key = upload.Key, UploadId = upload.UploadId };
        ListPartsResponse page;
        do
        {
            page = await CallAsync(() => client.ListPartsAsync(request, cancellationToken));
            foreach (var part in page.Parts ?? [])
                parts[part.PartNumber ?? 0] = part.ETag;
            request.PartNumberMarker = page.NextPartNumberMarker?.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        while (page.IsTruncated == true);
        return parts;
    }

    private Task<AbortMultipartUploadResponse> AbortAsync(MultipartUpload upload, CancellationToken cancellationToken) =>
        CallAsync(() => client.AbortMultipartUploadAsync(options.Bucket, upload.Key, upload.UploadId, cancellationToken));

    private ServerSideEncryptionMethod? Encryption =>
        options.ServerSideEncryption is { } method ? ServerSideEncryptionMethod.FindValue(method) : null;

    private static void RequireUnchanged(UploadSource source, byte[] sha256)
    {
        if (Convert.ToHexStringLower(sha256) != source.Sha256)
            throw new ObjectStoreException($"{Path.GetFileName(source.Path)} changed while it was being stored.");
    }
}
