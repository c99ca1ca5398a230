using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Microsoft.AspNetCore.WebUtilities;

namespace Broadcast.Jobs.ObjectStores;

/// <summary>Objects as block blobs in a container, by Azure's REST interface. An upload that was cut off goes on where it stopped.</summary>
public sealed partial class AzureBlobStore(HttpClient client, AzureOptions options, TimeProvider time) : IObjectStore, IDisposable
{
    private readonly AzureSignature signature = new(options.Account, options.Key);
    private readonly string container = $"{options.Endpoint!.AbsoluteUri.TrimEnd('/')}/{options.Container}";

    public async Task<Stream?> OpenReadAsync(ObjectKey key, ByteRange? range, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, UriOf(key));
        if (range is { } part)
            request.Headers.Add("x-ms-range", string.Create(CultureInfo.InvariantCulture, $"bytes={part.Offset}-{part.Offset + part.Length - 1}"));
        var response = await SendAsync(request, ct);
        return response is null ? null : await response.Content.ReadAsStreamAsync(ct);
    }

    public async Task<StoredObject?> HeadAsync(ObjectKey key, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, UriOf(key));
        using var response = await SendAsync(request, ct);
        return response?.Content.Headers is { ContentLength: { } bytes, LastModified: { } modified } ? new StoredObject(key, bytes, modified) : null;
    }

    /// <summary>Blocks that were never made a blob cannot be deleted; Azure forgets them after a week.</summary>
    public async Task DeleteAsync(ObjectKey key, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, UriOf(key));
        using var response = await SendAsync(request, ct);
    }

    public async Task DeleteAllAsync(string prefix, CancellationToken ct)
    {
        await foreach (var stored in ListAsync(prefix, ct))
            await DeleteAsync(stored.Key, ct);
    }

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        var marker = "";
        do
        {
            var page = await ListPageAsync(prefix, marker, ct);
            foreach (var blob in page.Descendants("Blob"))
            {
                if (ObjectKey.TryParse(blob.Element("Name")?.Value, out var key) && blob.Element("Properties") is { } properties)
                    yield return new StoredObject(key, (long)properties.Element("Content-Length")!, ModifiedOf(properties));
            }
            marker = page.Root?.Element("NextMarker")?.Value ?? "";
        }
        while (marker.Length > 0);
    }

    public Uri? CreatePresignedUrl(ObjectKey key, string fileName, TimeSpan lifetime) => new(
        UriOf(key).AbsoluteUri
        + signature.ReadQuery(options.Container, key, AttachmentHeader.For(fileName), time.GetUtcNow().Add(lifetime)));

    public void Dispose() => client.Dispose();

    private Uri UriOf(ObjectKey key, string query = "") => new($"{container}/{key}{query}");

    private async Task<XDocument> ListPageAsync(string prefix, string marker, CancellationToken ct)
    {
        var query = new Dictionary<string, string?> { ["restype"] = "container", ["comp"] = "list", ["prefix"] = prefix };
        if (marker.Length > 0)
            query["marker"] = marker;
        using var request = new HttpRequestMessage(HttpMethod.Get, QueryHelpers.AddQueryString(container, query));
        using var response = await SendAsync(request, ct) ?? throw new ObjectStoreException($"There is no container {options.Container}.");
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        return await XDocument.LoadAsync(body, LoadOptions.None, ct);
    }

    private static DateTimeOffset ModifiedOf(XElement properties) =>
        DateTimeOffset.ParseExact(properties.Element("Last-Modified")!.Value, "R", CultureInfo.InvariantCulture);

    /// <returns>Null if there is no such blob; any other refusal is an exception.</returns>
    private async Task<HttpResponseMessage?> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        signature.Sign(request, time.GetUtcNow());
        try
        {
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (response.IsSuccessStatusCode)
                return response;
            using (response)
                return response.StatusCode == HttpStatusCode.NotFound ? null : throw Refusal(response);
        }
        catch (Exception e) when (LostConnection.Explains(e))
        {
            throw new ObjectStoreException($"The container {options.Container} cannot be reached: {e.Message}", e);
        }
    }

    private ObjectStoreException Refusal(HttpResponseMessage response)
    {
        var reason = response.Headers.TryGetValues("x-ms-error-code", out var codes) ? codes.First() : response.ReasonPhrase;
        return new ObjectStoreException($"The container {options.Container} refused: {(int)response.StatusCode} {reason}.");
    }
}
