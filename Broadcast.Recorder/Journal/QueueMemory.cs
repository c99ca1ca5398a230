using System.IO.MemoryMappedFiles;

namespace Broadcast.Recorder.Journal;

/// <summary>
/// The memory of a <see cref="JournalQueue"/>: a page with the two positions and a label, then the ring. In a file of a memory file
/// system it outlives the process, so that a kill loses nothing that was appended; a lock on the file says that its process lives.
/// </summary>
/// <remarks>
/// It is unmapped when nobody refers to it any more and not before: the media thread may be appending while the journal is closed.
/// </remarks>
internal sealed unsafe class QueueMemory
{
    private const int HeaderBytes = 4096;
    private const long Magic = 0x3151_4A54_5242_0001;
    private const int HeadIndex = 1;
    private const int TailIndex = 2;
    private const int LabelLengthIndex = 3;
    private const int LabelOffset = 64;

    private readonly FileStream? file;
    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private readonly long* header;

    private QueueMemory(FileStream? file, MemoryMappedFile map, long size)
    {
        this.file = file;
        this.map = map;
        view = map.CreateViewAccessor(0, size);
        header = (long*)view.SafeMemoryMappedViewHandle.DangerousGetHandle();
        Length = (int)(size - HeaderBytes);
    }

    /// <summary>Bytes of the ring: a power of two.</summary>
    public int Length { get; }

    public Span<byte> Ring => new((byte*)header + HeaderBytes, Length);

    /// <summary>Where the next record goes; only ever grows.</summary>
    public long Head
    {
        get => Volatile.Read(ref header[HeadIndex]);
        set => Volatile.Write(ref header[HeadIndex], value);
    }

    /// <summary>The oldest record that may not be in a chunk yet; only ever grows.</summary>
    public long Tail
    {
        get => Volatile.Read(ref header[TailIndex]);
        set => Volatile.Write(ref header[TailIndex], value);
    }

    /// <summary>Memory that dies with the process.</summary>
    /// <param name="length">A power of two.</param>
    public static QueueMemory Private(int length) => new(null, MemoryMappedFile.CreateNew(null, length + HeaderBytes), length + HeaderBytes);

    /// <summary>Memory that outlives the process under a file's name. All of it is reserved now: a later page could not be had without a crash.</summary>
    /// <exception cref="IOException">There is no room for it, or the file exists.</exception>
    public static QueueMemory Create(string path, int length)
    {
        var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            PreallocationSize = length + HeaderBytes,
            BufferSize = 0,
        });
        file.SetLength(length + HeaderBytes);
        var memory = Map(file);
        memory.header[0] = Magic;
        return memory;
    }

    /// <summary>Opens what a process left.</summary>
    /// <returns>Null if it is no queue, or its process lives.</returns>
    public static QueueMemory? TryOpen(string path)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            if (file.Length > HeaderBytes && long.IsPow2(file.Length - HeaderBytes))
            {
                var memory = Map(file);
                if (memory.header[0] == Magic && memory.HasPlausiblePositions())
                    return memory;
            }
            file.Dispose();
            return null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>What the ring's records are of, at most 4,000 bytes; empty until it is set.</summary>
    public ReadOnlySpan<byte> Label
    {
        get => new((byte*)header + LabelOffset, (int)Math.Clamp(Volatile.Read(ref header[LabelLengthIndex]), 0, HeaderBytes - LabelOffset));
        set
        {
            value.CopyTo(new Span<byte>((byte*)header + LabelOffset, HeaderBytes - LabelOffset));
            Volatile.Write(ref header[LabelLengthIndex], value.Length);
        }
    }

    /// <summary>Gives up the lock on the file, as the death of the process does.</summary>
    internal void Close()
    {
        map.Dispose();
        file?.Dispose();
    }

    /// <summary>Removes the file, if there is one.</summary>
    public void Unlink()
    {
        if (file is not null)
            File.Delete(file.Name);
    }

    private static QueueMemory Map(FileStream file) =>
        new(file, MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true), file.Length);

    private bool HasPlausiblePositions() => Tail >= 0 && Head >= Tail && Head - Tail <= Length;
}
