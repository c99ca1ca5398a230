using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Broadcast.Jobs.Live;
using Broadcast.Jobs.ObjectStores;
using Broadcast.Recorder.Live;
using Microsoft.Extensions.Logging.Abstractions;

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
        file = new LiveFile("webinar", path, "application/vnd.apple.mpegurl");
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
        var store = new FailingStore(failure, times: 3);
        await UploadTo(store).PutAsync(file, CancellationToken.None);
        Assert.Equal((4, LiveKeys.Of("webinar", "index.m3u8")), (store.Attempts, store.Stored));
    }

    [Fact]
    public async Task What_is_gone_with_its_recording_is_given_up()
    {
        File.Delete(file.Path);
        var store = new FailingStore(new IOException(), times: int.MaxValue);
        await UploadTo(store).PutAsync(file, CancellationToken.None);
        Assert.Equal(0, store.Attempts);
    }

    [Fact]
    public async Task An_end_of_the_process_is_no_failure()
    {
        using var stopping = new CancellationTokenSource();
        var store = new FailingStore(new OperationCanceledException(), times: int.MaxValue) { Failing = stopping.Cancel };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => UploadTo(store).PutAsync(file, stopping.Token));
        Assert.Equal(1, store.Attempts);
    }

    private LiveUpload UploadTo(IObjectStore store) =>
        new(app.Get<LiveRecordings>(), store, new ImpatientClock(), NullLogger<LiveUpload>.Instance);

    /// <summary>Every wait is over at once.</summary>
    private sealed class ImpatientClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }

    private sealed class FailingStore(Exception failure, int times) : IObjectStore
    {
        public int Attempts { get; private set; }

        public ObjectKey? Stored { get; private set; }

        public Action Failing { get; init; } = () => { };

        public Task PutAsync(ObjectKey key, UploadSource source, IProgress<long> progress, CancellationToken ct)
        {
            if (Attempts++ < times)
            {
                Failing();
                return Task.FromException(failure);
            }
            Stored = key;
            return Task.CompletedTask;
        }

        public Task<Stream?> OpenReadAsync(ObjectKey key, ByteRange? range, CancellationToken ct) => Task.FromResult<Stream?>(null);

        public Task<StoredObject?> HeadAsync(ObjectKey key, CancellationToken ct) => Task.FromResult<StoredObject?>(null);

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
