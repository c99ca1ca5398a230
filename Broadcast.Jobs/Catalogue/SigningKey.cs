namespace Broadcast.Jobs.Catalogue;

/// <summary>A key that links are signed with, where several processes share the database.</summary>
public sealed class SigningKey
{
    /// <summary>Of which links.</summary>
    public required string Name { get; init; }

    public required byte[] Bytes { get; init; }
}
