using System.Text.Json;

namespace Broadcast.Recorder.Journal;

/// <summary>
/// Brings what a killed process had taken but not yet written from its queue into the journal, as a further chunk of the same epoch.
/// May be killed and run again.
/// </summary>
internal static class JournalRecovery
{
    /// <summary>Does nothing for a queue without records.</summary>
    /// <param name="directoryOf">Where a recording's journal lies.</param>
    /// <returns>The recording and how many records were brought back; null if the queue says nothing of its own.</returns>
    /// <exception cref="IOException">The journal cannot be written; the queue still holds everything.</exception>
    public static (RecordingId RecordingId, int Records)? Run(QueueMemory memory, JournalDisk disk, Func<RecordingId, string> directoryOf)
    {
        if (ReadLabel(memory.Label) is not { } start)
            return null;
        var directory = directoryOf(start.RecordingId);
        Directory.CreateDirectory(directory);
        var chunks = JournalChunkName.List(directory).Where(name => name.Epoch == start.Epoch).ToList();
        var last = chunks.Count == 0 ? null : CutTornTail(directory, chunks[^1]);
        var missing = After(last, RecordsIn(memory));
        if (missing.Count == 0)
            return (start.RecordingId, 0);
        var next = chunks.Count == 0 ? 0 : chunks[^1].Chunk + 1;
        using var file = new JournalFile(disk, directory, new JournalBounds(TimeSpan.FromDays(1_000), long.MaxValue), start with { Chunk = next });
        foreach (var record in missing)
            file.Append(record);
        file.Flush();
        file.Sync();
        return (start.RecordingId, missing.Count);
    }

    private static List<byte[]> RecordsIn(QueueMemory memory)
    {
        var queue = new JournalQueue(memory);
        var records = new List<byte[]>();
        for (var record = queue.Peek(); !record.IsEmpty; record = queue.Peek())
        {
            records.Add(record.ToArray());
            queue.Advance(record.Length);
        }
        return records;
    }

    // The process may have died between writing a batch and releasing it: its records are in the journal and in the queue.
    private static List<byte[]> After(byte[]? last, List<byte[]> records)
    {
        var written = last is null ? -1 : records.FindLastIndex(record => IsSame(record, last));
        return records[(written + 1)..];
    }

    // A checksum is filled in only when a record is written.
    private static bool IsSame(ReadOnlySpan<byte> queued, ReadOnlySpan<byte> written) =>
        queued.Length == written.Length && queued[..4].SequenceEqual(written[..4]) && queued[8..].SequenceEqual(written[8..]);

    /// <summary>What follows the last whole record was being written when the process died, and is in the queue as a whole.</summary>
    /// <returns>The last record.</returns>
    private static byte[]? CutTornTail(string directory, JournalChunkName chunk)
    {
        byte[]? last = null;
        using (var reader = new JournalReader(directory, [chunk]))
        {
            while (reader.TryRead(out var record))
                last = record.ToBytes();
            if (reader.Damage is not [.., var torn] || torn.Offset + torn.Length < reader.TotalBytes)
                return last;
            using var file = new FileStream(Path.Combine(directory, chunk.ToString()), FileMode.Open, FileAccess.Write);
            file.SetLength(torn.Offset);
        }
        return last;
    }

    private static JournalChunkStart? ReadLabel(ReadOnlySpan<byte> label)
    {
        try
        {
            return label.IsEmpty ? null : JsonSerializer.Deserialize(label, JournalJson.Default.JournalChunkStart);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
