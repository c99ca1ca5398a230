namespace Broadcast.Jobs.ObjectStores;

/// <summary>A local file to be put into a store. <paramref name="Sha256"/> is 64 lower-case hex digits; a store refuses a file that no longer matches.</summary>
public sealed record UploadSource(string Path, string ContentType, long Bytes, string Sha256);
