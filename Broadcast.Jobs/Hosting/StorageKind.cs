namespace Broadcast.Jobs.Hosting;

/// <summary>The stores that <c>Storage:Kind</c> can name.</summary>
public enum StorageKind
{
    File,
    S3,
    Azure,
}
