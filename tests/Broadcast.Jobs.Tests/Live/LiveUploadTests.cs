using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Broadcast.Jobs.Catalogue;
using Broadcast.Jobs.Hosting;
using Broadcast.Jobs.Live;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Jobs.Pipeline;
using Broadcast.Jobs.Settings;
using Broadcast.Recorder.Certification;
using Broadcast.Recorder.Live;
using Broadcast.Recorder.Live.Formats;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Broadcast.Jobs.Tests.Live;

public sealed class LiveUploadTests : IAsyncLifetime
{
    private readonly TempDirectory data = new();
    private JobsApp app = null!;
    private LiveFile file = null!;

    public async Task InitializeAsync()
    {
        app = await JobsApp.StartAsync(data.Path, new ScriptedMedia());
        var path = Path.Combine(data.Path, "index.m3u8");
        await File.WriteAllTextAsync(path, "#EXTM3U");
        file = new LiveFile(new("webinar"), path, "application/vnd.apple.mpegurl", Grows: true);
    }

    public async Task DisposeAsync()
    {
        await app.DisposeAsync();
        data.Dispose();
    }

    public static TheoryData<Exception> Failures =>
    [
        new ObjectStoreException("It is away."), new IOException("The file is being replaced."),
        new SocketException((int)SocketError.NotConnected), new InvalidOperationException("Nobody thought of this."),
    ];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Whatever_fails_is_tried_again_until_it_is_stored(Exception failure)
    {
        var store = new ScriptedStore((_, before) => before < 3 ? failure : null);
        await UploadTo(store).AddAsync(file, CancellationToken.None);
        Assert.Equal((4, LiveKeys.Of(new("webinar"), "index.m3u8")), (store.Attempts, Assert.Single(store.Stored)));
    }

    [Fact]
    public async Task What_is_gone_with_its_recording_is_given_up()
    {
        File.Delete(file.Path);
        var store = new ScriptedStore((_, _) => new IOException());
        await UploadTo(store).AddAsync(file, CancellationToken.None);
        Assert.Equal(0, store.Attempts);
    }

