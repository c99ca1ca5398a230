using Broadcast.Sfu.Hosting;
using Microsoft.Extensions.Options;

namespace Broadcast.Api.Data;

/// <summary>The places below <c>Data:Directory</c>, as absolute paths that exist; all of it is for the owner alone.</summary>
internal sealed class DataDirectory
{
    private static readonly string[] Ours = ["keys", "journals", "objects", "work", "*.key", "broadcast.db*"];

    public DataDirectory(IOptions<DataOptions> options)
    {
        Root = Path.GetFullPath(options.Value.Directory);
        Keys = Path.Combine(Root, "keys");
        SettingFolder.Create(Keys, $"{DataOptions.Section}:{nameof(DataOptions.Directory)}");
        // Only what is ours: the directory may have been chosen carelessly.
        OwnerOnly.Restrict(Root);
        foreach (var entry in Ours.SelectMany(pattern => Directory.EnumerateFileSystemEntries(Root, pattern)))
            OwnerOnly.Mend(entry);
    }

    public string Root { get; }
    /// <summary>Signing keys and cookie keys.</summary>
    public string Keys { get; }
}
