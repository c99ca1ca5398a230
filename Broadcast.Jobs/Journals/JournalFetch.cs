using Broadcast.Jobs.ObjectStores;
using Broadcast.Recorder.Journal;
using Broadcast.Recorder.Recordings;
using Microsoft.Extensions.Logging;

namespace Broadcast.Jobs.Journals;

/// <summary>Finds a recording's journal, and brings it from the store to where a video is made of it. May be killed and run again.</summary>
internal sealed partial class JournalFetch(IObjectStore store, JournalParts parts, RecorderNode recorder, ILogger<JournalFetch> logger)
{
    /// <summary>How often a chunk that came otherwise than its slip says is fetched.</summary>
    private const int Tries = 2;

    /// <exception cref="ObjectStoreException">The store is away.</exception>
    public async Task<FoundJournal> FindAsync(RecordingId recordingId, CancellationToken cancellationToken)
    {
        var (slips, chunks) = await ListAsync(recordingId, cancellationToken);
        var there = (await parts.OfAsync(recordingId, cancellationToken)).Select(part => part.Epoch).Union(slips.Select(slip => slip.Epoch)).ToList();
        var local = LocalBytes(recordingId);
        var isLocal = local.Count > 0 && there.All(local.ContainsKey);
        var whole = slips.Select(slip => slip.Epoch).ToHashSet();
        return new FoundJournal(
            isLocal ? local : null, slips, [.. chunks.Where(chunk => !whole.Contains(chunk.Name.Epoch)).OrderBy(chunk => chunk.Name)], [.. there.Except(whole).Order()]);
    }

    /// <summary>Brings what was found in the store into a folder, where what is there already and right stays.</summary>
    /// <param name="progress">0 to 100.</param>
    /// <exception cref="ObjectStoreException">The store is away, or has something else than a slip says.</exception>
    public async Task BringAsync(RecordingId recordingId, FoundJournal found, string folder, IProgress<double> progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var total = Math.Max(1, found.Bytes);
        long before = 0;
        foreach (var chunk in found.Slips.SelectMany(slip => slip.Chunks))
            await StepAsync(chunk.Bytes, BringAsync(recordingId, chunk, Path.Combine(folder, chunk.ChunkName.ToString()), cancellationToken));
        foreach (var (name, bytes) in found.Loose)
            await StepAsync(bytes, BringLooseAsync(recordingId, name, bytes, Path.Combine(folder, name.ToString()), cancellationToken));

        async Task StepAsync(long bytes, Task work)
        {
            await work;
            before += bytes;
            progress.Report(100.0 * before / total);
        }
    }

    private async Task<(List<JournalSlip> Slips, List<(JournalChunkName Name, long Bytes)> Chunks)> ListAsync(RecordingId recordingId, CancellationToken cancellationToken)
    {
        var prefix = JournalKeys.PrefixOf(recordingId);
        var (slips, chunks) = (new List<JournalSlip>(), new List<(JournalChunkName Name, long Bytes)>());
        await foreach (var stored in store.ListAsync(prefix, cancellationToken))
        {
            var name = stored.Key.Value[prefix.Length..];
            if (JournalKeys.TryParseSlipName(name, out var epoch))
            {
                if (await ReadSlipAsync(recordingId, epoch, stored, cancellationToken) is { } slip)
                    slips.Add(slip);
                else
                    LogNoSlip(recordingId, name);
            }
            else if (JournalChunkName.TryParse(name, out var chunk) && chunk.ToString() == name)
            {
                chunks.Add((chunk, stored.Bytes));
            }
        }
        return (slips, chunks);
    }

    private async Task<JournalSlip?> ReadSlipAsync(RecordingId recordingId, int epoch, StoredObject stored, CancellationToken cancellationToken)
    {
        if (stored.Bytes > JournalSlip.MostBytes || await store.OpenReadAsync(stored.Key, range: null, cancellationToken) is not { } content)
            return null;
        await using (content)
        {
            var json = new byte[stored.Bytes];
            var length = await content.ReadAtLeastAsync(json, json.Length, throwOnEndOfStream: false, cancellationToken);
            return JournalSlip.TryParse(json.AsSpan(0, length), recordingId, epoch);
        }
    }

    private Dictionary<int, long> LocalBytes(RecordingId recordingId)
    {
        var directory = recorder.JournalDirectory(recordingId);
        return JournalChunkName.List(directory).GroupBy(name => name.Epoch)
            .ToDictionary(chunks => chunks.Key, chunks => chunks.Sum(name => new FileInfo(Path.Combine(directory, name.ToString())).Length));
    }

    private async Task BringAsync(RecordingId recordingId, SlipChunk chunk, string path, CancellationToken cancellationToken)
    {
        var wanted = new ContentHash(chunk.Bytes, chunk.Sha256);
        if (File.Exists(path) && await ContentHash.OfFileAsync(path, cancellationToken) == wanted)
            return;
        ContentHash? came = null;
        for (var tried = 0; tried < Tries; tried++)
        {
            came = await CopyAsync(recordingId, chunk.ChunkName, chunk.Bytes, $"{path}.partial", cancellationToken);
            if (came == wanted)
            {
                File.Move($"{path}.partial", path, overwrite: true);
                return;
            }
            LogOtherwise(recordingId, chunk.Name);
        }
        await parts.DoubtAsync(recordingId, chunk.ChunkName.Epoch, cancellationToken);
        throw new ObjectStoreException(came is null
            ? $"{chunk.Name} of the journal is not in the store. The machine that recorded it is asked for it again."
            : $"{chunk.Name} of the journal came from the store otherwise than it was recorded. The machine that recorded it is asked for it again.");
    }

    /// <summary>Nothing says what it has to be: the records' own checksums tell what of it is damaged.</summary>
    private async Task BringLooseAsync(RecordingId recordingId, JournalChunkName name, long bytes, string path, CancellationToken cancellationToken)
    {
        if (File.Exists(path) && new FileInfo(path).Length == bytes)
            return;
        if (await CopyAsync(recordingId, name, bytes, $"{path}.partial", cancellationToken) is not null)
            File.Move($"{path}.partial", path, overwrite: true);
    }

    /// <returns>What came; null if it is not in the store. Of what is longer than it has to be no more is read.</returns>
    private async Task<ContentHash?> CopyAsync(RecordingId recordingId, JournalChunkName name, long bytes, string to, CancellationToken cancellationToken)
    {
        if (await store.OpenReadAsync(JournalKeys.Of(recordingId, name), range: null, cancellationToken) is not { } content)
            return null;
        await using (content)
        await using (var file = new FileStream(to, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true))
            return await ContentHash.OfAsync(content, cancellationToken, copy: file, atMost: bytes);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Recording {RecordingId}: {Name} in the store is no slip of its journal and is passed over.")]
    private partial void LogNoSlip(RecordingId recordingId, string name);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Recording {RecordingId}: {Chunk} of its journal did not come from the store as it was recorded.")]
    private partial void LogOtherwise(RecordingId recordingId, string chunk);
}
