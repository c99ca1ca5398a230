using System.Text;

namespace Broadcast.Recorder.Journal;

/// <summary>
/// Says in a journal's directory which process makes the recording. The file stays locked as long as that process lives, and its time is
/// renewed every few seconds. Where the directory knows locks they tell at once that it was left behind; on one of another machine that
/// knows none the time does.
/// </summary>
internal sealed class JournalOwner : IDisposable
{
    private const string FileName = "owner";

    private readonly FileStream file;

    private JournalOwner(FileStream file) => this.file = file;

    /// <param name="atOnce">Whether what is not locked was left behind, whatever its time says.</param>
    /// <returns>Null if another process makes the recording, or the directory cannot be written.</returns>
    public static JournalOwner? TryTake(string directory, NodeIdentity taker, TimeProvider clock, bool atOnce = false)
    {
        if (TryOpen(directory, FileMode.OpenOrCreate) is not { } file)
            return null;
        var owner = new JournalOwner(file);
        if (!atOnce && !IsLeft(file, taker, clock))
        {
            owner.Dispose();
            return null;
        }
        owner.Sign(taker, clock);
        return owner;
    }

    /// <summary>Whether a process other than the asking one makes the recording. Not to be asked about what one owns oneself.</summary>
    public static bool IsHeld(string directory, NodeIdentity asking, TimeProvider clock)
    {
        if (!File.Exists(Path.Combine(directory, FileName)))
            return false;
        using var file = TryOpen(directory, FileMode.Open);
        return file is null ? File.Exists(Path.Combine(directory, FileName)) : !IsLeft(file, asking, clock);
    }

    public void Renew(TimeProvider clock) => File.SetLastWriteTimeUtc(file.SafeFileHandle, clock.GetUtcNow().UtcDateTime);

    /// <summary>The recording is made: its journal is anybody's.</summary>
    public void Release()
    {
        File.Delete(file.Name);
        Dispose();
    }

    /// <summary>Leaves it behind, for the next process of the same name.</summary>
    public void Dispose() => file.Dispose();

    private void Sign(NodeIdentity taker, TimeProvider clock)
    {
        try
        {
            file.SetLength(0);
            file.Write(Encoding.UTF8.GetBytes($"{taker.Name}\n{taker.Epoch}\n"));
            Renew(clock);
        }
        catch (IOException)
        {
            // The disk is full. Whoever sees the lock knows enough.
        }
    }

    /// <returns>Null if it is locked, or not there.</returns>
    private static FileStream? TryOpen(string directory, FileMode mode)
    {
        try
        {
            return new FileStream(Path.Combine(directory, FileName), mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>It is not locked. One of our own name was ours; anybody else's may be on a machine whose locks are not seen here.</summary>
    private static bool IsLeft(FileStream file, NodeIdentity asking, TimeProvider clock)
    {
        using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
        return reader.ReadLine() is not { } name || name == asking.Name
            || clock.GetUtcNow() - File.GetLastWriteTimeUtc(file.SafeFileHandle) > RecordingLease.Length;
    }
}
