using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Broadcast.Jobs.ObjectStores;

/// <summary>
/// Objects as files under one folder. A file is written under another name, forced to the disk and renamed, so that a crash leaves
/// the old object or the new one. A key cannot be both an object and the folder of others.
/// </summary>
internal sealed class FileObjectStore : IObjectStore
{
    private const int BufferBytes = 1 << 20;

    private readonly string root;

    // No key has a segment that begins with a dot, so this folder is out of every key's reach.
    private readonly string partials;

    public FileObjectStore(string root)
    {
        this.root = Path.GetFullPath(root);
        partials = Path.Combine(this.root, ".partial");
        Directory.CreateDirectory(partials);
    }

    public async Task PutAsync(ObjectKey key, UploadSource source, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var partial = Path.Combine(partials, Guid.NewGuid().ToString("N"));
        await using var from = new FileStream(source.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, useAsync: true);
        try
        {
            var sha256 = await CopyAsync(from, partial, progress, cancellationToken);
            if (sha256 != source.Sha256)
                throw new ObjectStoreException($"{Path.GetFileName(source.Path)} changed while it was being stored.");
            var path = PathOf(key);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(partial, path, overwrite: true);
        }
        catch (Exception refusal) when (IsOfTheDisk(refusal))
        {
            throw Failed(refusal);
        }
        finally
        {
            if (File.Exists(partial))
                File.Delete(partial);
        }
    }

    public Task<Stream?> OpenReadAsync(ObjectKey key, ByteRange? range, CancellationToken cancellationToken) =>
        Task.FromResult(Try(() => Find(key) is null ? null : Open(PathOf(key), range)));

    public Task<StoredObject?> HeadAsync(ObjectKey key, CancellationToken cancellationToken) =>
        Task.FromResult(Try(() => Find(key) is { } file ? Describe(key, file) : null));

    public Task DeleteAsync(ObjectKey key, CancellationToken cancellationToken) => Task.FromResult(Try(() =>
    {
        var path = PathOf(key);
        Find(key)?.Delete();
        RemoveEmptyFolders(Path.GetDirectoryName(path)!);
        return path;
    }));

    public async Task DeleteAllAsync(string prefix, CancellationToken cancellationToken)
    {
        await foreach (var stored in ListAsync(prefix, cancellationToken))
            await DeleteAsync(stored.Key, cancellationToken);
    }

    public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var stored in Try(() => Objects(prefix).ToList()))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return stored;
        }
    }

    public Uri? CreatePresignedUrl(ObjectKey key, string fileName, TimeSpan lifetime) => null;

    /// <summary>Does what needs the disk. Reports at its only place what that refuses.</summary>
    private static T Try<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception refusal) when (IsOfTheDisk(refusal))
        {
            throw Failed(refusal);
        }
    }

    private static bool IsOfTheDisk(Exception refusal) => refusal is IOException or UnauthorizedAccessException;

    private static ObjectStoreException Failed(Exception refusal) => new($"The folder of the recordings cannot be used: {refusal.Message}", refusal);

    /// <returns>Null if there is no such object: the folders can be read and the file is not there.</returns>
    private FileInfo? Find(ObjectKey key)
    {
        var file = new FileInfo(PathOf(key));
        // Exists says no to what cannot be looked at; Attributes throws then.
        if ((int)file.Attributes != -1)
            return file.Exists ? file : null;
        // A disk that is not mounted has lost nothing.
        return Directory.Exists(partials) ? null : throw new DirectoryNotFoundException($"{root} is not there.");
    }

    /// <returns>Null if it was deleted meanwhile.</returns>
    private static Stream? Open(string path, ByteRange? range)
    {
        try
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, useAsync: true);
            return range is { } part ? new PartStream(file, part) : file;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private IEnumerable<StoredObject> Objects(string prefix)
    {
        var files = new DirectoryInfo(root).EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => (Name: KeyTextOf(file), File: file))
            .Where(entry => entry.Name.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal);
        foreach (var (name, file) in files)
        {
            if (ObjectKey.TryParse(name, out var key))
                yield return Describe(key, file);
        }
    }

    private static StoredObject Describe(ObjectKey key, FileInfo file) => new(key, file.Length, file.LastWriteTimeUtc);

    private string PathOf(ObjectKey key) => Path.Combine(root, key.Value.Replace('/', Path.DirectorySeparatorChar));

    private string KeyTextOf(FileInfo file) => Path.GetRelativePath(root, file.FullName).Replace(Path.DirectorySeparatorChar, '/');

    private void RemoveEmptyFolders(string folder)
    {
        while (folder.Length > root.Length && Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
            folder = Path.GetDirectoryName(folder)!;
        }
    }

    private static async Task<string> CopyAsync(FileStream source, string to, IProgress<long> progress, CancellationToken cancellationToken)
    {
        await using var target = new FileStream(to, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        long copied = 0;
        for (int read; (read = await source.ReadAsync(buffer, cancellationToken)) > 0; progress.Report(copied))
        {
            hash.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            copied += read;
        }
        target.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
