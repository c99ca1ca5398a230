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

    protected override void Dispose(bool disposing)
    {
        root.Dispose();
        base.Dispose(disposing);
    }
}
