using System.Security.Cryptography;
using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Database;
using Microsoft.EntityFrameworkCore;

namespace Broadcast.Jobs.Downloads;

/// <summary>
/// The keys that links are signed with, and the secret of the set-up link: 32 random bytes each, made when first needed. With SQLite each
/// is a file; processes that share a PostgreSQL keep them there, so that each accepts the links of the others.
/// </summary>
public sealed class SigningKeys(ApplicationDatabase database, IDbContextFactory<RecordingCatalogue> catalogues)
{
    public const int Length = 32;

    /// <param name="name">Of the key in a database.</param>
    /// <param name="file">Where it lies otherwise.</param>
    /// <returns>Read when first used, which must be after the tables were made.</returns>
    public Lazy<byte[]> Get(string name, string file) =>
        new(() => database.IsShared ? LoadOrCreate(name) : SigningKeyFile.LoadOrCreate(file));

    private byte[] LoadOrCreate(string name)
    {
        if (Find(name) is { } stored)
            return stored;
        using var catalogue = catalogues.CreateDbContext();
        var made = new SigningKey { Name = name, Bytes = RandomNumberGenerator.GetBytes(Length) };
        catalogue.Add(made);
        try
        {
            catalogue.SaveChanges();
            return made.Bytes;
        }
        catch (DbUpdateException) when (Find(name) is not null)
        {
            // Another process made one meanwhile, and links may already be signed with it.
            return Find(name)!;
        }
    }

    private byte[]? Find(string name)
    {
        using var catalogue = catalogues.CreateDbContext();
        return catalogue.SigningKeys.Find(name)?.Bytes;
    }
}
