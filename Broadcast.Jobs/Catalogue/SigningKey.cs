namespace Broadcast.Jobs.Catalogue;

/// <summary>A key that links are signed with or the secret of the set-up link, where several processes share the database.</summary>
public sealed class SigningKey
{
    /// <summary>What it is for.</summary>
    public required string Name { get; init; }

    public required byte[] Bytes { get; init; }
}
