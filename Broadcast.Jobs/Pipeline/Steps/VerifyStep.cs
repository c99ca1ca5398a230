using System.Security.Cryptography;
using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.ObjectStores;

namespace Broadcast.Jobs.Pipeline.Steps;

/// <summary>Reads every stored file back and compares size and SHA-256; what differs is deleted, so that the next attempt uploads it again.</summary>
internal sealed class VerifyStep(IObjectStore store) : IPipelineStep
{
    private const int BufferBytes = 1 << 20;

    public RecordingStep Step => RecordingStep.Verify;

    /// <returns>False: only the store knows, and it is asked.</returns>
    public bool IsDone(RecordingWork work) => false;

    public async Task RunAsync(RecordingWork work, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var files = work.State.Files ?? throw new InvalidOperationException("Nothing was uploaded.");
        var total = Math.Max(1, files.Sum(file => file.Bytes));
        long before = 0;
        foreach (var file in files)
        {
            await VerifyAsync(file, read => progress.Report(100.0 * (before + read) / total), cancellationToken);
            before += file.Bytes;
        }
    }

    private async Task VerifyAsync(RecordingFile file, Action<long> onRead, CancellationToken cancellationToken)
    {
        var key = ObjectKey.Parse(file.StoreKey);
        await using var content = await store.OpenReadAsync(key, range: null, cancellationToken)
            ?? throw new ObjectStoreException($"{file.Name} was uploaded but is not in the store.");
        var (bytes, sha256) = await HashAsync(content, onRead, cancellationToken);
        if (bytes == file.Bytes && sha256 == file.Sha256)
            return;
        await store.DeleteAsync(key, cancellationToken);
        throw new ObjectStoreException($"The store gave back something else than was uploaded as {file.Name}.");
    }

    private static async Task<(long Bytes, string Sha256)> HashAsync(Stream content, Action<long> onRead, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        long bytes = 0;
        for (int read; (read = await content.ReadAsync(buffer, cancellationToken)) > 0; onRead(bytes))
        {
            hash.AppendData(buffer, 0, read);
            bytes += read;
        }
        return (bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
