using Microsoft.Win32.SafeHandles;

namespace Broadcast.Recorder.Journal;

/// <summary>The disk as a journal uses it. Its failures are <see cref="IOException"/>; tests put a full or a slow one in its place.</summary>
public class JournalDisk
{
    /// <summary>Creates a chunk that does not exist yet.</summary>
    public virtual SafeFileHandle Create(string path) => File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);

    /// <summary>Hands bytes to the system, from where the death of the process does not take them.</summary>
    public virtual void Write(SafeFileHandle chunk, ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(chunk, bytes, offset);

    /// <summary>Forces what was written to the disk, from where a power cut does not take it.</summary>
    public virtual void Sync(SafeFileHandle chunk) => RandomAccess.FlushToDisk(chunk);

    /// <summary>Bytes that can still be written into a directory.</summary>
    public virtual long FreeBytes(string directory) => new DriveInfo(Path.GetFullPath(directory)).AvailableFreeSpace;
}
