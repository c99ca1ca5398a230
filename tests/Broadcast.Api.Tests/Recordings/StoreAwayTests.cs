using System.Net;
using Broadcast.Jobs.ObjectStores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Broadcast.Api.Tests.Recordings;

/// <summary>The object store cannot be reached.</summary>
public sealed class StoreAwayTests : IAsyncLifetime
{
    private readonly Host host = new();

    public Task InitializeAsync() => host.InitializeAsync();

    public Task DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Whatever_needs_it_says_so_and_is_answered_again_when_it_is_back()
    {
        var id = await host.CreateWebinarAsync();
        await host.AddRecordingAsync(id);
        var file = await host.VideoLinkAsync();
        var live = await LiveLinkAsync();
        Uri[] asked = [new($"/api/webinars/{id}/recordings", UriKind.Relative), new($"/api/recordings/{StoredRecording.Id}", UriKind.Relative), file, live];

        host.Store.IsAway = true;
        foreach (var each in asked)
            await (await host.Organizer.GetAsync(each)).AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "storage_unavailable");
        await (await host.Organizer.DeleteAsync(asked[1])).AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "storage_unavailable");

        host.Store.IsAway = false;
        foreach (var each in asked)
            Assert.Equal(HttpStatusCode.OK, (await host.Organizer.GetAsync(each, HttpCompletionOption.ResponseHeadersRead)).StatusCode);
    }

    private async Task<Uri> LiveLinkAsync()
    {
        var recording = await (await host.Organizer.GetAsync(new Uri($"/api/recordings/{StoredRecording.Id}", UriKind.Relative))).ReadAsync();
        return new Uri(recording.GetProperty("certificateUrl").GetString()!, UriKind.Relative);
    }

    private sealed class Host : ApiHost
    {
        public Store Store { get; } = new();

        protected override void Adjust(IServiceCollection services) => services.Replace(ServiceDescriptor.Singleton<IObjectStore>(Store));
    }

    /// <summary>Says that it has everything, and has nothing to read.</summary>
    private sealed class Store : IObjectStore
    {
        public bool IsAway { get; set; }

        public Task PutAsync(ObjectKey key, UploadSource source, IProgress<long> progress, CancellationToken cancellationToken) => Answer(0);

        public Task<Stream?> OpenReadAsync(ObjectKey key, ByteRange? range, CancellationToken cancellationToken) => Answer<Stream?>(null);

        public Task<StoredObject?> HeadAsync(ObjectKey key, CancellationToken cancellationToken) =>
            Answer<StoredObject?>(new StoredObject(key, 0, DateTimeOffset.UnixEpoch));

        public Task DeleteAsync(ObjectKey key, CancellationToken cancellationToken) => Answer(0);

        public Task DeleteAllAsync(string prefix, CancellationToken cancellationToken) => Answer(0);

        public IAsyncEnumerable<StoredObject> ListAsync(string prefix, CancellationToken cancellationToken) => AsyncEnumerable.Empty<StoredObject>();

        public Uri? CreatePresignedUrl(ObjectKey key, string fileName, TimeSpan lifetime) => null;

        private Task<T> Answer<T>(T answer) => IsAway ? throw new ObjectStoreException("The bucket cannot be reached.") : Task.FromResult(answer);
    }
}
