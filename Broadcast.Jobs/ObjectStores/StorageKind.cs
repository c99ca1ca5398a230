namespace Broadcast.Jobs.ObjectStores;

/// <summary>The stores that <c>Storage:Kind</c> can name.</summary>
internal enum StorageKind
{
    File,
    S3,
    Azure,
}
