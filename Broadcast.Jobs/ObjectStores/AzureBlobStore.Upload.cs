using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Broadcast.Jobs.ObjectStores;

internal sealed partial class AzureBlobStore
{
    // CRC64, which the SDK would choose by itself, is not understood by every server that speaks this interface.
    private static readonly BlockBlobStageBlockOptions Checked = new()
    {
        TransferValidation = new UploadTransferValidationOptions { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 },
    };

    /// <summary>
    /// Sends the blocks that the container does not hold yet, then makes the blob of them. A block's id is its number and the hash of
    /// its content, so a block left by an earlier attempt counts only if it is the same.
    /// </summary>
    public async Task PutAsync(ObjectKey key, UploadSource source, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var blob = container.GetBlockBlobClient(key.Value);
        var held = await HeldBlocksAsync(blob, cancellationToken);
        var blocks = new List<string>();
        await using var file = new FileStream(source.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[Math.Min(options.BlockBytes, Math.Max(1, source.Bytes))];
        for (int read; (read = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)) > 0; progress.Report(file.Position))
        {
            hash.AppendData(buffer, 0, read);
            var id = BlockId(blocks.Count, buffer.AsSpan(0, read));
            if (!held.Contains(id))
                await StageAsync(blob, id, new MemoryStream(buffer, 0, read, writable: false), cancellationToken);
            blocks.Add(id);
        }
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != source.Sha256)
            throw new ObjectStoreException($"{Path.GetFileName(source.Path)} changed while it was being stored.");
        var described = new CommitBlockListOptions { HttpHeaders = new BlobHttpHeaders { ContentType = source.ContentType } };
        await CallAsync(() => blob.CommitBlockListAsync(blocks, described, cancellationToken));
    }

    private static string BlockId(int number, ReadOnlySpan<byte> content)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{number:D5}-{Convert.ToHexStringLower(SHA256.HashData(content))[..40]}");
        return Convert.ToBase64String(Encoding.ASCII.GetBytes(id));
    }

    private async Task<HashSet<string>> HeldBlocksAsync(BlockBlobClient blob, CancellationToken cancellationToken)
    {
        var list = await UnlessMissingAsync(() => blob.GetBlockListAsync(BlockListTypes.Uncommitted, cancellationToken: cancellationToken));
        return list is null ? [] : [.. list.Value.UncommittedBlocks.Select(block => block.Name)];
    }

    private Task<Response<BlockInfo>> StageAsync(BlockBlobClient blob, string id, MemoryStream content, CancellationToken cancellationToken) =>
        CallAsync(() => blob.StageBlockAsync(id, content, Checked, cancellationToken));
}
