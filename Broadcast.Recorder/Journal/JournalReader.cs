namespace Broadcast.Recorder.Journal;

/// <summary>
/// Reads a recording's chunks from the first to the last, holding one block in memory. Bytes that are no valid record are skipped up to
/// the next one that is, and reported; nothing in a journal makes it throw.
/// </summary>
internal sealed class JournalReader : IDisposable
{
    private const int BlockBytes = 1 << 20;

    private readonly string directory;
    private readonly IReadOnlyList<JournalChunkName> chunks;
    private readonly List<DamagedRange> damage = [];
    private readonly byte[] block = GC.AllocateUninitializedArray<byte>(BlockBytes);
    private FileStream? stream;
    private int chunkIndex = -1;
    private int start;
    private int end;
    private bool isAtEnd;
    private long blockOffset;
    private long damagedFrom = -1;

    public JournalReader(string directory)
        : this(directory, JournalChunkName.List(directory))
    {
    }

    /// <param name="chunks">Those to be read, in order.</param>
    public JournalReader(string directory, IReadOnlyList<JournalChunkName> chunks)
    {
        this.directory = directory;
        this.chunks = chunks;
        TotalBytes = chunks.Sum(chunk => new FileInfo(Path.Combine(directory, chunk.ToString())).Length);
    }

    /// <summary>Length of all chunks when reading began.</summary>
    public long TotalBytes { get; }

    /// <summary>How far reading has come.</summary>
    public long BytesRead { get; private set; }

    /// <summary>What was skipped so far.</summary>
    public IReadOnlyList<DamagedRange> Damage => damage;

    /// <returns>False at the end of the last chunk.</returns>
    public bool TryRead(out JournalRecord record)
    {
        while (stream is not null || TryOpenNext())
        {
            if (TryReadInChunk(out record))
                return true;
            CloseChunk();
        }
        record = default;
        return false;
    }

    public void Dispose() => stream?.Dispose();

    private bool TryOpenNext()
    {
        if (chunkIndex + 1 >= chunks.Count)
            return false;
        chunkIndex++;
        stream = new FileStream(
            Path.Combine(directory, chunks[chunkIndex].ToString()), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        start = end = 0;
        isAtEnd = false;
        blockOffset = 0;
        return true;
    }

    private void CloseChunk()
    {
        EndDamage(blockOffset + end);
        stream?.Dispose();
        stream = null;
    }

    private bool TryReadInChunk(out JournalRecord record)
    {
        while (Fill(JournalRecordHeader.Size))
        {
            if (TryRecordAtStart(out var header))
            {
                EndDamage(blockOffset + start);
                record = new JournalRecord(
                    chunks[chunkIndex], header, block.AsSpan(start + JournalRecordHeader.Size, header.Length));
                Advance(header.RecordLength);
                return true;
            }
            BeginDamage(blockOffset + start);
            Advance(1);
        }
        if (end > start)
            BeginDamage(blockOffset + start);
        BytesRead += end - start;
        record = default;
        return false;
    }

    private bool TryRecordAtStart(out JournalRecordHeader header) =>
        JournalRecordHeader.TryRead(block.AsSpan(start, end - start), out header)
        && Fill(header.RecordLength)
        && JournalRecordHeader.IsIntact(block.AsSpan(start, header.RecordLength));

    /// <summary>Makes sure that so many bytes follow <see cref="start"/> in the block.</summary>
    private bool Fill(int length)
    {
        if (end - start >= length || isAtEnd)
            return end - start >= length;
        block.AsSpan(start, end - start).CopyTo(block);
        blockOffset += start;
        end -= start;
        start = 0;
        end += stream!.ReadAtLeast(block.AsSpan(end), length - end, throwOnEndOfStream: false);
        isAtEnd = end < length;
        return !isAtEnd;
    }

    private void Advance(int length)
    {
        start += length;
        BytesRead += length;
    }

    private void BeginDamage(long offset)
    {
        if (damagedFrom < 0)
            damagedFrom = offset;
    }

    private void EndDamage(long offset)
    {
        if (damagedFrom >= 0)
            damage.Add(new DamagedRange(chunks[chunkIndex].ToString(), damagedFrom, offset - damagedFrom));
        damagedFrom = -1;
    }
}
