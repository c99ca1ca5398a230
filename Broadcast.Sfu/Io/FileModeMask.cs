using System.Runtime.InteropServices;

namespace Broadcast.Sfu.Io;

/// <summary>umask(2), which holds for the whole process and for the children that it starts.</summary>
internal static partial class FileModeMask
{
    [LibraryImport("libc", EntryPoint = "umask")]
    public static partial uint Set(uint mask);
}
