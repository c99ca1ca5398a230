using Broadcast.Jobs.ObjectStores;

namespace Broadcast.Jobs.Tests.ObjectStores;

public sealed class FileObjectStoreTests : ObjectStoreContract
{
    private readonly TempDirectory root = new();

    public FileObjectStoreTests() => Store = new FileObjectStore(root.Path);

    protected override IObjectStore Store { get; }

    [Fact]
    public async Task Leaves_neither_partial_files_nor_empty_folders()
    {
        var (_, source) = await FileOfAsync(10);
        await Store.PutAsync(Key("a/b/c"), source, Ignored, default);
        await Assert.ThrowsAsync<ObjectStoreException>(() => Store.PutAsync(Key("a/x"), source with { Sha256 = "" }, Ignored, default));

        await Store.DeleteAsync(Key("a/b/c"), default);

        Assert.Equal([root.File(".partial")], Directory.EnumerateFileSystemEntries(root.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Says_that_its_folder_cannot_be_used_when_the_disk_is_not_there()
    {
        var (_, source) = await FileOfAsync(10);
        Directory.Delete(root.Path, recursive: true);
        try
        {
            await AssertFailsAsync("a/b", source);
            await Assert.ThrowsAsync<ObjectStoreException>(async () => await Store.ListAsync("a", default).ToListAsync());
            await Assert.ThrowsAsync<ObjectStoreException>(() => Store.DeleteAllAsync("a", default));
        }
        finally
        {
            Directory.CreateDirectory(root.Path);
        }
    }

    [Fact]
    public async Task Says_that_its_folder_cannot_be_used_when_one_in_it_cannot_be_entered()
    {
        var (_, source) = await FileOfAsync(10);
        // A link to itself refuses root, too, which no permission does.
        Directory.CreateSymbolicLink(root.File("a"), root.File("a"));

        await AssertFailsAsync("a/b", source);

        Assert.Empty(Directory.EnumerateFileSystemEntries(root.File(".partial")));
    }

    private async Task AssertFailsAsync(string name, UploadSource source)
    {
        var key = ObjectKey.Parse(name);
        Func<Task>[] calls =
        [
            () => Store.PutAsync(key, source, Ignored, default), () => Store.OpenReadAsync(key, null, default),
            () => Store.HeadAsync(key, default), () => Store.DeleteAsync(key, default),
        ];
        foreach (var call in calls)
            Assert.StartsWith("The folder of the recordings cannot be used: ", (await Assert.ThrowsAsync<ObjectStoreException>(call)).Message, StringComparison.Ordinal);
    }

    protected override void Dispose(bool disposing)
    {
        root.Dispose();
        base.Dispose(disposing);
    }
}
