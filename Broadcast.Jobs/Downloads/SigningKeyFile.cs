using System.Security.Cryptography;

namespace Broadcast.Jobs.Downloads;

/// <summary>A key in a file that only its owner may read.</summary>
internal static class SigningKeyFile
{
    private const int Length = SigningKeys.Length;

    /// <exception cref="InvalidDataException">The file does not hold a key.</exception>
    public static byte[] LoadOrCreate(string path)
    {
        if (!File.Exists(path))
            Create(path);
        var secret = File.ReadAllBytes(path);
        return secret.Length == Length
            ? secret
            : throw new InvalidDataException($"{path} should hold a key of {Length} bytes; delete it to have a new one made.");
    }

    private static void Create(string path)
    {
        var partial = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(partial, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(Length));
            file.Flush(flushToDisk: true);
        }
        try
        {
            File.Move(partial, path);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process made one meanwhile, and links may already be signed with it.
            File.Delete(partial);
        }
    }
}
