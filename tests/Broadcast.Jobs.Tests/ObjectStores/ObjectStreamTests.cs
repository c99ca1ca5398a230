using System.Security.Cryptography;
using System.Text;
using Broadcast.Jobs.ObjectStores;

namespace Broadcast.Jobs.Tests.ObjectStores;

public sealed class ObjectStreamTests : IDisposable
{
    private const string Whole = "head|first|second|third";

    private readonly TempDirectory directory = new();
    private readonly FileObjectStore store;

    public ObjectStreamTests() => store = new FileObjectStore(Path.Combine(directory.Path, "store"));

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_head_and_its_objects_are_read_as_one()
    {
        await using var stream = await OpenAsync();
        using var reader = new StreamReader(stream);
        Assert.Equal(Whole.Length, stream.Length);
        Assert.Equal(Whole, await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task It_is_read_on_from_every_position()
    {
        await using var stream = await OpenAsync();
        for (var at = Whole.Length; at >= 0; at--)
        {
            stream.Seek(at, SeekOrigin.Begin);
            var rest = new byte[Whole.Length - at];
            await stream.ReadExactlyAsync(rest);
            Assert.Equal(Whole[at..], Encoding.ASCII.GetString(rest));
            Assert.Equal(0, await stream.ReadAsync(new byte[1]));
        }
    }

    [Fact]
    public async Task An_object_that_is_gone_is_said()
    {
        await using var stream = await OpenAsync();
        await store.DeleteAsync(ObjectKey.Parse("part-1"), default);
        var failure = await Assert.ThrowsAsync<ObjectStoreException>(() => stream.ReadExactlyAsync(new byte[Whole.Length]).AsTask());
        Assert.Contains("part-1", failure.Message, StringComparison.Ordinal);
    }

    private async Task<ObjectStream> OpenAsync()
    {
        var parts = new List<(ObjectKey, long)>();
        foreach (var (content, i) in new[] { "first|", "second|", "third" }.Select((content, i) => (content, i)))
        {
            var bytes = Encoding.ASCII.GetBytes(content);
            var path = Path.Combine(directory.Path, $"{i}");
            await File.WriteAllBytesAsync(path, bytes);
            var key = ObjectKey.Parse($"part-{i}");
            await store.PutAsync(key, new UploadSource(path, "text/plain", bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))), new Progress<long>(), default);
            parts.Add((key, bytes.Length));
        }
        return new ObjectStream(store, "head|"u8.ToArray(), parts);
    }
}
