using Broadcast.Jobs.ObjectStores;
using Broadcast.Recorder.Journal;

namespace Broadcast.Jobs.Journals.Uploading;

/// <summary>
/// Brings one epoch from the disk into the store: each chunk once it is closed, and when the epoch is whole its slip. What was stored and
/// read back stands in the slip beside the chunks, so that a process that is killed at any moment leaves nothing undone, and nothing that
/// the next one has to put there again.
/// </summary>
/// <param name="directory">The journal's.</param>
/// <param name="node">For the slip.</param>
internal sealed class EpochUpload(IObjectStore store, RecordingId recordingId, JournalEpoch epoch, string directory, string node)
{
    private const string ContentType = "application/octet-stream";
    private const string SlipContentType = "application/json";

    private string SlipPath => Path.Combine(directory, JournalKeys.SlipName(epoch.Epoch));

    /// <summary>Bytes of closed chunks that are not in the store yet, as far as is known here.</summary>
    public long WaitingBytes()
    {
        var slip = ReadSlip();
        return epoch.ClosedChunks.Where(name => !IsIn(slip, name)).Sum(LengthOf);
    }

    /// <summary>Forgets what is in the store: all of it is looked at again.</summary>
    public void Forget() => File.Delete(SlipPath);

    /// <summary>Stores the closed chunks that are not yet stored.</summary>
    /// <param name="onStored">Told the bytes of each.</param>
    /// <returns>What is stored by then.</returns>
    /// <exception cref="ObjectStoreException">The store is away, or gives back something else than it was given.</exception>
    public async Task<JournalSlip> AdvanceAsync(Action<long> onStored, CancellationToken cancellationToken)
    {
        var slip = ReadSlip();
        foreach (var name in epoch.ClosedChunks.Where(name => !IsIn(slip, name)).ToList())
        {
            var path = PathOf(name);
            var content = await ContentHash.OfFileAsync(path, cancellationToken);
            await EnsureAsync(JournalKeys.Of(recordingId, name), new UploadSource(path, ContentType, content.Bytes, content.Sha256), cancellationToken);
            slip = slip with
            {
                Chunks = [.. slip.Chunks.Where(chunk => chunk.ChunkName != name).Append(new SlipChunk(name.ToString(), content.Bytes, content.Sha256)).OrderBy(chunk => chunk.ChunkName)],
            };
            WriteSlip(slip);
            onStored(content.Bytes);
        }
        return slip;
    }

    /// <summary>Stores the slip: the epoch is in the store as a whole.</summary>
    public async Task StoreSlipAsync(CancellationToken cancellationToken)
    {
        var content = await ContentHash.OfFileAsync(SlipPath, cancellationToken);
        await EnsureAsync(JournalKeys.SlipOf(recordingId, epoch.Epoch), new UploadSource(SlipPath, SlipContentType, content.Bytes, content.Sha256), cancellationToken);
    }

    /// <summary>What is there already is read, and not put there again.</summary>
    private async Task EnsureAsync(ObjectKey key, UploadSource source, CancellationToken cancellationToken)
    {
        if (await store.HeadAsync(key, cancellationToken) is { } there && there.Bytes == source.Bytes && await IsThereAsync(key, source, cancellationToken))
            return;
        await store.PutAsync(key, source, new Progress<long>(), cancellationToken);
        if (!await IsThereAsync(key, source, cancellationToken))
            throw new ObjectStoreException($"The store gave back something else than was put there as {key}.");
    }

    private async Task<bool> IsThereAsync(ObjectKey key, UploadSource source, CancellationToken cancellationToken)
    {
        await using var content = await store.OpenReadAsync(key, range: null, cancellationToken);
        return content is not null && await ContentHash.OfAsync(content, cancellationToken, atMost: source.Bytes) == new ContentHash(source.Bytes, source.Sha256);
    }

    /// <summary>One that a power cut left empty, or that somebody else wrote, says nothing.</summary>
    private JournalSlip ReadSlip()
    {
        var empty = JournalSlip.Empty(recordingId, epoch.Epoch, node);
        return File.Exists(SlipPath) ? JournalSlip.TryParse(File.ReadAllBytes(SlipPath), recordingId, epoch.Epoch) ?? empty : empty;
    }

    private void WriteSlip(JournalSlip slip)
    {
        File.WriteAllBytes($"{SlipPath}.partial", slip.ToJson());
        File.Move($"{SlipPath}.partial", SlipPath, overwrite: true);
    }

    private bool IsIn(JournalSlip slip, JournalChunkName name) => slip.Chunks.Any(chunk => chunk.ChunkName == name && chunk.Bytes == LengthOf(name));

    private long LengthOf(JournalChunkName name) => new FileInfo(PathOf(name)).Length;

    private string PathOf(JournalChunkName name) => Path.Combine(directory, name.ToString());
}
