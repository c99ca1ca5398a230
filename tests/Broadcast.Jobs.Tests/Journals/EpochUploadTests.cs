using System.Security.Cryptography;
using Broadcast.Jobs.Journals;
using Broadcast.Jobs.Journals.Uploading;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Recorder.Journal;

namespace Broadcast.Jobs.Tests.Journals;

public sealed class EpochUploadTests : IDisposable
{
    private const int ChunkBytes = 1_000;

    private readonly TempDirectory data = new();
    private readonly FileObjectStore files;

    public EpochUploadTests()
    {
        files = new FileObjectStore(data.File("objects"));
        Directory.CreateDirectory(Journal);
        foreach (var chunk in Enumerable.Range(0, 3))
            File.WriteAllBytes(Path.Combine(Journal, $"0-{chunk}.rtpj"), RandomNumberGenerator.GetBytes(ChunkBytes));
    }

    private string Journal => data.File("journal");

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task Stores_closed_chunks_while_the_last_one_is_written_and_the_slip_at_the_end()
    {
        var store = new DyingStore(files, dieAt: int.MaxValue);

        var slip = await Upload(store, isWhole: false).AdvanceAsync(_ => { }, default);
        Assert.Equal(["0-0.rtpj", "0-1.rtpj"], slip.Chunks.Select(chunk => chunk.Name));
        Assert.Equal(0, Upload(store, isWhole: false).WaitingBytes());
        Assert.Equal(ChunkBytes, Upload(store, isWhole: true).WaitingBytes());

        await RunAsync(store);
        Assert.Equal(["0-0.rtpj", "0-1.rtpj", "0-2.rtpj", "0.slip.json"], store.Puts);
        await AssertStoredAsync();
    }

    /// <summary>After each put in turn, before it could be noted, until it is through.</summary>
    [Fact]
    public async Task Killed_at_any_moment_it_goes_on_and_puts_nothing_twice_that_was_there()
    {
        var puts = new List<string>();
        var kills = 0;
        for (var isThrough = false; !isThrough; kills++)
        {
            var store = new DyingStore(files, dieAt: 1);
            isThrough = await Record.ExceptionAsync(() => RunAsync(store)) is null;
            puts.AddRange(store.Puts);
        }

        Assert.Equal(["0-0.rtpj", "0-1.rtpj", "0-2.rtpj", "0.slip.json"], puts);
        Assert.Equal(5, kills);
        await AssertStoredAsync();
    }

    [Fact]
    public async Task A_chunk_that_came_later_is_stored_and_in_the_next_slip()
    {
        await RunAsync(files);
        await File.WriteAllBytesAsync(Path.Combine(Journal, "0-3.rtpj"), RandomNumberGenerator.GetBytes(ChunkBytes));

        await RunAsync(files, chunks: 4);
        await AssertStoredAsync(chunks: 4);
    }

    [Fact]
    public async Task A_local_slip_that_is_torn_is_made_anew_and_what_is_stored_is_not_put_again()
    {
        await RunAsync(files);
        await File.WriteAllTextAsync(Path.Combine(Journal, "0.slip.json"), """{"format":"rtp""");
        var store = new DyingStore(files, dieAt: int.MaxValue);

        await RunAsync(store);
        Assert.Empty(store.Puts);
        await AssertStoredAsync();
    }

    [Fact]
    public async Task A_store_that_gives_back_something_else_is_found_out()
    {
        var refused = await Assert.ThrowsAsync<ObjectStoreException>(() => RunAsync(new DyingStore(files, dieAt: int.MaxValue) { Spoils = true }));
        Assert.Equal("The store gave back something else than was put there as recordings/r1/journal/0-0.rtpj.", refused.Message);
        Assert.False(File.Exists(Path.Combine(Journal, "0.slip.json")));
    }

    private EpochUpload Upload(IObjectStore store, bool isWhole, int chunks = 3) =>
        new(store, new("r1"), new JournalEpoch(0, [.. Enumerable.Range(0, chunks).Select(chunk => new JournalChunkName(0, chunk))], isWhole), Journal, "node");

    private async Task RunAsync(IObjectStore store, int chunks = 3)
    {
        var upload = Upload(store, isWhole: true, chunks);
        await upload.AdvanceAsync(_ => { }, default);
        await upload.StoreSlipAsync(default);
    }

    private async Task AssertStoredAsync(int chunks = 3)
    {
        foreach (var name in Enumerable.Range(0, chunks).Select(chunk => $"0-{chunk}.rtpj"))
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(Journal, name)), await File.ReadAllBytesAsync(data.File($"objects/recordings/r1/journal/{name}")));
        var slip = JournalSlip.TryParse(await File.ReadAllBytesAsync(data.File("objects/recordings/r1/journal/0.slip.json")), new("r1"), 0)!;
        Assert.Equal((chunks, chunks * ChunkBytes), (slip.Chunks.Count, (int)slip.Bytes));
    }

    /// <summary>With it dies who uses it: after so many puts, which are done.</summary>
    private sealed class DyingStore(IObjectStore store, int dieAt) : IObjectStore
    {
        public List<string> Puts { get; } = [];

        /// <summary>Whether what is read differs from what was put.</summary>
        public bool Spoils { get; init; }

        public async Task PutAsync(ObjectKey key, UploadSource source, IProgress<long> progress, CancellationToken cancellationToken)
        {
            await store.PutAsync(key, source, progress, cancellationToken);
            Puts.Add(key.Value.Split('/')[^1]);
            if (Puts.Count >= dieAt)
                throw new InvalidOperationException("Killed.");
        }

        public async Task<Stream?> OpenReadAsync(ObjectKey key, ByteRange? range, CancellationToken cancellationToken) =>
            Spoils ? new MemoryStream(new byte[ChunkBytes]) : await store.OpenReadAsync(key, range, cancellationToken);

        public Task<StoredObject?> HeadAsync(ObjectKey key, CancellationToken cancellationToken) => store.HeadAsync(key, cancellationToken);
        public Task DeleteAsync(ObjectKey key, CancellationToken cancellationToken) => store.DeleteAsync(key, cancellationToken);
        public Task DeleteAllAsync(string prefix, CancellationToken cancellationToken) => store.DeleteAllAsync(prefix, cancellationToken);
        public IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken) => store.ListAsync(prefix, cancellationToken);
        public Uri? CreatePresignedUrl(ObjectKey key, string fileName, TimeSpan lifetime) => null;
    }
}
