using Microsoft.Extensions.Options;

namespace Broadcast.Api.Hosting;

/// <summary>The places below <c>Data:Directory</c>, as absolute paths that exist.</summary>
public sealed class DataDirectory
{
    public DataDirectory(IOptions<DataOptions> options)
    {
        Root = Path.GetFullPath(options.Value.Directory);
        Keys = Path.Combine(Root, "keys");
        Directory.CreateDirectory(Keys);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Root { get; }
    /// <summary>Signing keys and cookie keys; readable by the owner alone.</summary>
    public string Keys { get; }
    public string Database => Path.Combine(Root, "broadcast.db");
}
