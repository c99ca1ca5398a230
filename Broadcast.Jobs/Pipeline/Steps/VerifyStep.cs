using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.ObjectStores;

namespace Broadcast.Jobs.Pipeline.Steps;

/// <summary>Reads every stored file back and compares size and SHA-256; what differs is deleted, so that the next attempt uploads it again.</summary>
internal sealed class VerifyStep(IObjectStore store) : IPipelineStep
{
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
        if (await ContentHash.OfAsync(content, cancellationToken, onRead) == new ContentHash(file.Bytes, file.Sha256))
            return;
        await store.DeleteAsync(key, cancellationToken);
        throw new ObjectStoreException($"The store gave back something else than was uploaded as {file.Name}.");
    }
}
