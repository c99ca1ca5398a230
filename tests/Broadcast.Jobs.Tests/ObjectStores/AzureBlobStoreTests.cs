using System.Net;
using Azure.Core.Pipeline;
using Broadcast.Jobs.ObjectStores;

namespace Broadcast.Jobs.Tests.ObjectStores;

[Trait("Category", "Servers")]
public sealed class AzureBlobStoreTests(AzureBlobStoreTests.Azurite server) : ObjectStoreContract, IClassFixture<AzureBlobStoreTests.Azurite>
{
    protected override IObjectStore Store => server.Store;

    [Fact]
    public async Task Goes_on_with_an_upload_that_was_cut_off()
    {
        var (content, source) = await FileOfAsync(LargeBytes);
        using var kill = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.PutAsync(Key("a"), source, new Acting(_ => kill.Cancel()), kill.Token));

        var before = server.Wire.BlocksSent;
        await Store.PutAsync(Key("a"), source, Ignored, default);

        Assert.Equal(2, server.Wire.BlocksSent - before);
        Assert.Equal(content, await ReadAsync(Key("a")));
    }

    [Fact]
    public async Task Serves_by_presigned_link_under_a_name_and_refuses_an_altered_one()
    {
        var (content, source) = await FileOfAsync(100);
        await Store.PutAsync(Key("a"), source, Ignored, default);
        var link = Store.CreatePresignedUrl(Key("a"), "Grüße.mp4", TimeSpan.FromMinutes(1))!;
        using var client = new HttpClient();

        using var response = await client.GetAsync(link);
        using var refused = await client.GetAsync(new Uri(link.AbsoluteUri.Replace("/a?", "/b?", StringComparison.Ordinal)));

        Assert.Equal(content, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal("Grüße.mp4", response.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task Says_in_words_when_the_key_is_wrong()
    {
        var store = AzureBlobStore.Open(server.Options("d3Jvbmc="), TimeProvider.System);

        var refused = await Assert.ThrowsAsync<ObjectStoreException>(() => store.HeadAsync(Key("a"), default));
        Assert.StartsWith("The container recordings refused: 403", refused.Message, StringComparison.Ordinal);
    }

    public sealed class Azurite() : ServerScript("azurite")
    {
        private const string Account = "devstoreaccount1";

        // Published with the emulator for everyone to use.
        private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

        public BlockCounter Wire { get; } = new();
        internal AzureBlobStore Store { get; private set; } = null!;

        internal AzureOptions Options(string key = Key) => new()
        {
            Endpoint = new Uri($"{Printed[0]}/{Account}"),
            Account = Account,
            Key = key,
            Container = "recordings",
            BlockBytes = 4 << 20,
        };

        protected override Task PrepareAsync()
        {
            var container = AzureBlobStore.ContainerFor(Options(), new HttpClientTransport(new HttpClient(Wire)));
            Store = new AzureBlobStore(container, Options(), TimeProvider.System);
            return container.CreateAsync();
        }
    }

    public sealed class BlockCounter() : DelegatingHandler(new SocketsHttpHandler())
    {
        public int BlocksSent { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            BlocksSent += request.RequestUri!.Query.Contains("comp=block&", StringComparison.Ordinal) ? 1 : 0;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
