namespace Broadcast.Recorder.Files;

/// <summary>A file that appears under its name only when it is whole and on the disk. Uncommitted, it vanishes.</summary>
internal sealed class AtomicFile : IDisposable
{
    private const string Unfinished = ".unfinished";

    private readonly string path;
    private bool isCommitted;

    public AtomicFile(string path)
    {
        this.path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // A name of its own: a process that outlived its parent may still be writing the last attempt.
        TemporaryPath = $"{path}.{Guid.NewGuid():N}{Unfinished}";
    }

    /// <summary>Where to write.</summary>
    public string TemporaryPath { get; }

    /// <summary>Forces the content to the disk and gives it its name, in place of any older file.</summary>
    public void Commit()
    {
        using (var handle = File.OpenHandle(TemporaryPath, FileMode.Open, FileAccess.ReadWrite))
            RandomAccess.FlushToDisk(handle);
        File.Move(TemporaryPath, path, overwrite: true);
        isCommitted = true;
    }

    public void Dispose()
    {
        if (!isCommitted)
            File.Delete(TemporaryPath);
    }

    /// <summary>Removes what a killed process left in a directory.</summary>
    public static void RemoveUnfinished(string directory)
    {
        if (!Directory.Exists(directory))
            return;
        foreach (var left in Directory.EnumerateFiles(directory, "*" + Unfinished, SearchOption.AllDirectories))
            File.Delete(left);
    }
}
