using System.Security.Cryptography;

namespace Broadcast.Jobs.ObjectStores;

/// <summary>How much something is, and which.</summary>
/// <param name="Sha256">64 lower-case hex digits.</param>
internal readonly record struct ContentHash(long Bytes, string Sha256)
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Of what is left of a stream.</summary>
    /// <param name="onRead">Bytes so far.</param>
    /// <param name="copy">Gets all that is read; null for nobody.</param>
    /// <param name="atMost">Of what has more bytes not much more is read.</param>
    public static async Task<ContentHash> OfAsync(
        Stream content, CancellationToken cancellationToken, Action<long>? onRead = null, Stream? copy = null, long atMost = long.MaxValue)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        long bytes = 0;
        for (int read; bytes <= atMost && (read = await content.ReadAsync(buffer, cancellationToken)) > 0; onRead?.Invoke(bytes))
        {
            hash.AppendData(buffer, 0, read);
            if (copy is not null)
                await copy.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            bytes += read;
        }
        return new ContentHash(bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    public static async Task<ContentHash> OfFileAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
        return await OfAsync(file, cancellationToken);
    }
}
