using System.Net;
using System.Net.Sockets;
using Azure.Core.Pipeline;
using Broadcast.Jobs.ObjectStores;

namespace Broadcast.Jobs.Tests.ObjectStores;

public sealed class LostConnectionTests
{
    private const string Sentence = "The container recordings cannot be reached: ";

    public static TheoryData<Exception> Losses =>
    [
        new HttpRequestException("refused"), new SocketException((int)SocketError.NotConnected), new TaskCanceledException("slow", new TimeoutException()),
    ];

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task Is_said_in_the_stores_own_words(Exception loss)
    {
        var store = StoreOver(new Answering(() => throw loss));

        var failure = await Assert.ThrowsAsync<ObjectStoreException>(() => store.HeadAsync(ObjectKey.Parse("a"), default));

        Assert.StartsWith(Sentence, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Retry failed", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_said_in_the_stores_own_words_in_the_middle_of_a_blob_too()
    {
        var store = StoreOver(new Answering(BeginsAndBreaksOff));

        await using var content = (await store.OpenReadAsync(ObjectKey.Parse("a"), range: null, default))!;
        var failure = await Assert.ThrowsAsync<ObjectStoreException>(() => content.CopyToAsync(Stream.Null));

        Assert.Equal($"{Sentence}It broke off.", failure.Message);
    }

    private static HttpResponseMessage BeginsAndBreaksOff() => new(HttpStatusCode.PartialContent)
    {
        Headers = { { "ETag", "\"1\"" } },
        Content = new StreamContent(new BreakingOff()) { Headers = { ContentLength = 100, ContentRange = new(0, 99, 100) } },
    };

    private static AzureBlobStore StoreOver(HttpMessageHandler handler)
    {
        var options = new AzureOptions { Endpoint = new Uri("http://localhost/account"), Account = "account", Key = "d3Jvbmc=", Container = "recordings" };
        var container = AzureBlobStore.ContainerFor(options, new HttpClientTransport(new HttpClient(handler)));
        return new AzureBlobStore(container, options, TimeProvider.System);
    }

    private sealed class Answering(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            try
            {
                return Task.FromResult(answer());
            }
            catch (Exception e)
            {
                return Task.FromException<HttpResponseMessage>(e);
            }
        }
    }

    private sealed class BreakingOff : MemoryStream
    {
        public override int Read(Span<byte> buffer) => throw new IOException("It broke off.");
        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("It broke off.");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("It broke off.");
    }
}
