using Broadcast.Sfu.Io;

namespace Broadcast.Sfu.Hosting;

/// <summary>What the process keeps is for its own user's eyes: recordings, keys, who said what. Without effect on Windows.</summary>
public static class OwnerOnly
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>From now on: directories are 0700 and files 0600, those of child processes such as FFmpeg too.</summary>
    public static void Begin()
    {
        if (!OperatingSystem.IsWindows())
            _ = FileModeMask.Set((uint)Others);
    }

    /// <summary>Takes away from others what an older version of the program gave them, from a file, or a directory with all that is in it.</summary>
    /// <remarks>What belongs to another user stays as it is.</remarks>
    public static void Mend(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        Restrict(path);
        if (Directory.Exists(path))
            foreach (var entry in Directory.EnumerateFileSystemEntries(path, "*", Everything))
                Restrict(entry);
    }

    /// <summary>The same for one entry alone. A directory that is everybody's, such as <c>/tmp</c>, stays so.</summary>
    public static void Restrict(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        try
        {
            var mode = File.GetUnixFileMode(path);
            if ((mode & Others) != 0 && (mode & UnixFileMode.StickyBit) == 0)
                File.SetUnixFileMode(path, mode & ~Others);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or FileNotFoundException)
        {
        }
    }
}
