using System.Security.Cryptography;
using Broadcast.Jobs.ObjectStores;

namespace Broadcast.Jobs.Tests.ObjectStores;

/// <summary>What every store must do, whatever lies beneath.</summary>
public abstract class ObjectStoreContract : IDisposable
{
    private readonly TempDirectory local = new();
    private readonly string folder = $"t{Guid.NewGuid():N}";

    /// <summary>More than one part of any store's upload, and no multiple of a part.</summary>
    protected const int LargeBytes = 11_000_003;

    protected abstract IObjectStore Store { get; }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => local.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(LargeBytes)]
    public async Task Gives_back_what_was_put(int bytes)
    {
        var (content, source) = await FileOfAsync(bytes);
        var before = TimeProvider.System.GetUtcNow().AddMinutes(-1);

        await Store.PutAsync(Key("a/b.bin"), source, Ignored, default);

        Assert.Equal(content, await ReadAsync(Key("a/b.bin")));
        var stored = await Store.HeadAsync(Key("a/b.bin"), default);
        Assert.Equal((Key("a/b.bin"), bytes), (stored!.Key, (int)stored.Bytes));
        Assert.InRange(stored.ModifiedAt, before, before.AddMinutes(3));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5_000_000, 3_000_000)]
    [InlineData(LargeBytes - 1, 1)]
    public async Task Gives_back_a_part(int offset, int length)
    {
        var (content, source) = await FileOfAsync(LargeBytes);
        await Store.PutAsync(Key("a"), source, Ignored, default);

        Assert.Equal(content[offset..(offset + length)], await ReadAsync(Key("a"), new ByteRange(offset, length)));
    }

    [Fact]
    public async Task Replaces_what_had_the_key()
    {
        var (_, first) = await FileOfAsync(1000);
        var (content, second) = await FileOfAsync(10);

        await Store.PutAsync(Key("a"), first, Ignored, default);
        await Store.PutAsync(Key("a"), second, Ignored, default);

        Assert.Equal(content, await ReadAsync(Key("a")));
    }

    [Fact]
    public async Task Reports_progress_that_grows_to_the_whole()
    {
        var (_, source) = await FileOfAsync(LargeBytes);
        var progress = new Recorded();

        await Store.PutAsync(Key("a"), source, progress, default);

        Assert.True(progress.Values.Count > 1);
        Assert.Equal(progress.Values.Order(), progress.Values);
        Assert.Equal(LargeBytes, progress.Values[^1]);
    }

    [Fact]
    public async Task Refuses_a_file_that_is_not_what_was_announced_and_keeps_the_old_object()
    {
        var (content, first) = await FileOfAsync(10);
        var (_, second) = await FileOfAsync(10);
        await Store.PutAsync(Key("a"), first, Ignored, default);

        var refused = () => Store.PutAsync(Key("a"), second with { Sha256 = first.Sha256 }, Ignored, default);

        await Assert.ThrowsAsync<ObjectStoreException>(refused);
        Assert.Equal(content, await ReadAsync(Key("a")));
    }

    [Fact]
    public async Task Knows_nothing_of_what_was_never_put_or_was_deleted()
    {
        var (_, source) = await FileOfAsync(10);
        await Store.PutAsync(Key("a/b"), source, Ignored, default);

        await Store.DeleteAsync(Key("a/b"), default);
        await Store.DeleteAsync(Key("a/b"), default);

        foreach (var key in new[] { Key("a/b"), Key("a"), Key("never") })
        {
            Assert.Null(await Store.HeadAsync(key, default));
            Assert.Null(await Store.OpenReadAsync(key, range: null, default));
        }
    }

    [Fact]
    public async Task Lists_what_begins_with_a_prefix_in_order()
    {
        var (_, source) = await FileOfAsync(10);
        foreach (var name in new[] { "r1/b", "r1/a", "r10/a", "r2/a" })
            await Store.PutAsync(Key(name), source, Ignored, default);

        Assert.Equal([Key("r1/a"), Key("r1/b")], await ListAsync("r1/"));
        Assert.Equal([Key("r1/a"), Key("r1/b"), Key("r10/a")], await ListAsync("r1"));
        Assert.Empty(await ListAsync("r3"));
    }

    [Fact]
    public async Task Deletes_all_that_begins_with_a_prefix()
    {
        var (_, source) = await FileOfAsync(10);
        foreach (var name in new[] { "r1/b", "r1/a/c", "r10/a" })
            await Store.PutAsync(Key(name), source, Ignored, default);

        await Store.DeleteAllAsync($"{folder}/r1/", default);
        await Store.DeleteAllAsync($"{folder}/r1/", default);

        Assert.Equal([Key("r10/a")], await ListAsync(""));
    }

    [Fact]
    public async Task An_interrupted_upload_leaves_no_object_and_can_be_repeated()
    {
        var (content, source) = await FileOfAsync(LargeBytes);
        using var kill = new CancellationTokenSource();
        var interrupt = new Acting(_ => kill.Cancel());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutAsync(Key("a"), source, interrupt, kill.Token));
        Assert.Null(await Store.HeadAsync(Key("a"), default));

        await Store.PutAsync(Key("a"), source, Ignored, default);
        Assert.Equal(content, await ReadAsync(Key("a")));
    }

    protected static IProgress<long> Ignored { get; } = new Acting(_ => { });

    protected ObjectKey Key(string name) => ObjectKey.Parse($"{folder}/{name}");

    protected async Task<(byte[] Content, UploadSource Source)> FileOfAsync(int bytes)
    {
        var content = RandomNumberGenerator.GetBytes(bytes);
        var path = local.File(Guid.NewGuid().ToString("N"));
        await File.WriteAllBytesAsync(path, content);
        return (content, new UploadSource(path, "video/mp4", bytes, Convert.ToHexStringLower(SHA256.HashData(content))));
    }

    protected async Task<byte[]> ReadAsync(ObjectKey key, ByteRange? range = null)
    {
        await using var stream = await Store.OpenReadAsync(key, range, default);
        using var content = new MemoryStream();
        await stream!.CopyToAsync(content);
        return content.ToArray();
    }

    private async Task<List<ObjectKey>> ListAsync(string prefix)
    {
        var keys = new List<ObjectKey>();
        await foreach (var stored in Store.ListAsync($"{folder}/{prefix}", default))
            keys.Add(stored.Key);
        return keys;
    }

    protected sealed class Acting(Action<long> act) : IProgress<long>
    {
        public void Report(long value) => act(value);
    }

    protected sealed class Recorded : IProgress<long>
    {
        public List<long> Values { get; } = [];
        public void Report(long value) => Values.Add(value);
    }
}