    [Fact]
    public async Task An_end_of_the_process_is_no_failure()
    {
        using var stopping = new CancellationTokenSource();
        var store = new ScriptedStore((_, _) =>
        {
            stopping.Cancel();
            return new OperationCanceledException();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => UploadTo(store).AddAsync(file, stopping.Token));
        Assert.Equal(1, store.Attempts);
    }

    [Fact]
    public async Task A_file_that_can_never_be_stored_is_set_aside_and_holds_up_no_other_recording()
    {
        var store = Refusing("one", "video-1.m4s");
        var upload = UploadTo(store);
        foreach (var recording in (string[])["one", "two"])
        {
            await app.Get<RecordingPipeline>().StartAsync(new(recording), new("webinar"), DateTimeOffset.UnixEpoch, CancellationToken.None);
            foreach (var name in (string[])["video-0.m4s", "index.m3u8", "video-1.m4s", "video-2.m4s", "index.m3u8"])
                await upload.AddAsync(await FileAsync(recording, name), CancellationToken.None);
        }
        Assert.Equal(["video-0.m4s", "index.m3u8", "video-2.m4s"], store.NamesOf("one"));
        Assert.Equal(["video-0.m4s", "index.m3u8", "video-1.m4s", "video-2.m4s", "index.m3u8"], store.NamesOf("two"));
        await using var catalogue = await app.Get<IDbContextFactory<RecordingCatalogue>>().CreateDbContextAsync();
        var note = Assert.Single(catalogue.RecordingNotes);
        Assert.StartsWith("video-1.m4s cannot be stored: It is too odd. What can be watched at once ends before it", note.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_playlist_goes_on_when_the_store_takes_after_all_what_was_set_aside()
    {
        var isRefused = true;
        var store = new ScriptedStore((_, _) => isRefused ? new ObjectStoreException("Not now.") : null);
        var upload = UploadTo(store);
        await upload.AddAsync(await FileAsync("one", "video-1.m4s"), CancellationToken.None);
        await upload.AddAsync(await FileAsync("one", "index.m3u8"), CancellationToken.None);
        Assert.Empty(store.NamesOf("one"));
        isRefused = false;
        await upload.AddAsync(await FileAsync("one", "index.m3u8"), CancellationToken.None);
        Assert.Equal(["video-1.m4s", "index.m3u8"], store.NamesOf("one"));
    }

    [Fact]
    public async Task No_recording_waits_while_another_s_file_is_tried_again()
    {
        var store = Refusing("one", "video-0.m4s");
        var upload = UploadTo(store, TimeProvider.System);
        using var stopping = new CancellationTokenSource();
        var stuck = upload.AddAsync(await FileAsync("one", "video-0.m4s"), stopping.Token);
        await upload.AddAsync(await FileAsync("two", "video-0.m4s"), CancellationToken.None);
        Assert.Equal(["video-0.m4s"], store.NamesOf("two"));
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stuck);
    }

    [Fact]
    public async Task The_local_copy_goes_when_the_store_has_all_of_it()
    {
        var store = new ScriptedStore((_, _) => null);
        await EndAsync(UploadTo(store), "one");
        var live = app.Get<LiveRecordings>().DirectoryOf(new("one"));
        Assert.Equal("stored", Path.GetFileName(Assert.Single(Directory.EnumerateFiles(live))));
        Assert.Equal("video-0.m4s".Length + "certificate.json".Length, (await app.FindAsync("one"))!.LiveBytes);
    }

    [Fact]
    public async Task The_local_copy_stays_when_the_store_lost_some_of_it()
    {
        var store = new ScriptedStore((_, _) => null) { Lost = "video-0.m4s" };
        await EndAsync(UploadTo(store), "one");
        Assert.Equal(2, Directory.EnumerateFiles(app.Get<LiveRecordings>().DirectoryOf(new("one"))).Count());
    }

    private async Task EndAsync(LiveUpload upload, string recording)
    {
        await app.Get<RecordingPipeline>().StartAsync(new(recording), new("webinar"), DateTimeOffset.UnixEpoch, CancellationToken.None);
        var live = Directory.CreateDirectory(app.Get<LiveRecordings>().DirectoryOf(new(recording))).FullName;
        foreach (var name in (string[])["video-0.m4s", LiveFileNames.Certificate])
        {
            var path = Path.Combine(live, name);
            await File.WriteAllTextAsync(path, name);
            await upload.AddAsync(new LiveFile(new(recording), path, "video/iso.segment", Grows: false), CancellationToken.None);
        }
    }

    private static ScriptedStore Refusing(string recording, string name) =>
        new((key, _) => key == LiveKeys.Of(new(recording), name) ? new ObjectStoreException("It is too odd.") : null);

    private async Task<LiveFile> FileAsync(string recording, string name)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(data.Path, recording)).FullName, name);
        await File.WriteAllTextAsync(path, name);
        return new LiveFile(new(recording), path, "video/iso.segment", Grows: name.EndsWith(".m3u8", StringComparison.Ordinal));
    }

    private LiveUpload UploadTo(IObjectStore store, TimeProvider? clock = null) => new(
        app.Get<LiveRecordings>(), store, app.Get<RecordingUpdates>(), app.Get<LiveShares>(), Options.Create(new JobsOptions()), clock ?? new ImpatientClock(),
        NullLogger<LiveUpload>.Instance);

    /// <summary>Every wait is over at once.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }

    /// <summary>A store that says of every put whether it refuses it, and why.</summary>
    private sealed class ScriptedStore(Func<ObjectKey, int, Exception?> refusal) : IObjectStore
    {
        public int Attempts { get; private set; }

        public List<ObjectKey> Stored { get; } = [];

        /// <summary>The name of a file that it took and does not have.</summary>
        public string? Lost { get; init; }

        public IEnumerable<string> NamesOf(string recording) =>
            Stored.Select(key => key.Value).Where(key => key.StartsWith($"recordings/{recording}/", StringComparison.Ordinal)).Select(key => key.Split('/')[^1]);

        public Task PutAsync(ObjectKey key, UploadSource source, IProgress<long> progress, CancellationToken ct)
        {
            if (refusal(key, Attempts++) is { } refused)
                return Task.FromException(refused);
            Stored.Add(key);
            return Task.CompletedTask;
        }

        public Task<Stream?> OpenReadAsync(ObjectKey key, ByteRange? range, CancellationToken ct) => Task.FromResult<Stream?>(null);

        public Task<StoredObject?> HeadAsync(ObjectKey key, CancellationToken ct)
        {
            var name = key.Value.Split('/')[^1];
            // What the tests store is as long as its name.
            return Task.FromResult(name == Lost ? null : new StoredObject(key, name.Length, default));
        }

        public Task DeleteAsync(ObjectKey key, CancellationToken ct) => Task.CompletedTask;

        public Task DeleteAllAsync(string prefix, CancellationToken ct) => Task.CompletedTask;

        public async IAsyncEnumerable<StoredObject> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken ct)
        {
            await Task.CompletedTask;
            yield break;
        }

        public Uri? CreatePresignedUrl(ObjectKey key, string fileName, TimeSpan lifetime) => null;
    }
}
