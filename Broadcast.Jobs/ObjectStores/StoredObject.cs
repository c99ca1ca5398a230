namespace Broadcast.Jobs.ObjectStores;

/// <summary>What a store says about one of its objects.</summary>
public sealed record StoredObject(ObjectKey Key, long Bytes, DateTimeOffset ModifiedAt);
