using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace Broadcast.Jobs.ObjectStores;

public sealed partial class AzureBlobStore
{
    /// <summary>
    /// Sends the blocks that the container does not hold yet, then makes the blob of them. A block's id is its number and the hash of
    /// its content, so a block left by an earlier attempt counts only if it is the same.
    /// </summary>
    public async Task PutAsync(ObjectKey key, UploadSource source, IProgress<long> progress, CancellationToken ct)
    {
        var held = await HeldBlocksAsync(key, ct);
        var blocks = new List<string>();
        await using var file = new FileStream(source.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[Math.Min(options.BlockBytes, Math.Max(1, source.Bytes))];
        for (int read; (read = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct)) > 0; progress.Report(file.Position))
        {
            hash.AppendData(buffer, 0, read);
            var id = BlockId(blocks.Count, buffer.AsSpan(0, read));
            if (!held.Contains(id))
                await PutBlockAsync(key, id, buffer.AsMemory(0, read), ct);
            blocks.Add(id);
        }
        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != source.Sha256)
            throw new ObjectStoreException($"{Path.GetFileName(source.Path)} changed while it was being stored.");
        await CommitAsync(key, source.ContentType, blocks, ct);
    }

    private static string BlockId(int number, ReadOnlySpan<byte> content)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{number:D5}-{Convert.ToHexStringLower(SHA256.HashData(content))[..40]}");
        return Convert.ToBase64String(Encoding.ASCII.GetBytes(id));
    }

    private async Task<HashSet<string>> HeldBlocksAsync(ObjectKey key, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, UriOf(key, "?comp=blocklist&blocklisttype=uncommitted"));
        using var response = await SendAsync(request, ct);
        if (response is null)
            return [];
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var list = await XDocument.LoadAsync(body, LoadOptions.None, ct);
        return [.. list.Descendants("Block").Select(block => block.Element("Name")!.Value)];
    }

    private async Task PutBlockAsync(ObjectKey key, string id, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, UriOf(key, $"?comp=block&blockid={Uri.EscapeDataString(id)}"))
        {
            Content = new ReadOnlyMemoryContent(content),
        };
        using var response = await SendAsync(request, ct);
        RequireContainer(response);
    }

    private async Task CommitAsync(ObjectKey key, string contentType, List<string> blocks, CancellationToken ct)
    {
        var list = new XDocument(new XElement("BlockList", blocks.Select(id => new XElement("Latest", id))));
        using var request = new HttpRequestMessage(HttpMethod.Put, UriOf(key, "?comp=blocklist"))
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(list.ToString(SaveOptions.DisableFormatting))),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/xml");
        request.Headers.Add("x-ms-blob-content-type", contentType);
        using var response = await SendAsync(request, ct);
        RequireContainer(response);
    }

    private void RequireContainer(HttpResponseMessage? response)
    {
        if (response is null)
            throw new ObjectStoreException($"There is no container {options.Container}.");
    }
}
