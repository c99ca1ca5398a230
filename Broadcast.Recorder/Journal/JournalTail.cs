namespace Broadcast.Recorder.Journal;

/// <summary>Reads a journal that is being written: to what is there now, and on from there when asked again.</summary>
internal sealed class JournalTail(string directory) : IDisposable
{
    private readonly byte[] block = new byte[1 << 20];
    private FileStream? stream;
    private JournalChunkName chunk;
    private int start;
    private int end;

    /// <returns>False if there is nothing more for now.</returns>
    public bool TryRead(out JournalRecord record)
    {
        while (stream is not null || TryOpenNext())
        {
            if (TryReadHere(out record))
                return true;
            // Whether there is a next chunk is asked first: once there is, this one is complete.
            var isComplete = NextChunk() is not null;
            if (TryReadHere(out record))
                return true;
            if (!isComplete)
                return false;
            TryOpenNext();
        }
        record = default;
        return false;
    }

    public void Dispose() => stream?.Dispose();

    private bool TryOpenNext()
    {
        if (NextChunk() is not { } next)
            return false;
        stream?.Dispose();
        stream = new FileStream(
            Path.Combine(directory, next.ToString()), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        chunk = next;
        start = end = 0;
        return true;
    }

    private JournalChunkName? NextChunk()
    {
        foreach (var name in JournalChunkName.List(directory))
            if (stream is null || name > chunk)
                return name;
        return null;
    }

    private bool TryReadHere(out JournalRecord record)
    {
        record = default;
        if (!TryFill(JournalRecordHeader.Size)
            || !JournalRecordHeader.TryRead(block.AsSpan(start, end - start), out var header)
            || !TryFill(header.RecordLength)
            || !JournalRecordHeader.IsIntact(block.AsSpan(start, header.RecordLength)))
        {
            Forget();
            return false;
        }
        record = new JournalRecord(chunk, header, block.AsSpan(start + JournalRecordHeader.Size, header.Length));
        start += header.RecordLength;
        return true;
    }

    private bool TryFill(int length)
    {
        if (end - start >= length)
            return true;
        block.AsSpan(start, end - start).CopyTo(block);
        end -= start;
        start = 0;
        end += stream!.ReadAtLeast(block.AsSpan(end), length - end, throwOnEndOfStream: false);
        return end >= length;
    }

    // What does not make a record yet may have been seen while it was written: it is read again next time.
    private void Forget()
    {
        stream!.Position -= end - start;
        end = start;
    }
}
