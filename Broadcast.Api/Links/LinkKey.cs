using Broadcast.Api.Hosting;
using Broadcast.Jobs.Downloads;

namespace Broadcast.Api.Links;

/// <summary>The secret that signs links: 32 random bytes in the data directory, made at first start, readable by the owner alone.</summary>
public sealed class LinkKey(DataDirectory data)
{
    public byte[] Bytes { get; } = DownloadSecret.LoadOrCreate(Path.Combine(data.Keys, "links.key"));
}
